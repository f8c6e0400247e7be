"""A topic that the government assigns passes straight through, from its proposal to the archive."""

from tests.browser import steps
from topics.models import Topic

TITLE = "城北湖公园规划设计方案"


def test_a_party_assigned_topic_passes_straight_through(
    page,
    complaints,
    office,
    clerk,
    party_group,
    presidium,
    dept_user,
    government,
    department,
    member_user,
    member2_user,
):
    invited = [member_user.as_member, member2_user.as_member]

    steps.sign_in(page, government)
    steps.propose(
        page,
        "party_assigned",
        title=TITLE,
        assigning_body="县人民政府",
        letter_number="示府函〔1〕号",
        letter_date=steps.today(),
        background="规划方案公示后群众意见较多。",
        points="湖岸绿道、停车和亲水设施怎样布局。",
        category="城乡建设",
        departments=[department.name],
    )
    steps.sign_in(page, office)
    steps.accept(page, TITLE, organiser=str(clerk.current_appointments[0].committee))

    steps.sign_in(page, clerk)
    steps.draft_plan(
        page, TITLE, invited, purpose="听取各方意见", planned_on=steps.today(), place="城北社区院坝", host="示例主持人"
    )
    steps.take(page, "submit")
    steps.sign_in(page, office)
    steps.hold_meeting(page, "party_group", TITLE)
    steps.sign_in(page, party_group)
    steps.decide(page, TITLE, "passed")
    steps.close_meeting(page, "示党组纪〔1〕号")
    steps.sign_in(page, office)
    steps.hold_meeting(page, "presidium", TITLE)
    steps.sign_in(page, presidium)
    steps.decide(page, TITLE, "in_principle", "请把停车问题一并协商。")
    steps.close_meeting(page, "示主席会纪〔1〕号")

    steps.sign_in(page, clerk)
    steps.hold_session(
        page,
        TITLE,
        invited,
        consensus="绿道沿湖贯通。",
        opinions=["增加生态停车位", "保留原有古树"],
        photos=[steps.photo()],
    )
    steps.go_home(page)
    steps.conclude(page, TITLE, "示协纪〔1〕号")
    steps.sign_in(page, office)
    steps.refer(page, TITLE, department, "示协办〔1〕号")
    steps.sign_in(page, dept_user)
    for _recommendation in range(2):
        steps.take_up(page, TITLE)
        steps.take(page, "receive")
        steps.answer(page)
        steps.go_home(page)
    steps.sign_in(page, government)
    for _answer in range(2):
        steps.evaluate(page, TITLE, "satisfied")
        steps.go_home(page)
    steps.sign_in(page, office)
    steps.close(page, TITLE, "示档〔1〕号")

    topic = Topic.objects.get()
    assert topic.stage == "closed"
    assert steps.history_of(topic) == [
        *("propose", "accept", "submit", "review", "pass_party_group", "pass_presidium", "approve"),
        *("begin_record", "complete", "consult", "conclude", "refer", "refer", "refer"),
        *("receive", "answer", "receive", "answer", "answer", "evaluate", "evaluate", "close"),
    ]
    assert topic.sessions.get().photos.count() == 1
    assert complaints == []
