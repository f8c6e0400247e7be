from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerPassword(models.Model):
    """The hash of a password that an account had, so that it is not taken again."""

    user = models.ForeignKey("members.User", models.CASCADE, related_name="former_passwords", verbose_name=_("account"))
    password = models.CharField(_("password"), max_length=128)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")

    def __str__(self):
        return str(self.user)
