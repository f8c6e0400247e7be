"""Members' points 平台履职积分: rules that the office sets, counting only what the platform records."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consult.lists.periods import years_in_words
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

    def in_year(self, year):
        """The points for each, and the most in that year; no cap on a penalty."""
        points = held(f"points_{self.figure}", year)
        return (-points, None) if self.is_penalty else (points, held(f"points_{self.figure}_cap", year))

    def of(self, count, year):
        each, most = self.in_year(year)
        return each * count if most is None else min(each * count, most)


RULES = (
    PointRule("attended", _("session attended"), 5, 40),
    PointRule("speeches", _("speech at a session"), 3, 15),
    PointRule("accepted", _("topic recommended and accepted"), 10, 30),
    PointRule("not_accepted", _("topic recommended, not accepted"), 2, 6),
    PointRule("adopted", _("recommendation from an own topic adopted, in full or in part"), 5, 20),
    PointRule("researched", _("research"), 3, 15),
    PointRule("visited", _("follow-up visit"), 3, 15),
    PointRule("absent", _("absence without leave"), 5, is_penalty=True),
)

for rule in RULES:
    words = _("deduction for each {}") if rule.is_penalty else _("for each {}")
    declare(Option(f"points_{rule.figure}", format_lazy(words, rule.label), rule.points, GROUP, 0, 100, is_yearly=True))
    if rule.cap:
        words = format_lazy(_("at most in a year: {}"), rule.label)
        declare(Option(f"points_{rule.figure}_cap", words, rule.cap, GROUP, 0, 500, is_yearly=True))


def points_of(duty, year):
    """The points of one year, by the rules of that year."""
    return sum(rule.of(getattr(duty, rule.figure), year) for rule in RULES)


def points_by_rule(by_year):
    """A dict per rule in force: its label, points for each, most in a year, how many there were, and their points.

    A rule that was changed has one for each of its values, its label with the years in which that held.
    """
    lines = []
    for rule in RULES:
        values = {}
        for year in by_year or [timezone.localdate().year]:
            values.setdefault(rule.in_year(year), []).append(year)
        for (each, most), years in values.items():
            counts = {year: getattr(by_year[year], rule.figure) if by_year else 0 for year in years}
            label = rule.label if len(values) == 1 else f"{rule.label} · {years_in_words(years)}"
            line = {"label": label, "each": each, "most": most, "count": sum(counts.values())}
            lines.append(line | {"points": sum(rule.of(count, year) for year, count in counts.items())})
    return [line for line in lines if line["each"]]
