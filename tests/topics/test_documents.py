import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from consult.templatetags.ui import moment
from tests import factories
from tests.hostile.hands import document
from tests.journeys import Journey, day
from topics.forms import documents
from topics.forms.documents import DocumentForm
from topics.history import broken_links
from topics.models import Document, Step, Topic
from topics.workflow import note

PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"


def test_every_field_of_a_document_has_a_chinese_name(journey, cast):
    topic = journey.planned_session().topic

    form = DocumentForm(topic, cast["office"])

    assert [str(field.label) for field in form if re.search("[A-Za-z]", str(field.label))] == []


def upload(client, topic, **fields):
    file = ContentFile(PDF, name="a.pdf")
    client.post(reverse("document_upload", args=[topic.pk]), {"title": "示例附件", "file": file} | fields)
    return topic.documents.latest("pk")


@pytest.mark.long
def test_the_same_file_is_not_added_to_the_same_place_twice(as_, journey):
    [recommendation] = journey.referred(1)
    topic, place = journey.topic, {"recommendation": recommendation.pk}
    url, office = reverse("document_upload", args=[topic.pk]), as_("office")

    upload(office, topic)
    again = office.post(url, {"file": ContentFile(PDF, name="a.pdf")})
    upload(office, topic, **place)
    upload(office, topic, file=ContentFile(PDF + b"\n", name="a.pdf"))

    assert "a.pdf" in str(again.context["form"].errors["file"])
    assert topic.documents.count() == 3


@pytest.mark.long
def test_two_files_of_one_name_are_told_apart_by_the_time_and_who_added_them(as_, journey):
    [recommendation] = journey.referred(1)
    place = {"recommendation": recommendation.pk}
    first = upload(as_("office"), journey.topic, **place)
    second = upload(as_("clerk"), journey.topic, file=ContentFile(PDF + b"\n", name="a.pdf"), **place)
    times = [first.uploaded_at - timedelta(hours=1), second.uploaded_at + timedelta(hours=1)]
    for kept, time in zip((first, second), times, strict=True):
        Document.objects.filter(pk=kept.pk).update(uploaded_at=time)
    office = as_("office")

    pages = [office.get(record.get_absolute_url()).text for record in (journey.topic, recommendation)]
    confirm = office.get(reverse("document_delete", args=[second.pk])).text
    offered = office.get(reverse("step", args=["recommendation", recommendation.pk, "answer_on_behalf"])).context[
        "form"
    ]

    who = [
        f'{moment(time)} · <span translate="no">{name}</span>'
        for time, name in zip(times, ("office", "clerk"), strict=True)
    ]
    assert [[words in page for words in who] for page in pages] == [[True, True]] * 2
    assert (moment(times[1]) in confirm, "clerk" in confirm) == (True, True)
    assert len({label for _value, label in offered.fields["document"].choices}) == 2


def told(record):
    """The lines that the history of the record tells of files."""
    steps = record.steps.filter(transition__endswith="_document")
    return [(step.transition, step.lifecycle, step.on_behalf_of, step.answers["attachment"]["text"]) for step in steps]


def test_history_tells_who_added_and_removed_a_file_and_leaves_the_topic_as_it_was(as_, journey):
    topic = journey.accepted()
    version = topic.version

    document = upload(as_("clerk"), topic)
    as_("office").post(reverse("document_delete", args=[document.pk]))

    topic.refresh_from_db()
    unit = "城东片区联络工委"
    assert told(topic) == [
        ("add_document", "topic", unit, "示例附件"),
        ("remove_document", "topic", "office", "示例附件"),
    ]
    assert (topic.version, topic.stage, broken_links()) == (version, "accepted", [])


def test_department_reads_of_its_own_file_in_the_history_of_its_recommendation(as_, journey, department):
    [recommendation] = journey.referred(1)

    upload(as_("dept_user"), journey.topic, recommendation=recommendation.pk)

    page = as_("dept_user").get(recommendation.get_absolute_url())
    assert told(recommendation) == [("add_document", "recommendation", str(department), "示例附件")]
    assert [line["title"] for line in page.context["history"]][0] == "添加附件"


@pytest.mark.long
def test_files_are_added_to_a_recommendation_by_who_has_part_in_it(as_, journey, cast, department2):
    first, second = journey.referred(2)
    first.referrals.update(department=department2)
    journey.topic.recommenders.add(cast["member_user"].as_member)
    Topic.objects.filter(pk=journey.topic.pk).update(proposer=Topic.Proposer.MEMBERS, proposing_committee=None)

    left = {"referred_on": day(13), "objection_due_on": day(23), "ended_on": day(14), "is_lead": False}
    first.referrals.create(department=cast["dept_user"].current_appointments[0].department, **left)

    offered = {
        name: [as_(name).get(record.get_absolute_url()).context["can_add"] for record in (first, second)]
        for name in ("office", "clerk", "member_user", "dept_user")
    }

    assert offered == {
        "office": [True, True], "clerk": [True, True], "member_user": [False, False], "dept_user": [False, True],
    }  # fmt: skip


