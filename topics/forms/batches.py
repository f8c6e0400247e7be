"""The rows of a batch: one record each, with the questions of the step that is taken on it."""

from copy import deepcopy

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.forms.widgets import Segments
from topics.annual_plans.execution import open_items
from topics.forms.filling import shown
from topics.forms.planned_field import chosen_place, otherwise_in, proposals_of, proposed_at_acceptance
from topics.forms.questions import asked
from topics.forms.referrals import (
    ReferralLetterForm,
    are_fit,
    departments_to_choose,
    invited_first,
    invited_to,
    referral_forms,
    shared_fields,
)
from topics.forms.steps import answers_of
from topics.models import Topic
from topics.models.topic_stage import TAKES_OTHERS_IN
from topics.workflow import TOPIC_WORKFLOW

SCREENING = ("accept", "return", "reject", "merge")
FILLED = ("organiser", "form", "is_planned", "leading_vice_chair")
TONES = {"accept": "ok", "return": "wait", "reject": "bad", "merge": "wait", "": "off"}


def fixed(fields):
    """The same fields with their choices read once, for all rows of a page."""
    for name, field in fields.items():
        if hasattr(field, "choices"):
            field.choices = list(field.choices) if name != "merged_into" else []
    return fields


class ScreeningForm(forms.Form):
    """What the office does with one proposed topic; what the chosen step does not ask is not checked."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    move = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        required=False,
        initial="accept",
        widget=Segments(tones=TONES),
        choices=[
            *((move, TOPIC_WORKFLOW[move].label) for move in SCREENING),
            ("", gettext_lazy("Leave for later")),
        ],
    )

    def __init__(self, fields, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= deepcopy(fields)

    def clean(self):
        move = self.cleaned_data.get("move")
        asks = TOPIC_WORKFLOW[move].asks if move else ()
        for name in self.fields.keys() - {"move", "version", *asks}:
            self.errors.pop(name, None)
        return {name: value for name, value in self.cleaned_data.items() if name in {"version", *asks}}

    @property
    def accepting(self):
        return [self[name] for name in TOPIC_WORKFLOW["accept"].asks]

    def offer(self, similar):
        """What it can be merged into here: the living topics like it, the likest of them chosen beforehand."""
        field = self.fields["merged_into"]
        living = [(other.pk, str(other)) for other in similar if other.stage in TAKES_OTHERS_IN]
        field.choices = [*BLANK_CHOICE_DASH, *living]
        field.widget.attrs.pop("data-pick", None)
        field.help_text = gettext_lazy("Topics like it that are open. Into another one it is merged from its own page.")
        if living:
            self.initial.setdefault("merged_into", living[0][0])


def label_of(form, name):
    return " · ".join(filter(None, [getattr(form, "legend", ""), str(form[name].label)]))


class Row:
    """One record of a batch with the forms that ask about it."""

    is_untold = False

    def __init__(self, record, *forms):
        self.record, self.forms = record, forms

    def show(self, data, with_version=True):
        for form in self.forms:
            shown(form, data, with_version)

    def is_valid(self):
        return forms.all_valid(self.forms)

    @property
    def errors(self):
        """Triples of the field's id, its label and what is wrong."""
        named = [(form, name, text) for form in self.forms for name, texts in form.errors.items() for text in texts]
        return [(form[name].auto_id, label_of(form, name), text) for form, name, text in named if name in form.fields]

    def typed(self, data):
        """What was sent for this row, to be shown again when it is tried again."""
        prefixes = tuple(f"{form.prefix}-" for form in self.forms)
        return {name: values for name, values in data.lists() if name.startswith(prefixes)}

    @property
    def version(self):
        return self.forms[0].cleaned_data["version"]


