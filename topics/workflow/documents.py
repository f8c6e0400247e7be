"""Files of a topic, a session or a recommendation: what the history tells of them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.rules import any_of
from topics.models import Document
from topics.rules import adds_documents, is_unsent_draft, sees, visits
from topics.workflow.machine import NOTED, SAME, Transition, note
from topics.workflow.refusals import At

EVIDENCE = ("evidence", "documents", "files")
# Who may add or remove which file is asked of the file itself (`topics.rules.RULES`).
DOCUMENT_NOTES = (
    Transition("add_document", NOTED, SAME, by=any_of(adds_documents, visits), label=_("Document added")),
    Transition("remove_document", NOTED, SAME, by=any_of(adds_documents, sees), label=_("Document removed")),
)


def files_are_there(record, answers, happened_on):
    """What was chosen may have been removed meanwhile."""
    chosen = {name: answers.get(name) or [] for name in ("documents", "document", "scan")}
    keys = {name: [file.pk for file in (it if isinstance(it, list) else [it])] for name, it in chosen.items()}
    there = set(Document.objects.filter(pk__in=sum(keys.values(), [])).values_list("pk", flat=True))
    words = gettext("A file that you chose was removed meanwhile; choose again.")
    return [At(name, words) for name, those in keys.items() if not there.issuperset(those)]


def note_document(document, name, *, by, now=None):
    """Write the line on the record whose file it is; none for a draft that only its unit knows."""
    if not is_unsent_draft(by, document.topic):
        note(document.home, name, by=by, now=now, attachment=document)