def test_file_added_beside_a_step_leads_back_to_the_step_while_it_may_be_taken(as_, journey):
    [record] = journey.referred(1)
    office, step = as_("office"), reverse("step", args=["recommendation", record.pk, "answer_on_behalf"])
    way = re.search(r'href="([^"]+/documents/add/[^"]+)"', office.get(step).content.decode())[1].replace("&amp;", "&")

    ways = [way, way.replace("answer_on_behalf", "uphold"), way.replace("answer_on_behalf", "//elsewhere.example")]
    led = [
        office.post(to, {"recommendation": record.pk, "file": ContentFile(PDF, name=f"{n}.pdf")}).headers["Location"]
        for n, to in enumerate(ways)
    ]

    assert led == [step, record.get_absolute_url(), record.get_absolute_url()]


def test_what_a_file_can_belong_to_is_told_apart_in_the_width_of_a_phone(as_, journey):
    [record] = journey.referred(1)
    type(record).objects.filter(pk=record.pk).update(text="建议在老城区各小区统一配建集中充电设施并加强管理")

    page = as_("dept_user").get(reverse("document_upload", args=[record.topic_id]))

    assert [label for _key, label in page.context["form"].fields["recommendation"].choices][1:] == [
        "第1条：建议在老城区各小区统一…"
    ]


def test_file_added_beside_an_answer_is_chosen_in_it(as_, journey):
    [record] = journey.referred(1)
    answer, department = reverse("answer", args=[record.pk]), as_("dept_user")
    way = reverse("document_upload", args=[record.topic_id]) + f"?recommendation={record.pk}&step=answer"

    back = department.post(way, {"recommendation": record.pk, "file": ContentFile(PDF, name="a.pdf")}).url
    form = department.get(back).context["form"]

    assert back.partition("?")[0] == answer
    assert form["scan"].value() == str(record.documents.get().pk)


def test_file_added_from_the_log_of_a_session_leads_back_to_the_log(as_, journey):
    session = journey.planned_session()
    log, clerk = reverse("session_log", args=[session.pk]), as_("clerk")
    way = re.search(r'href="([^"]+/documents/add/[^"]+)"', clerk.get(log).content.decode())[1].replace("&amp;", "&")

    cancel = clerk.get(way).context["cancel_url"]
    to_session = clerk.post(way, {"session": session.pk, "file": ContentFile(PDF, name="a.pdf")})
    to_topic = clerk.post(way, {"file": ContentFile(PDF, name="b.pdf")})

    assert cancel == to_session.headers["Location"] == f"{log}#photos"
    assert to_topic.headers["Location"] == session.topic.get_absolute_url()


@pytest.mark.parametrize(("most", "size"), [(1, 1000), (2, len(PDF))])
def test_topic_takes_no_more_files_than_it_has_room_for(as_, journey, monkeypatch, most, size):
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", most)
    monkeypatch.setattr(documents, "LARGEST_TOPIC", size)
    topic = journey.accepted()
    upload(as_("clerk"), topic)

    page = as_("clerk").post(reverse("document_upload", args=[topic.pk]), {"file": ContentFile(PDF, name="b.pdf")})

    assert "一个议题最多保存" in page.context["form"].errors["file"][0]
    assert topic.documents.count() == 1


def test_files_of_a_session_stand_in_its_history(as_, journey):
    session = journey.planned_session()

    upload(as_("clerk"), session.topic, session=session.pk)

    assert told(session) == [("add_document", "session", "城东片区联络工委", "示例附件")]


@pytest.mark.long
def test_history_names_no_file_to_those_who_may_not_read_inside(as_, journey):
    topic = journey.accepted()
    upload(as_("clerk"), topic, title="内部材料", is_internal="on")

    assert "内部材料" in as_("office").get(topic.get_absolute_url()).text
    assert "内部材料" not in as_("member_user").get(topic.get_absolute_url()).text


def test_draft_that_only_its_unit_knows_has_no_history_of_files_and_can_still_be_deleted(as_, journey):
    topic = journey.draft()

    upload(as_("clerk"), topic)
    as_("clerk").post(reverse("topic_delete", args=[topic.pk]))

    assert not Step.objects.exists()
    assert not Topic.objects.exists()


def test_who_has_left_the_unit_reads_the_own_files_no_more(journey, clerk):
    kept = document(journey.accepted(), clerk)
    before = Document.objects.visible_to(clerk).get()
    clerk.appointments.update(ends_on=day(0))

    assert (before, Document.objects.visible_to(factories.fresh(clerk)).exists()) == (kept, False)


def test_a_record_lists_its_own_files_alone(journey, office):
    topic, other = journey.accepted(), Journey(journey.cast).accepted()
    own, _foreign = document(topic, office), document(other, office)

    assert list(Document.objects.listed_for(office, topic=topic)) == [own]


def test_line_of_a_file_is_refused_to_who_has_no_part_in_the_topic(journey, cast):
    topic = journey.accepted()

    with pytest.raises(PermissionDenied, match="走访由"):
        note(topic, "add_document", by=cast["clerk2"])

    assert told(topic) == []


def test_a_department_that_reports_after_the_close_is_offered_no_file(client, journey, dept_user):
    topic = journey.closed()
    recommendation = topic.recommendations.first()
    client.force_login(dept_user)

    page = client.get(reverse("step", args=["recommendation", recommendation.pk, "report"]))

    assert page.status_code == 200
    assert reverse("document_upload", args=[topic.pk]) not in page.text


def test_file_stays_where_its_removal_is_rolled_back(journey, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = document(journey.proposed(), office)
    with suppress(ZeroDivisionError), transaction.atomic():
        paper.remove()
        raise ZeroDivisionError

    assert paper.file.storage.exists(paper.file.name)