class ScreeningRow(Row):
    """Accepted, returned, rejected, merged or left; an empty `move` leaves it."""

    similar = ()

    def __init__(self, record, form, items):
        super().__init__(record, form)
        self.items = {str(item.root_id): item for item in items}

    @property
    def told(self):
        """What the item of an annual plan that it is to carry out, if accepted, names otherwise than the row."""
        form = self.forms[0]
        item = self.items.get(str(form["is_planned"].value()))
        if item is None or form["move"].value() != "accept":
            return ""
        held = {name: form[name].value() for name in proposals_of(item)}
        return "、".join(f"{label} {words}" for label, words in otherwise_in(item, held))

    @property
    def is_untold(self):
        return self.told != self.forms[0].data.get(self.forms[0].add_prefix("told"), "")

    @property
    def move(self):
        return self.forms[0].data.get(self.forms[0].add_prefix("move"), "")

    def answers(self):
        return answers_of(self.forms[0])


class ReferralRow(Row):
    move = "refer"

    def is_valid(self):
        letter, *rows = self.forms
        return are_fit(letter, rows)

    def answers(self):
        letter, *rows = self.forms
        said = letter.cleaned_data
        return {
            "happened_on": said["happened_on"],
            "referrals": [form.row(said["letter_number"]) for form in rows],
        }


class FilledForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, fields, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= deepcopy(fields)


class LeadingRow(Row):
    @property
    def move(self):
        form = self.forms[0]
        chosen = form.data.get(form.add_prefix("leading_vice_chair"), "")
        return "edit" if chosen not in ("", str(self.record.leading_vice_chair_id)) else ""

    def answers(self):
        return answers_of(self.forms[0])


class ReminderRow(Row):
    move = "remind"

    def answers(self):
        return {"reminder": self.forms[0].cleaned_data["reminder"]}


def screening_rows(topics, user, data=None):
    """The line that fills all rows, and a row for each topic, its committee as organiser chosen beforehand."""
    names = dict.fromkeys(name for move in SCREENING for name in TOPIC_WORKFLOW[move].asks)
    fields, items = fixed(asked(names, Topic(), user)), open_items()
    rows = []
    for topic in topics:
        initial = {"version": topic.version, "is_planned": chosen_place(topic, items)}
        kept = {name: getattr(topic, f"{name}_id") for name in ("category", "form", "leading_vice_chair")}
        initial |= {name: value for name, value in kept.items() if value} | proposed_at_acceptance(topic, items)
        form = ScreeningForm(fields, data, prefix=f"t{topic.pk}", initial=initial)
        rows.append(ScreeningRow(topic, form, items))
    return {name: fields[name] for name in FILLED}, rows


def referral_rows(topics, user, data=None):
    """The same for topics whose recommendations are referred: a letter each, and where each recommendation goes."""
    departments, invited, rows = departments_to_choose(), invited_to(topics), []
    for topic in topics:
        letter = ReferralLetterForm(data, prefix=f"t{topic.pk}", initial={"version": topic.version})
        own = invited_first(departments, invited[topic.pk])
        rows.append(ReferralRow(topic, letter, *referral_forms(topic, own, data)))
    return {"letter_number": ReferralLetterForm.base_fields["letter_number"]} | shared_fields(departments), rows


def leading_rows(topics, user, data=None):
    """The same for who leads topics from now on; nobody is chosen beforehand."""
    fields, rows = fixed(asked(("leading_vice_chair",), Topic(), user)), []
    for topic in topics:
        form = FilledForm(fields, data, prefix=f"t{topic.pk}", initial={"version": topic.version})
        rows.append(LeadingRow(topic, form))
    return fields, rows


def reminder_rows(recommendations, user, data=None):
    """The same for reminders, with words to begin with."""
    fields, rows = asked(("reminder",), None, user), []
    for item in recommendations:
        initial = {"version": item.version, "reminder": usual_words(item)}
        rows.append(ReminderRow(item, FilledForm(fields, data, prefix=f"r{item.pk}", initial=initial)))
    return fields, rows


def usual_words(recommendation):
    due_on = recommendation.due_on
    if due_on is None:
        return _("Please answer this recommendation.")
    words = _("This recommendation was due on %(day)s. Please answer it now.")
    if due_on >= timezone.localdate():
        words = _("This recommendation is due on %(day)s. Please answer it in time.")
    return words % {"day": date_format(due_on)}
