"""A topic that the government assigns passes straight through, from its proposal to the archive."""

from tests.browser import steps
from topics.models import Topic

TITLE = "城北湖公园规划设计方案"


def test_a_party_assigned_topic_passes_straight_through(page, complaints, cast):
    propose_and_accept(page, cast)
    draft_the_plan(page, cast)
    pass_both_bodies(page, cast)
    hold_and_conclude(page, cast)
    refer_and_answer(page, cast)
    evaluate_and_close(page, cast)

    topic = Topic.objects.get()
    assert topic.stage == "closed"
    assert steps.history_of(topic) == [
        *("propose", "accept", "submit", "review", "pass_party_group", "pass_presidium", "approve"),
        *("schedule", "begin_record", "complete", "consult", "conclude", "refer", "refer", "refer"),
        *("receive", "answer", "receive", "answer", "answer", "evaluate", "evaluate", "close"),
    ]
    assert topic.sessions.get().photos.count() == 1
    assert complaints == []


def propose_and_accept(page, cast):
    steps.sign_in(page, cast["government"])
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
        departments=[steps.department_of(cast["dept_user"])],
    )
    steps.sign_in(page, cast["office"])
    steps.accept(page, TITLE, organiser=steps.committee_of(cast["clerk"]))


def draft_the_plan(page, cast):
    facts = {"purpose": "听取各方意见", "planned_on": steps.today(), "place": "城北社区院坝", "host": "示例主持人"}
    steps.sign_in(page, cast["clerk"])
    steps.draft_plan(page, TITLE, steps.members_of(cast), **facts)
    steps.take(page, "submit")


def pass_both_bodies(page, cast):
    steps.sign_in(page, cast["office"])
    steps.hold_meeting(page, "party_group", TITLE)
    steps.sign_in(page, cast["party_group"])
    steps.decide(page, TITLE, "passed")
    steps.close_meeting(page, "示党组纪〔1〕号")
    steps.sign_in(page, cast["office"])
    steps.hold_meeting(page, "presidium", TITLE)
    steps.sign_in(page, cast["presidium"])
    steps.decide(page, TITLE, "in_principle", "请把停车问题一并协商。")
    steps.close_meeting(page, "示主席会纪〔1〕号")


def hold_and_conclude(page, cast):
    record = {"consensus": "绿道沿湖贯通。", "opinions": ["增加生态停车位", "保留原有古树"]}
    steps.sign_in(page, cast["clerk"])
    steps.hold_session(page, TITLE, steps.members_of(cast), photos=[steps.photo()], **record)
    steps.go_home(page)
    steps.conclude(page, TITLE, "示协纪〔1〕号")


def refer_and_answer(page, cast):
    steps.sign_in(page, cast["office"])
    steps.refer(page, TITLE, steps.department_of(cast["dept_user"]), "示协办〔1〕号")
    steps.sign_in(page, cast["dept_user"])
    for _recommendation in range(2):
        steps.take_up(page, TITLE)
        steps.take(page, "receive")
        steps.answer(page)
        steps.go_home(page)


def evaluate_and_close(page, cast):
    steps.sign_in(page, cast["government"])
    for _answer in range(2):
        steps.evaluate(page, TITLE, "satisfied")
        steps.go_home(page)
    steps.sign_in(page, cast["office"])
    steps.close(page, TITLE, "示档〔1〕号")
