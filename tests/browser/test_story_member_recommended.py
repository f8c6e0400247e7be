"""A topic that a member recommends takes two rounds, an objection, a reworked answer and a reply on paper."""

from tests.browser import steps
from tests.journeys import adoption_of
from topics.models import Topic

TITLE = "工业园区招工难"
FIRST, SECOND = "举办专场招聘会", "出台分档补贴办法"


def test_a_member_recommended_topic_takes_two_rounds_an_objection_and_a_reworked_answer(page, complaints, cast):
    propose_and_accept(page, cast)
    round_of_consultation(page, cast, 1, differences="补贴标准未取得一致。", opinions=[FIRST])
    steps.take(page, "another_round", reason="补贴标准需要再次协商。")
    round_of_consultation(page, cast, 2, consensus="按用工人数分档补贴。", opinions=[SECOND])
    objected_and_upheld(page, cast)
    answered_and_reworked(page, cast)
    answered_on_behalf(page, cast)
    evaluated_and_closed(page, cast)

    topic = Topic.objects.get()
    assert topic.stage == "closed"
    assert steps.history_of(topic) == [
        *("propose", "accept", "submit", "review", "pass_party_group", "pass_presidium", "approve"),
        *("schedule", "begin_record", "complete", "consult", "conclude", "another_round"),
        *("submit", "pass_party_group", "pass_presidium", "schedule", "begin_record", "complete", "conclude"),
        *("refer", "refer", "refer", "object", "uphold", "receive", "answer", "send_back", "answer"),
        *("add_document", "answer_on_behalf", "answer", "evaluate", "evaluate", "close"),
    ]
    assert adoption_of(topic) == "partly"
    assert complaints == []


def propose_and_accept(page, cast):
    steps.sign_in(page, cast["member_user"])
    steps.propose(
        page,
        "member_recommended",
        title=TITLE,
        origin_document="关于解决企业招工难、稳岗率低的建议",
        background="园区企业用工缺口较大。",
        points="怎样帮助企业招工稳岗。",
        category="就业社保",
    )
    steps.sign_in(page, cast["office"])
    steps.accept(page, TITLE, organiser=steps.committee_of(cast["clerk"]))
    steps.sign_in(page, cast["clerk"])


def round_of_consultation(page, cast, number, **record):
    """From the plan to the outcome of one round; the clerk sits at the screen before and after."""
    facts = {"purpose": "听取企业意见", "planned_on": steps.today(), "place": "园区会议室", "host": "示例主持人"}
    steps.go_home(page)
    steps.draft_plan(page, TITLE, steps.members_of(cast), **facts)
    steps.take(page, "submit")
    for body in ("party_group", "presidium"):
        steps.sign_in(page, cast["office"])
        steps.hold_meeting(page, body, TITLE)
        steps.sign_in(page, cast[body])
        steps.decide(page, TITLE, "passed")
    steps.sign_in(page, cast["clerk"])
    steps.hold_session(page, TITLE, steps.members_of(cast), **record)
    steps.go_home(page)
    steps.conclude(page, TITLE, f"示协纪〔{number}〕号")


def objected_and_upheld(page, cast):
    steps.sign_in(page, cast["office"])
    steps.refer(page, TITLE, steps.department_of(cast["dept_user"]), "示协办〔1〕号")
    steps.sign_in(page, cast["dept_user"])
    steps.take_up(page, FIRST)
    steps.take(page, "object", reason="不属于本部门职责。")
    steps.sign_in(page, cast["office"])
    steps.take_up(page, FIRST)
    steps.take(page, "uphold", reason="职责清单已有明确规定。")


def answered_and_reworked(page, cast):
    steps.sign_in(page, cast["dept_user"])
    steps.take_up(page, FIRST)
    steps.take(page, "receive")
    steps.answer(page, measures="适时举办。")
    steps.sign_in(page, cast["member_user"])
    steps.evaluate(page, FIRST, "not_satisfied", "没有时间安排。")
    steps.sign_in(page, cast["dept_user"])
    steps.take_up(page, FIRST)
    steps.answer(page, measures="下月举办两场专场招聘会。")


def answered_on_behalf(page, cast):
    steps.sign_in(page, cast["office"])
    steps.open_recommendation(page, SECOND)
    steps.add_document(page, "复函", steps.scan())
    steps.take(
        page,
        "answer_on_behalf",
        decision="partly",
        handling_result="B",
        measures="先行试点。",
        reason_not_adopted="财力有限，分步实施。",
        planned_on=steps.today(),
    )


def evaluated_and_closed(page, cast):
    steps.sign_in(page, cast["member_user"])
    steps.evaluate(page, FIRST, "satisfied")
    steps.go_home(page)
    steps.evaluate(page, SECOND, "basically")
    steps.sign_in(page, cast["office"])
    steps.close(page, TITLE, "示档〔1〕号")
