import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.text_width import narrow
from topics.models.attendance import CountedQuerySet
from topics.models.plan import GuestCategory


class Side(models.TextChoices):
    """The side that somebody stands for at a session."""

    MEMBERS = "members", _("members' side")
    GOVERNMENT = "government", _("government side")
    PUBLIC = "public", _("public side")


def side_of(category):
    """The side on which guests of the category usually stand."""
    official = {GuestCategory.LEADERS, GuestCategory.DEPARTMENTS}
    return Side.GOVERNMENT if category in official else Side.PUBLIC


TITLE = re.compile(
    r"(?<=..)副?(主任|书记|支书|主席|局长|科长|股长|县长|镇长|乡长|村长|院长|校长|所长|站长|队长|组长|会长|厂长|秘书长"
    r"|董事长|总经理|经理|教授|老师|医生|律师|同志|先生|女士)$"
)


def is_same_name(one, other):
    """Whether both are one name: however wide and spaced, and with a title after it or without."""
    one, other = narrow(one), narrow(other)
    return one in (other, TITLE.sub("", other)) or other == TITLE.sub("", one)


def is_person_of(words, name, unit):
    """Whether the words name the unit and then, perhaps after a post, the person."""
    return narrow(words).startswith(narrow(unit)) and TITLE.sub("", narrow(words)).endswith(TITLE.sub("", narrow(name)))


PEOPLE_OF = re.compile(
    r"(相关|有关|分管|主要)?(负责人|负责同志|领导|代表|干部|工作人员|职工)?等?([\d一二两三四五六七八九十]+[人名位])?$"
)


def is_same_unit(one, other):
    """Whether both are one unit, of the county with 县 or without: the post or the number may stand after it."""
    return is_same_name(*(PEOPLE_OF.sub("", narrow(words)).removeprefix("县") for words in (one, other)))


class Guest(models.Model):
    """Somebody present at a session besides the members, or several of one kind."""

    session = models.ForeignKey("topics.ConsultationSession", models.CASCADE, related_name="guests")
    category = models.CharField(_("category"), max_length=12, choices=GuestCategory.choices)
    side = models.CharField(_("side"), max_length=12, choices=Side.choices, default=Side.PUBLIC)
    names = models.CharField(_("names, units and posts"), max_length=200, blank=True)
    count = models.PositiveSmallIntegerField(_("number of people"), default=1)
    signed_in_at = models.DateTimeField(_("came by the code"), null=True, editable=False)

    objects = CountedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_category_display()} {self.names or self.count}"

    def is_of(self, name, unit):
        """Whether the row, written at the door, tells of this person of this unit."""
        own_name, _bracket, own_unit = narrow(self.names).partition("(")
        return is_same_name(own_name, name) and own_unit.removesuffix(")") == narrow(unit)

    def names_person(self, name):
        return any(is_same_name(one, name) for one in self.people)

    def names_guest(self, name, unit):
        """Whether the row of a plan tells of this person, or of their unit as a whole and not of one within it."""
        parts = [one for part in re.split(r"[、，,；;/\n（）()]", self.names) for one in (part, *part.split())]
        of_unit = unit and any(is_same_unit(part, unit) or is_person_of(part, name, unit) for part in parts)
        return bool(of_unit) or self.names_person(name)

    def may_be(self, other):
        return any(self.names_person(name) for name in other.people)

    @property
    def people(self):
        """The names one by one, without what stands in brackets."""
        bare = re.sub(r"（[^）]*）|\([^)]*\)", "", self.names)
        return [name for part in re.split("[、，,；;]", bare) if (name := part.strip())]
