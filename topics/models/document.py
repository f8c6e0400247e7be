from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models import Role
from topics.models.recommendation import Recommendation
from topics.models.session import ConsultationSession
from topics.models.topic import Topic
from topics.models.topic_visibility import one_of, read_by


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of what the user sees: all for readers, open ones for members, those referred for departments.

        Everybody sees the own ones, and members those that they add to a topic that they recommend together.
        """
        if not user.is_authenticated:
            return self.none()
        of_topic = one_of(Topic.objects.visible_to(user), "topic")
        seen = read_by(user, "topic__") & of_topic
        if user.as_member or user.holds(Role.GOVERNMENT):
            of_session = one_of(ConsultationSession.objects.visible_to(user), "session")
            seen |= Q(is_internal=False) & of_topic & (Q(session=None) | of_session)
        seen |= Q(uploaded_by=user) & of_topic
        if user.as_member:
            own = Topic.objects.filter(proposer=Topic.Proposer.MEMBERS, recommenders=user.as_member)
            seen |= Q(topic__in=own, uploaded_by__members__in=F("topic__recommenders"))
        if user.units(Role.DEPARTMENT):
            seen |= one_of(Recommendation.objects.visible_to(user), "recommendation")
        return self.filter(one_of(Document.objects.filter(seen), "pk"))

    def listed_for(self, user, **part):
        """Those that the user sees of a record, each with who added it: two of one name are told apart by it."""
        return self.visible_to(user).filter(**part).select_related("uploaded_by")

    def with_uses(self):
        """Each with all by which it is told whether something was built on it."""
        placed = self.select_related("topic", "session", "recommendation", "uploaded_by")
        return placed.prefetch_related("answers", "follow_ups", "answer_drafts")


class Document(models.Model):
    """A file of a topic 附件, kept outside the web root; a part of the session or recommendation where it is theirs."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="documents")
    session = models.ForeignKey(ConsultationSession, models.PROTECT, null=True, blank=True, related_name="documents")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="documents")
    title = models.CharField(_("title"), max_length=100)
    file = models.FileField(_("file"), upload_to="documents")
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveIntegerField(_("size"))
    is_internal = models.BooleanField(_("internal"), default=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document")

    def __str__(self):
        return self.title

    @property
    def home(self):
        """The record on whose page the file is shown."""
        return self.session or self.recommendation or self.topic

    def remove(self):
        """Delete the row, and its file once that is committed."""
        file = self.file
        self.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(one_of(ConsultationSession.objects.visible_to(user), "session"))


class Photo(models.Model):
    """A photo of a session: re-encoded, upright, without EXIF; `small` is its small version."""

    session = models.ForeignKey(ConsultationSession, models.PROTECT, related_name="photos")
    file = models.ImageField(_("photo"), upload_to="photos")
    small = models.ImageField(upload_to="photos")
    caption = models.CharField(_("caption"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="photos")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.caption or str(self.session)

    def remove(self):
        """Delete the row, and its two files once that is committed."""
        files = [self.file, self.small]
        self.delete()
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
