from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils.formats import date_format
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.files.storage import same_content
from consult.files.uploads import (
    DOCUMENT_HELP,
    DOCUMENT_SUFFIXES,
    LARGEST_DOCUMENT,
    MEGABYTE,
    DocumentField,
    SeveralFilesInput,
)
from consult.punctuation import labelled
from consult.templatetags.ui import moment
from members.models import Role
from topics.models import ConsultationSession, Document, Recommendation, Referral, SessionStage
from topics.rules import organiser_or_office, reads_topics

MOST_DOCUMENTS, LARGEST_TOPIC = 200, 1000 * MEGABYTE
# Together with the form less than what the web server lets through, see docs/deploy/nginx.conf.
MOST_AT_ONCE, LONGEST_EXCERPT = 4, 12
SEVERAL_HELP = format_lazy(
    _("pdf, ofd, docx, xlsx, pptx, jpg or png, each at most {size} MB; {most} at once at most"),
    size=LARGEST_DOCUMENT // MEGABYTE,
    most=MOST_AT_ONCE,
)
TOO_MANY = _("At most %d files are added at once.")
NO_ROOM = _(
    "A topic keeps at most %(most)d files of %(size)d MB together. "
    "Please remove what is no longer needed, or join files."
)
THERE_ALREADY = _("“%(name)s” is there already; it was not added a second time.")


def told_apart(document):
    return f"{document.title} · {moment(document.uploaded_at)} · {document.uploaded_by}"


def within_the_topic(part):
    """What tells a session or recommendation from the others of its topic, short enough for the width of a phone."""
    if part.lifecycle == "session":
        return gettext("Session %(number)s · %(day)s") % {"number": part.number, "day": date_format(part.held_on)}
    return labelled(part.label, Truncator(part.text).chars(LONGEST_EXCERPT, truncate="…"))


class KeptDocumentField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return told_apart(obj)


class KeptDocumentsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return told_apart(obj)

    def answers(self, value):
        return {"documents": list(value)} if value else {}


class NewFilesField(forms.FileField):
    """New files, which are stored before the form is checked; `refused` says what is wrong with some."""

    widget = SeveralFilesInput
    refused = ()

    def widget_attrs(self, widget):
        return {"accept": ",".join(DOCUMENT_SUFFIXES)}

    def clean(self, data, initial=None):
        if self.refused:
            raise ValidationError(self.refused)

    def answers(self, value):
        return {}


def part_of(record):
    """As whose a file is added beside a step of the record: its own, or the topic's alone."""
    is_topic = record.lifecycle == "topic"
    return {"session": None, "recommendation": None if is_topic else record}


class NewReplyField(NewFilesField):
    widget = forms.FileInput


class DocumentForm(forms.ModelForm):
    """A file of a topic, or of one of its open sessions or its recommendations."""

    file = DocumentField(label=_("File"), help_text=DOCUMENT_HELP)

    class Meta:
        model = Document
        fields = ["title", "file", "session", "recommendation", "is_internal"]
        labels = {
            "session": _("Session of the topic"),
            "recommendation": _("Recommendation"),
            "is_internal": _(
                "Internal: not shown to members, nor to the Party and government side if it did not assign the topic"
            ),
        }

    def __init__(self, topic, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.topic, self.instance.uploaded_by = topic, user
        self.limit("session", ConsultationSession, topic, user)
        self.limit("recommendation", Recommendation, topic, user)
        for name in ("session", "recommendation"):
            self.fields[name].label_from_instance = within_the_topic
        self.fields["session"].queryset = self.fields["session"].queryset.exclude(stage=SessionStage.COMPLETED)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("The file's name where left empty.")
        if not organiser_or_office(user, topic):
            self.fields["session"].queryset = ConsultationSession.objects.none()
            self.limit_to_standing_referrals(user)
        if not reads_topics(user):
            del self.fields["is_internal"]
            self.fields["recommendation"].required = bool(user.units(Role.DEPARTMENT))
        self.drop_empty("session", "recommendation")

    def limit(self, name, model, topic, user):
        """Offer only what of this topic the user sees."""
        self.fields[name].queryset = model.objects.visible_to(user).filter(topic=topic)

    def drop_empty(self, *names):
        """No field where there is nothing to choose from, unless something has to be chosen or was sent."""
        for name in set(names) & set(self.fields) - set(self.data):
            if not self.fields[name].required and not self.fields[name].queryset.exists():
                del self.fields[name]

    def limit_to_standing_referrals(self, user):
        """A department adds to what is referred to it now; who only proposed the topic, to the topic alone."""
        standing = Referral.objects.standing_with(user.units(Role.DEPARTMENT))
        offered = self.fields["recommendation"].queryset.filter(pk__in=standing.values("recommendation"))
        self.fields["recommendation"].queryset = offered

    def clean_file(self):
        file = self.cleaned_data["file"]
        kept = self.instance.topic.documents.aggregate(number=Count("pk"), size=Sum("size", default=0))
        if kept["number"] >= MOST_DOCUMENTS or kept["size"] + file.size > LARGEST_TOPIC:
            raise ValidationError(NO_ROOM, params={"most": MOST_DOCUMENTS, "size": LARGEST_TOPIC // MEGABYTE})
        return file

    def clean(self):
        cleaned = super().clean()
        self.there_already = cleaned.get("file") and self.found_there()
        if self.there_already:
            self.add_error("file", THERE_ALREADY % {"name": cleaned["file"].name})
        return cleaned

    def found_there(self):
        file = self.cleaned_data["file"]
        place = {name: self.cleaned_data.get(name) for name in ("session", "recommendation")}
        seen = Document.objects.visible_to(self.instance.uploaded_by).filter(topic=self.instance.topic, **place)
        alike = seen.filter(name=file.name, size=file.size)
        return next((each for each in alike if same_content(each.file, file)), None)

    def save(self, commit=True):
        file = self.cleaned_data["file"]
        self.instance.name, self.instance.size = file.name, file.size
        self.instance.title = self.instance.title or file.name[:100]
        return super().save(commit)


def replies(recommendation, user):
    missing = {"required": _("Upload the scanned reply first and choose it here.")}
    scans = recommendation.documents.select_related("uploaded_by")
    return KeptDocumentField(scans, initial=scans.last(), error_messages=missing)


def evidence(recommendation, user):
    """One of the documents of the recommendation, where it has any."""
    field = KeptDocumentField(recommendation.documents.select_related("uploaded_by"), required=False)
    if not recommendation.documents.exists():
        field.widget = forms.HiddenInput()
    return field


def kept_documents(record, user):
    offered = Document.objects.listed_for(user, topic=record.topic, **part_of(record))
    field = KeptDocumentsField(offered, required=False)
    if not offered.exists():
        field.widget = forms.MultipleHiddenInput()
    return field


def new_files(record, user):
    return NewFilesField(required=False, help_text=SEVERAL_HELP)


def new_reply(recommendation, user):
    return NewReplyField(required=False, help_text=DOCUMENT_HELP)
