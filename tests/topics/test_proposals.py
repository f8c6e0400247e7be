from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.journeys import day, entry
from topics.forms.topics import DEMANDED, PROOFS
from topics.models import Topic, TopicStage
from topics.views.proposals import DraftDelete
from topics.workflow import TOPIC_WORKFLOW, Moved, take

WHO_PROPOSES_WHAT = {
    "clerk": ["cppcc_selected", "member_recommended"],
    "office": ["party_assigned", "cppcc_selected", "member_recommended"],
    "member_user": ["member_recommended"],
    "government": ["party_assigned"],
    "party_group": [],
    "presidium": [],
    "dept_user": [],
    "sysadmin": [],
    "secadmin": [],
    "auditor": [],
    "outsider": [],
}
TEXTS = {"title": "饮用水源保护", "background": "示例背景", "points": "示例要点"}


@pytest.fixture
def visit(client, cast):
    def get(name, url, *args):
        client.force_login(factories.fresh(cast[name]))
        return client.get(reverse(url, args=args))

    return get


@pytest.fixture
def send(client, cast):
    def post(name, url, *args, **fields):
        client.force_login(factories.fresh(cast[name]))
        return client.post(reverse(url, args=args), {"version": 1} | fields)

    return post


@pytest.fixture
def complete(db, cast):
    """What is typed for a topic of each source, without gaps."""
    shared = TEXTS | {"category": entry("category").pk}
    return {
        "party_assigned": shared
        | {"assigning_body": "县人民政府", "letter_number": "示府〔1〕号", "letter_date": "2026-01-05"},
        "cppcc_selected": shared | {"selection_reason": "群众反映集中"},
        "member_recommended": shared
        | {"recommenders": [cast["member_user"].as_member.pk], "origin_document": "《示例建议》"},
    }


@pytest.mark.parametrize("name", WHO_PROPOSES_WHAT)
def test_each_role_proposes_topics_of_its_sources_only(visit, name):
    answers = {source: visit(name, "topic_draft", source).status_code for source in Topic.Source.values}

    assert [source for source, status in answers.items() if status == 200] == WHO_PROPOSES_WHAT[name]
    assert set(answers.values()) <= {200, 403}


def test_who_has_several_sources_chooses_first_and_who_has_one_goes_straight_to_its_form(visit):
    assert visit("office", "topic_create").context["sources"] == WHO_PROPOSES_WHAT["office"]
    assert visit("government", "topic_create").url == reverse("topic_draft", args=["party_assigned"])
    assert visit("dept_user", "topic_create").status_code == 403
    assert visit("office", "topic_draft", "nonsense").status_code == 404


@pytest.mark.parametrize("source", Topic.Source.values)
def test_form_of_a_source_has_exactly_its_proofs(visit, source):
    fields = set(visit("office", "topic_draft", source).context["form"].fields)

    assert {proof for names in PROOFS.values() for proof in names if proof in fields} == set(PROOFS[source])


@pytest.mark.parametrize(
    ("name", "source", "proposer"),
    [
        ("clerk", "cppcc_selected", "committee"),
        ("clerk", "member_recommended", "committee"),
        ("office", "party_assigned", "office"),
        ("member_user", "member_recommended", "members"),
        ("government", "party_assigned", "government"),
    ],
)
def test_saved_and_proposed_at_once_for_the_own_unit(send, complete, committee, cast, name, source, proposer):
    response = send(name, "topic_draft", source, **complete[source], propose="1")

    topic = Topic.objects.get()
    assert response.url == topic.get_absolute_url()
    assert (topic.stage, topic.source, topic.proposer) == (TopicStage.PROPOSED, source, proposer)
    assert topic.proposing_committee == (committee if proposer == "committee" else None)
    assert topic.created_by == cast[name]
    assert topic.steps.get().transition == "propose"


def test_letter_of_a_day_to_come_is_refused(send, complete):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    typed = complete["party_assigned"] | {"letter_date": tomorrow}

    response = send("government", "topic_draft", "party_assigned", **typed)

    assert response.context["form"].errors["letter_date"] == ["该日期尚未到来。"]


def test_facts_of_a_topic_accepted_without_a_letter_can_be_edited(send, journey):
    topic = journey.assigned()
    Topic.objects.update(letter_number="", letter_date=None)
    typed = TEXTS | {
        "category": topic.category_id,
        "form": topic.form_id,
        "assigning_body": "县政府",
        "is_planned": "yes",
    }

    response = send("office", "topic_update", topic.pk, **typed, version=topic.version)

    topic.refresh_from_db()
    assert (response.status_code, topic.title) == (302, TEXTS["title"])


