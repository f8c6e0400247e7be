"""Members' points 平台履职积分: rules that the office sets, counting only what the platform records."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consult.options import Option, declare, held

GROUP = _("Points of members (0 switches a rule off)")


@dataclass(frozen=True)
class PointRule:
    """So many points for each of a figure of `Duty`, at most the cap in a year; a penalty takes them off, uncapped."""

    figure: str
    label: str | Promise
    points: int
    cap: int = 0
    is_penalty: bool = False

    @property
    def each(self):
        points = held(f"points_{self.figure}")
        return -points if self.is_penalty else points

    @property
    def most(self):
        return None if self.is_penalty else held(f"points_{self.figure}_cap")

    def of(self, count):
        """The points for so many in one year."""
        points = self.each * count
        return points if self.is_penalty else min(points, self.most)


# From domain.md section 4. Research and follow-up bear no points: their records name people in free words.
RULES = (
    PointRule("attended", _("session attended"), 5, 40),
    PointRule("absent", _("absence without leave"), 5, is_penalty=True),
    PointRule("speeches", _("speech at a session"), 3, 15),
    PointRule("accepted", _("topic recommended and accepted"), 10, 30),
    PointRule("not_accepted", _("topic recommended, not accepted"), 2, 6),
    PointRule("adopted", _("recommendation from an own topic adopted, in full or in part"), 5, 20),
)

for rule in RULES:
    words = _("deduction for each {}") if rule.is_penalty else _("for each {}")
    declare(Option(f"points_{rule.figure}", format_lazy(words, rule.label), rule.points, GROUP, least=0, most=100))
    if rule.cap:
        words = format_lazy(_("at most in a year: {}"), rule.label)
        declare(Option(f"points_{rule.figure}_cap", words, rule.cap, GROUP, least=0, most=500))


def points_of(duty):
    """The points of one year."""
    return sum(rule.of(getattr(duty, rule.figure)) for rule in RULES)


def points_by_rule(by_year):
    """A dict per rule in force: its label, points for each, most in a year, how many there were, and their points."""
    lines = []
    for rule in RULES:
        counts = [getattr(duty, rule.figure) for duty in by_year.values()]
        line = {"label": rule.label, "each": rule.each, "most": rule.most, "count": sum(counts)}
        lines.append(line | {"points": sum(rule.of(count) for count in counts)})
    return [line for line in lines if line["each"]]
