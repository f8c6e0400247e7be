from django.utils.translation import gettext as _

from topics.workflow.demands import DEMANDED
from topics.workflow.recommendation_needs import was_sent_back


def tell_demands(fields, record):
    """At each field that a choice in another one demands, by which choices; scripts mark it once one is made."""
    for name in DEMANDED.keys() & fields.keys():
        other, choices = DEMANDED[name]
        if other not in fields or (name == "comment" and was_sent_back(record)):
            continue
        told = "、".join(str(label) for value, label in fields[other].choices if value in choices)
        words = _("Needed for: %(choices)s.")
        if name == "planned_on":
            words = _("Needed for: %(choices)s; or the real date.")
        fields[name].help_text = words % {"choices": told}
        fields[name].widget.attrs["data-demanded"] = " ".join((other, *choices))
