"""A topic of the CPPCC's own choice takes two versions, a revision and two meetings of the presidium."""

from tests.browser import steps
from topics.models import Topic

TITLE = "校园周边环境整治"


def test_a_cppcc_selected_topic_is_returned_revised_deferred_and_passed(page, complaints, cast):
    propose_and_accept(page, cast)
    first_version_returned(page, cast)
    second_version_passed_after_revision(page, cast)
    revised_and_confirmed(page, cast)
    deferred_and_taken_up(page, cast)
    hold_and_close_without_recommendations(page, cast)

    topic = Topic.objects.get()
    assert topic.stage == "closed"
    assert steps.history_of(topic) == [
        *("propose", "accept", "submit", "review", "return_party_group", "unreview", "submit", "review"),
        *("pass_party_group", "submit_revision", "confirm_party_group", "supersede"),
        *("defer_presidium", "pass_presidium", "approve"),
        *("schedule", "begin_record", "complete", "consult", "conclude", "track", "close"),
    ]
    assert list(topic.plans.order_by("number").values_list("stage", flat=True)) == [
        "returned",
        "superseded",
        "approved",
    ]
    assert complaints == []


def propose_and_accept(page, cast):
    steps.sign_in(page, cast["clerk"])
    steps.propose(
        page,
        "cppcc_selected",
        title=TITLE,
        selection_reason="家长和学校多次反映。",
        background="放学时段道路拥堵，流动摊点较多。",
        points="怎样划定临时停车区、管好流动摊点。",
        category="教育",
    )
    steps.sign_in(page, cast["office"])
    steps.accept(page, TITLE, organiser=steps.committee_of(cast["clerk"]))


def first_version_returned(page, cast):
    facts = {"purpose": "形成共识", "planned_on": steps.today(), "place": "示例小学操场", "host": "示例主持人"}
    steps.sign_in(page, cast["clerk"])
    steps.draft_plan(page, TITLE, steps.members_of(cast)[:1], **facts)
    steps.take(page, "submit")
    steps.sign_in(page, cast["office"])
    steps.hold_meeting(page, "party_group", TITLE)
    steps.sign_in(page, cast["party_group"])
    steps.decide(page, TITLE, "returned", "参加人员范围偏窄，请增加委员。")


def second_version_passed_after_revision(page, cast):
    steps.sign_in(page, cast["clerk"])
    steps.draft_plan(page, TITLE, steps.members_of(cast)[1:], preparation="会前到三所学校调研。")
    steps.take(page, "submit")
    steps.sign_in(page, cast["office"])
    steps.hold_meeting(page, "party_group", TITLE)
    steps.sign_in(page, cast["party_group"])
    steps.decide(page, TITLE, "after_revision", "补充市场监管方面的内容。")


def revised_and_confirmed(page, cast):
    steps.sign_in(page, cast["clerk"])
    steps.revise_plan(page, TITLE, points="怎样划定临时停车区、管好流动摊点、加强食品监管。")
    steps.sign_in(page, cast["office2"])
    steps.take_up(page, TITLE)
    steps.take(page, "confirm_party_group")


def deferred_and_taken_up(page, cast):
    steps.hold_meeting(page, "presidium", TITLE)
    steps.sign_in(page, cast["presidium"])
    steps.decide(page, TITLE, "deferred", "待寒假安排确定后再议。")
    steps.close_meeting(page, "示主席会纪〔1〕号")
    steps.sign_in(page, cast["office"])
    steps.hold_meeting(page, "presidium", TITLE)
    steps.sign_in(page, cast["presidium"])
    steps.decide(page, TITLE, "passed")


def hold_and_close_without_recommendations(page, cast):
    steps.sign_in(page, cast["clerk"])
    steps.hold_session(page, TITLE, steps.members_of(cast), consensus="校门两侧各五十米禁止摆摊。")
    steps.go_home(page)
    steps.conclude(page, TITLE, "示协纪〔1〕号")
    steps.sign_in(page, cast["office"])
    steps.take_up(page, TITLE)
    steps.take(page, "track")
    steps.go_home(page)
    steps.close(page, TITLE, "示档〔1〕号")
