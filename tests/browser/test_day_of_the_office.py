"""Ten proposals are screened, eight plans go through one presidium meeting; docs/days-of-work.md has the counts."""

from django.utils import timezone

from tests.browser.counted import Counted
from tests.browser.steps import members_of, sign_in
from tests.browser.together import decide_all, pass_body, plan_several, propose_several, put_on_one_agenda, screen_all
from topics.models import Body, Plan, ReviewMeeting, Topic

PROPOSALS = [f"待初审议题{letter}" for letter in "甲乙丙丁戊己庚辛壬癸"]
PLANNED = PROPOSALS[:8]


def counted(page, work, *facts):
    """What a piece of work costs whoever is signed in: clicks and loads."""
    desk = Counted(page)
    work(desk, *facts)
    return desk.clicks, desk.loads


def test_ten_proposals_and_eight_plans_take_so_many_clicks(page, cast, complaints):
    sign_in(page, cast["clerk"])
    propose_several(page, PROPOSALS)
    sign_in(page, cast["office"])
    screening = counted(page, screen_all)
    sign_in(page, cast["clerk"])
    plan_several(page, PLANNED, members_of(cast)[:1])
    pass_body(page, cast, Body.PARTY_GROUP)

    sign_in(page, cast["office"])
    agenda = counted(page, put_on_one_agenda, Body.PRESIDIUM)
    sign_in(page, cast["presidium"])
    deciding = counted(page, decide_all)

    assert (screening, agenda, deciding) == ((6, 4), (7, 6), (3, 3))
    assert Topic.objects.filter(title__in=PROPOSALS).exclude(number="").count() == len(PROPOSALS)
    assert sorted(Plan.objects.filter(stage="approved").values_list("topic__title", flat=True)) == sorted(PLANNED)
    assert ReviewMeeting.objects.filter(body=Body.PRESIDIUM, meets_on=timezone.localdate()).count() == 1
    assert complaints == []