def test_draft_with_gaps_is_saved_but_not_proposed(send):
    send("clerk", "topic_draft", "cppcc_selected", title="示例议题")

    assert Topic.objects.get().stage == TopicStage.DRAFT
    assert not Topic.objects.get().steps.exists()


@pytest.mark.parametrize(
    ("source", "missing"),
    [(source, name) for source, names in PROOFS.items() for name in [*names, *TEXTS, "category"] if name in DEMANDED],
)
def test_proposing_with_a_gap_names_the_field_and_keeps_what_was_typed(send, complete, source, missing):
    typed = {name: value for name, value in complete[source].items() if name != missing}

    response = send("office", "topic_draft", source, **typed, propose="1")

    assert list(response.context["form"].errors) == [missing]
    assert {name: response.context["form"][name].value() for name in TEXTS if name != missing} == {
        name: value for name, value in TEXTS.items() if name != missing
    }
    assert not Topic.objects.exists()


@pytest.mark.parametrize("source", Topic.Source.values)
def test_form_demands_what_the_workflow_demands(send, complete, source):
    send("office", "topic_draft", source, **complete[source])
    topic = Topic.objects.get()
    assert TOPIC_WORKFLOW["propose"].unmet(topic) == []

    for name in DEMANDED & set(complete[source]) - {"recommenders"}:
        kept = getattr(topic, name)
        setattr(topic, name, None if name == "category" else "")

        assert len(TOPIC_WORKFLOW["propose"].unmet(topic)) == 1, name

        setattr(topic, name, kept)


def test_title_of_5000_characters_is_refused_in_words_and_kept(send, complete):
    typed = complete["cppcc_selected"] | {"title": "长" * 5000}

    response = send("clerk", "topic_draft", "cppcc_selected", **typed)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["title"]
    assert "50" in response.context["form"].errors["title"][0]
    assert "长" * 5000 in response.text
    assert "示例背景" in response.text


@pytest.mark.parametrize("field", ["title", "background", "selection_reason"])
def test_nul_bytes_are_refused(send, complete, field):
    response = send("clerk", "topic_draft", "cppcc_selected", **complete["cppcc_selected"] | {field: "示例\0议题"})

    assert response.status_code == 400
    assert not Topic.objects.exists()


def test_only_declared_fields_are_taken(send, complete, committee2, office):
    forged = {"stage": "closed", "number": "2020-001", "proposer": "office", "organiser": committee2.pk, "year": 2020}
    forged |= {
        "proposing_committee": committee2.pk,
        "created_by": office.pk,
        "archive_number": "示档",
        "due_on": "2020-01-01",
    }

    send("clerk", "topic_draft", "cppcc_selected", **complete["cppcc_selected"], **forged)

    topic = Topic.objects.get()
    assert (topic.stage, topic.number, topic.proposer, topic.organiser, topic.year) == (
        "draft",
        None,
        "committee",
        None,
        None,
    )
    assert topic.proposing_committee != committee2
    assert (topic.created_by.username, topic.archive_number, topic.due_on) == ("clerk", "", None)


def test_member_stands_among_the_recommending_members_from_the_start(visit, cast):
    page = visit("member_user", "topic_draft", "member_recommended")

    assert page.context["form"]["recommenders"].value() == [cast["member_user"].as_member.pk]


def test_member_cannot_leave_the_own_name_out(send, complete, cast):
    other = [cast["member2_user"].as_member.pk]

    response = send(
        "member_user", "topic_draft", "member_recommended", **complete["member_recommended"] | {"recommenders": other}
    )

    assert list(response.context["form"].errors) == ["recommenders"]


def test_who_serves_two_units_says_for_which_one_proposes(send, visit, complete, cast, committee2):
    factories.appointment(cast["clerk"], "committee_staff", committee=committee2)
    assert "unit" in visit("clerk", "topic_draft", "cppcc_selected").context["form"].fields

    unit = f"committee-{committee2.pk}"
    send("clerk", "topic_draft", "cppcc_selected", **complete["cppcc_selected"], unit=unit)

    assert Topic.objects.get().proposing_committee == committee2


