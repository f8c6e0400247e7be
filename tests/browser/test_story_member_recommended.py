"""A topic that a member recommends takes two rounds, an objection, a reworked answer and a reply on paper."""

from tests.browser import steps
from topics.models import Topic

TITLE = "工业园区招工难"


def pass_both_bodies(page, office, party_group, presidium):
    for body, account in (("party_group", party_group), ("presidium", presidium)):
        steps.sign_in(page, office)
        steps.hold_meeting(page, body, TITLE)
        steps.sign_in(page, account)
        steps.decide(page, TITLE, "passed")


def test_a_member_recommended_topic_takes_two_rounds_an_objection_and_a_reworked_answer(
    page, complaints, office, clerk, party_group, presidium, dept_user, department, member_user, member2_user
):
    members = [member_user.as_member, member2_user.as_member]

    steps.sign_in(page, member_user)
    steps.propose(
        page,
        "member_recommended",
        title=TITLE,
        origin_document="关于解决企业招工难、稳岗率低的建议",
        background="园区企业用工缺口较大。",
        points="怎样帮助企业招工稳岗。",
        category="就业社保",
    )
    steps.sign_in(page, office)
    steps.accept(page, TITLE, organiser=str(clerk.current_appointments[0].committee))

    steps.sign_in(page, clerk)
    steps.draft_plan(
        page, TITLE, members, purpose="听取企业意见", planned_on=steps.today(), place="园区会议室", host="示例主持人"
    )
    steps.take(page, "submit")
    pass_both_bodies(page, office, party_group, presidium)
    steps.sign_in(page, clerk)
    steps.hold_session(page, TITLE, members, differences="补贴标准未取得一致。", opinions=["举办专场招聘会"])
    steps.go_home(page)
    steps.conclude(page, TITLE, "示协纪〔1〕号")

    steps.take(page, "another_round", reason="补贴标准需要再次协商。")
    steps.go_home(page)
    steps.draft_plan(
        page, TITLE, members, purpose="商定补贴标准", planned_on=steps.today(), place="园区会议室", host="示例主持人"
    )
    steps.take(page, "submit")
    pass_both_bodies(page, office, party_group, presidium)
    steps.sign_in(page, clerk)
    steps.hold_session(page, TITLE, members, consensus="按用工人数分档补贴。", opinions=["出台分档补贴办法"])
    steps.go_home(page)
    steps.conclude(page, TITLE, "示协纪〔2〕号")

    steps.sign_in(page, office)
    steps.refer(page, TITLE, department, "示协办〔1〕号")
    steps.sign_in(page, dept_user)
    steps.take_up(page, TITLE)
    steps.take(page, "object", reason="不属于本部门职责。")
    steps.sign_in(page, office)
    steps.take_up(page, "举办专场招聘会")
    steps.take(page, "uphold", reason="职责清单已有明确规定。")
    steps.sign_in(page, dept_user)
    steps.take_up(page, "举办专场招聘会")
    steps.take(page, "receive")
    steps.answer(page, measures="适时举办。")
    steps.sign_in(page, member_user)
    steps.evaluate(page, TITLE, "not_satisfied", "没有时间安排。")
    steps.sign_in(page, dept_user)
    steps.take_up(page, "举办专场招聘会")
    steps.answer(page, measures="下月举办两场专场招聘会。")

    steps.sign_in(page, office)
    steps.open_recommendation(page, "出台分档补贴办法")
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
    steps.sign_in(page, member_user)
    steps.evaluate(page, TITLE, "satisfied")
    steps.go_home(page)
    steps.evaluate(page, TITLE, "basically")
    steps.sign_in(page, office)
    steps.close(page, TITLE, "示档〔1〕号")

    topic = Topic.objects.get()
    a_round_of_review = [
        "submit",
        "review",
        "pass_party_group",
        "pass_presidium",
        "approve",
        "begin_record",
        "complete",
    ]
    assert topic.stage == "closed"
    assert steps.history_of(topic) == [
        *("propose", "accept"),
        *a_round_of_review,
        *("consult", "conclude", "another_round"),
        *("submit", "pass_party_group", "pass_presidium", "begin_record", "complete", "conclude"),
        *("refer", "refer", "refer", "object", "uphold", "receive", "answer", "send_back", "answer"),
        *("answer_on_behalf", "answer", "evaluate", "evaluate", "close"),
    ]
    assert topic.result == "partly"
    assert complaints == []
