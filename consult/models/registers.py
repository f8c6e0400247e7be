from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterSettings(models.Model):
    """How a user keeps a register: the columns chosen, filters by their names, and the one that it opens with."""

    MOST_FILTERS = 12
    LONGEST_NAME = 30

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    columns = models.JSONField(default=list)
    filters = models.JSONField(default=list)
    opens_with = models.CharField(max_length=LONGEST_NAME, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "register"], name="one_settings_per_register")]

    def __str__(self):
        return self.register

    @property
    def opening(self):
        """The query that the register opens with; empty where it opens with everything."""
        return next((kept["query"] for kept in self.filters if kept["name"] == self.opens_with), "")

    def would_lose(self, name, query):
        """Whether another filter is kept under this name."""
        return any(kept["name"] == name and kept["query"] != query for kept in self.filters)

    def keep(self, name, query, opens=False):
        """Keeps a filter under its name, over one of the same name; refuses a name too long and one filter too many."""
        self.check_name(name)
        others = [kept for kept in self.filters if kept["name"] != name]
        if len(others) >= self.MOST_FILTERS:
            raise ValidationError(
                _("At most %(most)d filters can be kept; delete one first."), params={"most": self.MOST_FILTERS}
            )
        self.filters = [*others, {"name": name, "query": query}]
        if opens or self.opens_with == name:
            self.opens_with = name if opens else ""

    def arrange(self, names, opens_with):
        """Renames the filters, in their order; one whose new name is empty is deleted. Refuses a name given twice."""
        kept = [(name, one["query"]) for name, one in zip(names, self.filters, strict=True) if name]
        for name, _query in kept:
            self.check_name(name)
        if len({name for name, _query in kept}) < len(kept):
            raise ValidationError(_("Two filters cannot have the same name."))
        self.filters = [{"name": name, "query": query} for name, query in kept]
        self.opens_with = opens_with if opens_with in dict(kept) else ""

    def check_name(self, name):
        if not name:
            raise ValidationError(_("Give the filter a name."))
        if len(name) > self.LONGEST_NAME:
            raise ValidationError(_("A name has at most %(most)d characters."), params={"most": self.LONGEST_NAME})
