from django.db import models
from django.utils.translation import gettext_lazy as _


class DictionaryQuerySet(models.QuerySet):
    def of(self, kind):
        """The entries of one dictionary that are in use."""
        return self.filter(kind=kind, is_retired=False)

    def of_or(self, kind, pk):
        """Those and the one named, which an old record may still point to."""
        return self.of(kind) | self.filter(pk=pk)

    def default_of(self, kind):
        return self.of(kind).filter(is_default=True).first()

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()


class DictionaryEntry(models.Model):
    """One word of a dictionary of the office: topic categories, forms of consultation, kinds of outcome."""

    class Kind(models.TextChoices):
        CATEGORY = "category", _("category")
        FORM = "form", _("form of consultation")
        OUTCOME = "outcome", _("kind of outcome")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_default = models.BooleanField(_("default"), default=False)
    is_retired = models.BooleanField(_("retired"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = DictionaryQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "pk"]
        verbose_name = _("dictionary entry")
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_entry_of_a_name")]

    def __str__(self):
        return self.name
