"""Records for pages that are looked at rather than walked: a county in the middle of its work."""

from types import SimpleNamespace

from django.utils import timezone

from tests.journeys import Journey
from topics.models import Body

LONG = "大竹县城区及部分场镇老旧小区公共停车设施建设与规范管理问题"


def scene(cast):
    """A topic at each of the stages whose pages are looked at, with titles as long as real ones."""
    journeys = {name: Journey(cast) for name in ("proposed", "accepted", "drafted", "planned", "concluded", "referred")}
    proposed = journeys["proposed"].proposed(title=LONG)
    accepted = journeys["accepted"].accepted(title=LONG)
    journeys["drafted"].accepted(title=LONG)
    journeys["planned"].accepted(title=LONG)
    journeys["concluded"].accepted(title=LONG)
    journeys["referred"].accepted(title=LONG)
    return SimpleNamespace(
        proposed=proposed,
        accepted=accepted,
        plan=journeys["drafted"].drafted_plan(),
        meeting=meeting_with_plans(cast, Body.PARTY_GROUP, 2),
        session=journeys["planned"].planned_session(),
        concluded=journeys["concluded"].concluded(),
        recommendation=journeys["referred"].referred()[0],
    )


def meeting_with_plans(cast, body, count):
    """A held meeting of the body that has so many plans to decide today."""
    plans = [plan_for(cast, body, number) for number in range(1, count + 1)]
    return Journey(cast).meeting(body, timezone.localdate(), *plans)


def plan_for(cast, body, number):
    journey = Journey(cast)
    journey.accepted(title=f"{LONG}（{number}）")
    return journey.submitted_plan() if body == Body.PARTY_GROUP else journey.party_passed_plan()
