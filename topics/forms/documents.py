from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from consult.files.uploads import DOCUMENT_HELP, MEGABYTE, DocumentField
from consult.templatetags.ui import moment
from topics.models import ConsultationSession, Document, Recommendation, Referral, SessionStage
from topics.rules import organiser_or_office, reads_topics

MOST_DOCUMENTS, LARGEST_TOPIC = 200, 1000 * MEGABYTE
NO_ROOM = _(
    "A topic keeps at most %(most)d files of %(size)d MB together. "
    "Please remove what is no longer needed, or join files."
)
THERE_ALREADY = _("“%(name)s” is there already; it was not added a second time.")


def same_content(kept, sent):
    with kept.storage.open(kept.name) as stored:
        sent.seek(0)
        same = stored.read() == sent.read()
    sent.seek(0)
    return same


class KeptDocumentField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.title} · {moment(obj.uploaded_at)} · {obj.uploaded_by}"


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
        self.fields["session"].queryset = self.fields["session"].queryset.exclude(stage=SessionStage.COMPLETED)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("The file's name where left empty.")
        if not organiser_or_office(user, topic):
            self.fields["session"].queryset = ConsultationSession.objects.none()
            self.limit_to_standing_referrals(user)
        if not reads_topics(user):
            del self.fields["is_internal"]
            self.fields["recommendation"].required = bool(user.units("department"))
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
        standing = Referral.objects.standing().filter(department__in=user.units("department"))
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
        if (file := cleaned.get("file")) and self.is_there_already(file, cleaned):
            self.add_error("file", THERE_ALREADY % {"name": file.name})
        return cleaned

    def is_there_already(self, file, cleaned):
        place = {name: cleaned.get(name) for name in ("session", "recommendation")}
        seen = Document.objects.visible_to(self.instance.uploaded_by).filter(topic=self.instance.topic, **place)
        return any(same_content(each.file, file) for each in seen.filter(name=file.name, size=file.size))

    def save(self, commit=True):
        file = self.cleaned_data["file"]
        self.instance.name, self.instance.size = file.name, file.size
        self.instance.title = self.instance.title or file.name[:100]
        return super().save(commit)