def test_a_draft_of_the_wrong_unit_is_put_right_by_who_serves_both_until_it_is_proposed(journey, visit, send, complete):
    topic, committee2 = journey.draft(), journey.cast["committee2"]
    factories.appointment(journey.cast["clerk"], "committee_staff", committee=committee2)
    said = complete["cppcc_selected"] | {"version": topic.version}

    unchosen = send("clerk", "topic_draft", "cppcc_selected", **complete["cppcc_selected"], unit="")
    send("clerk", "topic_update", topic.pk, **said, unit=f"committee-{committee2.pk}")
    topic.refresh_from_db()
    moved_to = topic.proposing_committee
    journey.take(topic, "propose", "clerk")
    journey.take(topic, "return", "office", reason="示例理由")

    assert list(unchosen.context["form"].errors) == ["unit"]
    assert moved_to == committee2
    assert "unit" not in visit("clerk", "topic_update", topic.pk).context["form"].fields


def test_draft_is_edited_and_deleted_by_its_unit_alone(journey, visit, send):
    topic = journey.draft()

    assert visit("clerk2", "topic_update", topic.pk).status_code == 404
    assert visit("office", "topic_delete", topic.pk).status_code == 404
    assert visit("clerk", "topic_update", topic.pk).status_code == 200
    assert f"{topic.title}</a>" in visit("clerk", "topic_delete", topic.pk).text
    assert send("clerk", "topic_delete", topic.pk).url == reverse("topic_list")
    assert not Topic.objects.exists()


def test_topic_that_was_proposed_once_cannot_be_deleted(journey, visit, send):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="示例理由")

    assert send("clerk", "topic_delete", topic.pk).status_code == 403
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_draft_that_a_colleague_proposes_at_that_moment_is_not_deleted(journey, clerk, rf):
    stale = Topic.objects.get(pk=journey.draft().pk)
    view = DraftDelete(request=rf.post("/"), object=stale)
    view.request.user = clerk
    journey.take(journey.topic, "propose", "clerk", day(0))

    with pytest.raises(Moved):
        view.form_valid(None)

    assert Topic.objects.get().stage == "proposed"


def test_returned_topic_shows_the_reason_beside_its_form_and_is_proposed_again(journey, visit, send, complete):
    topic = journey.proposed()
    journey.take(topic, "return", "office", day(1), reason="背景不清楚")

    assert visit("clerk", "topic_update", topic.pk).context["return_reason"] == "背景不清楚"

    send("clerk", "topic_update", topic.pk, **complete["cppcc_selected"], version=topic.version, propose="1")

    topic.refresh_from_db()
    assert (topic.stage, topic.title) == (TopicStage.PROPOSED, "饮用水源保护")


def test_proposed_topic_is_edited_by_nobody(journey, visit, send, complete):
    topic = journey.proposed()

    response = send("clerk", "topic_update", topic.pk, **complete["cppcc_selected"], version=topic.version)

    assert response.status_code == 409
    topic.refresh_from_db()
    assert topic.title == "示例议题"


def test_second_editor_of_a_draft_sees_both_texts(journey, send, complete):
    topic = journey.draft()
    send("clerk", "topic_update", topic.pk, **complete["cppcc_selected"] | {"title": "先存的题目"})

    response = send("clerk", "topic_update", topic.pk, **complete["cppcc_selected"] | {"title": "后存的题目"})

    assert response.status_code == 409
    assert ("后存的题目" in response.text, "先存的题目" in response.text) == (True, True)
    topic.refresh_from_db()
    assert topic.title == "先存的题目"


@pytest.fixture
def facts(complete):
    return complete["cppcc_selected"] | {"form": entry("form").pk, "is_planned": "yes"}


@pytest.mark.parametrize(
    ("name", "status"),
    [("clerk", 302), ("office", 302), ("clerk2", 403), ("presidium", 403), ("member_user", 403), ("dept_user", 404)],
)
def test_facts_of_an_accepted_topic_are_edited_by_office_and_organiser(journey, send, facts, name, status):
    topic = journey.accepted()

    response = send(name, "topic_update", topic.pk, **facts, version=topic.version)

    assert response.status_code == status
    topic.refresh_from_db()
    assert topic.title == ("饮用水源保护" if status == 302 else "示例议题")


def test_edit_of_facts_keeps_old_and_new_in_the_history(journey, send, facts):
    topic = journey.accepted(selection_reason="群众反映集中", background="示例背景", points="示例要点")
    topic.category = entry("category")
    topic.save()

    send("office", "topic_update", topic.pk, **facts, version=topic.version)

    step = topic.steps.get(transition="edit")
    assert step.answers == {"title": {"from": "示例议题", "to": "饮用水源保护"}}


def test_edit_that_changes_nothing_leaves_no_line(journey, send, facts):
    topic = journey.accepted(selection_reason="群众反映集中", points="示例要点")

    send("office", "topic_update", topic.pk, **facts | {"title": "示例议题"}, version=topic.version)

    assert not topic.steps.filter(transition="edit").exists()


def test_second_editor_of_facts_sees_both_texts(journey, send, facts):
    topic = journey.accepted()
    send("office", "topic_update", topic.pk, **facts | {"title": "先存的题目"}, version=topic.version)

    response = send("clerk", "topic_update", topic.pk, **facts | {"title": "后存的题目"}, version=topic.version)

    assert response.status_code == 409
    assert ("后存的题目" in response.text, "先存的题目" in response.text) == (True, True)


KNOWN = {"title": "示例旧题", "proof": "2020年示例讲话"}


def test_office_records_what_happened_before_with_only_what_is_known(send):
    response = send("office", "topic_record", **KNOWN, accepted_on="2020-03-05", known_result="示例结果")

    topic = Topic.objects.get()
    assert response.url == topic.get_absolute_url()
    assert (topic.stage, topic.source, topic.proposer, topic.year) == (TopicStage.RECORDED, "", "", 2020)
    assert (topic.number, topic.known_result) == (None, "示例结果")
    assert topic.steps.get().transition == "record"


def test_a_record_of_which_no_day_is_known_stands_in_its_year(send):
    send("office", "topic_record", **KNOWN, year="2019")

    assert Topic.objects.get().year == 2019


@pytest.mark.parametrize(
    "name", ["clerk", "member_user", "government", "presidium", "dept_user", "auditor", "sysadmin"]
)
def test_nobody_but_the_office_records_afterwards(send, name):
    assert send(name, "topic_record", **KNOWN).status_code == 403
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"proof": ""}, "proof"),
        ({"proof": "  "}, "proof"),
        ({"proposed_on": "2999-01-01"}, "proposed_on"),
        ({"proposed_on": "2020-05-01", "closed_on": "2020-04-01"}, "closed_on"),
        ({"source": "nonsense"}, "source"),
        ({"year": "2999"}, "year"),
    ],
)
def test_record_that_cannot_be_is_refused_at_its_field(send, wrong, field):
    response = send("office", "topic_record", **KNOWN | wrong)

    assert list(response.context["form"].errors) == [field]
    assert not Topic.objects.exists()


@pytest.fixture
def recorded(send):
    send("office", "topic_record", **KNOWN, source="party_assigned", accepted_on="2020-03-05")
    return Topic.objects.get()


@pytest.mark.long
def test_second_person_of_the_office_corrects_a_record_and_the_old_text_stays_in_the_history(
    client, send, recorded, committee
):
    said = KNOWN | {
        "title": "示例正题",
        "source": "cppcc_selected",
        "unit": committee.pk,
        "accepted_on": "2021-03-05",
    }

    response = send("office2", "topic_update", recorded.pk, **said, reason="年份有误", version=recorded.version)

    recorded.refresh_from_db()
    step = recorded.steps.last()
    assert response.url == recorded.get_absolute_url()
    assert (recorded.title, recorded.year, recorded.proposer, recorded.organiser) == (
        "示例正题",
        2021,
        "office",
        committee,
    )
    assert (recorded.stage, step.transition, step.answers["reason"]) == ("recorded", "correct_record", "年份有误")
    assert step.answers["accepted_on"] == {"from": "2020-03-05", "to": "2021-03-05"}
    assert "党政交题 → 政协选题" in client.get(response.url).text
    assert "县政协本级" not in client.get(response.url).text


@pytest.mark.parametrize(("said", "is_planned"), [("True", True), ("False", False), ("", None)])
def test_record_says_whether_it_was_planned_where_that_is_known(client, send, office, said, is_planned):
    send("office", "topic_record", **KNOWN, is_planned=said)
    client.force_login(office)

    found = {value: client.get(reverse("topic_list"), {"planned": value}) for value in ("True", "False", "unknown")}

    assert Topic.objects.get().is_planned is is_planned
    assert [value for value, page in found.items() if page.context["total"]] == [said or "unknown"]


@pytest.mark.long
def test_record_of_the_county_level_is_told_from_one_whose_organiser_nobody_knows(client, send, recorded):
    assert recorded.organising_unit == ""
    send("office", "topic_record", **KNOWN | {"title": "示例本级旧题"}, unit="county", accepted_on="2020-03-05")

    at_county = Topic.objects.get(title="示例本级旧题")
    found = client.get(reverse("topic_list"), {"organiser": "county"}).context["page_obj"].object_list
    assert (str(at_county.organising_unit), at_county.number, list(found)) == ("县政协本级", None, [at_county])
    by_unit = client.get(reverse("topic_list"), {"unit": "county"}).context["page_obj"].object_list
    assert list(by_unit) == [at_county]
    said = KNOWN | {"title": "示例本级旧题", "unit": "", "accepted_on": "2020-03-05"}
    response = send("office2", "topic_update", at_county.pk, **said, reason="并不清楚", version=at_county.version)
    at_county.refresh_from_db()
    assert (at_county.is_county_level, "是 → 否" in client.get(response.url).text) == (False, True)


def test_record_that_was_corrected_can_still_be_taken_back(send, recorded, office):
    said = KNOWN | {"title": "示例正题", "accepted_on": "2020-03-05"}
    send("office2", "topic_update", recorded.pk, **said, reason="题名有误", version=recorded.version)
    recorded.refresh_from_db()

    take(recorded, "unrecord", by=factories.fresh(office), reason="重复补录")

    assert recorded.stage == TopicStage.WITHDRAWN


@pytest.mark.parametrize(("name", "status"), [("office", 403), ("clerk", 403), ("presidium", 403), ("sysadmin", 404)])
def test_record_is_corrected_by_nobody_else(send, recorded, name, status):
    response = send(name, "topic_update", recorded.pk, **KNOWN, reason="示例", version=recorded.version)

    assert response.status_code == status
    assert recorded.steps.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"), [({"reason": ""}, "reason"), ({"proof": ""}, "proof"), ({"reason": "只有理由"}, "__all__")]
)
def test_correction_without_reason_proof_or_change_is_refused_at_its_field(send, recorded, wrong, field):
    said = KNOWN | {"source": "party_assigned", "accepted_on": "2020-03-05", "reason": "示例"}

    response = send("office2", "topic_update", recorded.pk, **said | wrong, version=recorded.version)

    assert field in response.context["form"].errors
    assert recorded.steps.count() == 1


def test_office_reads_the_first_suggestions_while_it_screens(client, office, journey):
    topic = journey.proposed(suggestions="示例初步建议")
    client.force_login(office)

    assert "示例初步建议" in client.get(reverse("step", args=["topic", topic.pk, "accept"])).text


def test_a_member_sees_first_what_is_needed_and_the_rest_folded(client, member_user, clerk):
    client.force_login(member_user)
    page = client.get("/topics/add/member_recommended/").context["form"]
    client.force_login(clerk)
    of_clerk = client.get("/topics/add/member_recommended/").context["form"]

    assert [field.name for field in page.at_hand()] == ["title", "origin_document", "background", "points", "category"]
    assert {field.name for field in page.folded()} >= {"recommenders", "suggestions", "townships", "departments"}
    assert (page.is_unfolded(), of_clerk.folded()) == (False, [])


def test_the_fold_is_open_where_something_in_it_is_wrong(client, member_user):
    client.force_login(member_user)

    page = client.post("/topics/add/member_recommended/", {"title": "院坝停车", "recommenders": "x"})

    assert page.context["form"].is_unfolded()


def test_line_breaks_and_invisible_marks_of_a_copied_title_are_left_out(send, complete):
    typed = complete["cppcc_selected"]

    send("clerk", "topic_draft", "cppcc_selected", **typed | {"title": "北湖\u200b公园\r\n规划\ufeff 𬱖"}, propose="1")
    refused = send("clerk", "topic_draft", "cppcc_selected", **typed | {"title": "\u200b\u202e"}, propose="1")

    assert Topic.objects.get().title == "北湖公园 规划 𬱖"
    assert refused.context["form"].errors == {"title": ["此项必填。"]}


def test_the_same_topic_is_not_proposed_twice_by_the_back_button(send, complete):
    for _each in range(2):
        answer = send("clerk", "topic_draft", "cppcc_selected", **complete["cppcc_selected"], propose="1")

    assert list(answer.context["form"].errors) == ["title"]
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("url", [("topic_draft", "member_recommended"), ("topic_record",)])
def test_recommending_members_are_found_by_pinyin_and_told_apart_by_their_employer(visit, url):
    factories.member("张三", employer="示例农机厂")

    page = visit("office", *url)

    assert 'data-search="zhangsan zs">张三 · 示例农机厂</option>' in page.text
