"""The official documents of one topic: what they say, to whom, and all of them in one archive."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document as Word
from PIL import Image

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day
from topics.models import Attendance, Document, Photo, ReviewMeeting, Topic
from topics.reports.papers import KINDS

WHO = ["office", "clerk", "presidium", "member_user", "dept_user", "government"]
INSIDE = {"党组说的话", "出差", "示例调研"}


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """A topic with a leave, a photo, an internal file, and two recommendations of two departments, one answered."""
    journey = Journey(Cast())
    cast = journey.cast
    plan = journey.submitted_plan(purpose="目的 & <要点> 𬱖")
    journey.take(journey.topic, "research", "clerk", day(2), findings="示例调研")
    journey.decide(plan, "party_group", opinion="党组说的话")
    journey.decide(plan, "presidium", opinion="党组说的话")
    session = journey.drafted_session(plan)
    absent = session.attendances.get(member=cast["member2_user"].as_member)
    Attendance.objects.filter(pk=absent.pk).update(status="leave", leave_reason="出差")
    session.speeches.create(order=1, speaker="示例发言人", side="public", point="示例发言")
    photo = picture()
    Photo.objects.create(session=session, file=photo, small=photo, caption="院坝协商", uploaded_by=cast["clerk"])
    journey.take(session, "complete", "clerk", session.held_on)
    journey.topic.refresh_from_db()
    refer(journey, journey.concluded(2))
    answered, _open = journey.topic.recommendations.all()
    journey.take(answered, "contact", "dept_user", day(15), way="telephone", agreed="先行会商")
    journey.answer(answered, "partly")
    for number, is_internal in enumerate((True, False)):
        file = ContentFile(b"%PDF-1.4", name="a.pdf")
        Document.objects.create(
            topic=journey.topic, title="附件", file=file, name=f"附件{number}.pdf", size=8, is_internal=is_internal,
            uploaded_by=cast["clerk"],
        )  # fmt: skip
    cast.everybody()
    return journey


def picture():
    stream = BytesIO()
    Image.new("RGB", (40, 60)).save(stream, "JPEG")
    return ContentFile(stream.getvalue(), name="photo.jpg")


def refer(journey, topic):
    """The first recommendation to the first department with the second one, the second the other way round."""
    units = [journey.cast["department"], journey.cast["department2"]]
    rows = journey.referrals(day(80))
    for row, number in zip(rows, (0, 1), strict=True):
        row |= {"lead": units[number], "co": [] if number else [units[1]], "letter_number": f"示办〔{number}〕号"}
    journey.take(topic, "refer", "office", day(13), referrals=rows)


@pytest.fixture
def download(client, journey):
    def get(who, kind, record, **query):
        client.force_login(factories.fresh(journey.cast[who]))
        return client.get(reverse("official_paper", args=[kind, record.pk]), query)

    return get


@pytest.fixture
def archive(client, journey):
    def get(who, kind, record):
        client.force_login(factories.fresh(journey.cast[who]))
        return ZipFile(BytesIO(client.get(reverse("official_papers", args=[kind, record.pk])).getvalue()))

    return get


def text_of(answer):
    """All that stands in the file, its tables cell by cell."""
    document = Word(BytesIO(answer.getvalue()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in dict.fromkeys(row.cells)]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def records(journey):
    topic = journey.topic
    meeting = journey.plan.decision_of("presidium").item.meeting
    first, second = topic.recommendations.all()
    return {
        "proposal-form": (topic, ["协商议题申报表", "示例议题", "群众反映集中", "示例背景", "立项日期"]),
        "referral-letters": (topic, ["示办〔0〕号", "示例水务局：", "抄送：示例教育局", "示办〔1〕号", "示例教育局："]),
        "adoption-forms": (topic, ["采纳情况反馈表", "部分采纳", "示例措施", "示例理由", "□ 采纳　□ 部分采纳"]),
        "topic-file": (topic, ["一题一档：示例议题", "党组说的话", "示例调研", "示例发言", "院坝协商", "附件0.pdf"]),
        "approval-form": (journey.plan, ["协商方案审批表", "目的 & <要点> 𬱖", "党组说的话", "情况通报"]),
        "meeting-agenda": (meeting, ["主席会议议题", "材料1：协商方案", "示例要点", "党组说的话"]),
        "meeting-minutes": (meeting, ["主席会议纪要", "关于“示例议题”协商方案", "结论：通过", "意见：党组说的话"]),
        "session-minutes": (
            journey.session,
            ["关于“示例议题”的协商纪要", "示例委员乙（出差）", "示例共识", "示例意见一"],
        ),
        "referral-letter": (second, ["示办〔1〕号", "示例建议2", "前主动联系提出单位（"]),
        "adoption-form": (first, ["示例建议1", "部分采纳", "，电话，先行会商"]),
        "duty-file": (journey.cast["member_user"].as_member, ["政协委员履职档案", "示例委员甲", "出席"]),
    }


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_each_document_says_what_is_recorded_and_nowhere_none(download, journey, kind):
    record, said = records(journey)[kind]

    answer = download("office", kind, record)

    text = text_of(answer)
    assert [words for words in said if words not in text] == []
    assert "None" not in text
    assert re.search(r"attachment; filename\*=utf-8''.+docx", answer["Content-Disposition"])


@pytest.mark.long
@pytest.mark.parametrize("who", WHO)
def test_what_is_said_inside_reaches_only_those_who_read_inside(download, journey, who):
    paths = {kind: records(journey)[kind][0] for kind in ("topic-file", "approval-form", "session-minutes")}

    answers = [download(who, kind, record) for kind, record in paths.items()]

    read = "".join(text_of(answer) for answer in answers if answer.status_code == 200)
    assert {words for words in INSIDE if words in read} == (
        INSIDE if who in {"office", "clerk", "presidium"} else set()
    )
    assert [answer.status_code for answer in answers] == [200, *([404, 404] if who == "dept_user" else [200, 200])]


@pytest.mark.long
def test_department_finds_its_own_recommendations_in_the_documents_and_no_others(download, journey):
    papers = [
        download("dept_user", kind, journey.topic) for kind in ("topic-file", "adoption-forms", "referral-letters")
    ]

    texts = [text_of(paper) for paper in papers]
    assert [("示例建议1" in text, "示例建议2" in text) for text in texts] == [(True, False)] * 3
    assert [words for words in ("示例共识", "示例目的", "示例发言") if words in "".join(texts)] == []


def test_papers_of_a_meeting_leave_out_a_place_and_a_host_that_are_not_known(download, journey):
    meeting = ReviewMeeting.objects.filter(body="presidium").first()
    known = ReviewMeeting.objects.filter(body="party_group").first()
    ReviewMeeting.objects.filter(pk=known.pk).update(host="示例主持")

    texts = [text_of(download("presidium", "meeting-minutes", one)) for one in (meeting, known)]
    agenda = text_of(download("presidium", "meeting-agenda", meeting))

    assert ["召开，审议" in texts[0], "召开（主持人：示例主持），审议" in texts[1]] == [True, True]
    assert ["地点：" in agenda, "主持人：" in agenda] == [False, False]


def test_each_department_has_a_form_of_its_own_to_sign_with_the_verdict_left_free(download, journey):
    answered, free = Word(BytesIO(download("office", "adoption-forms", journey.topic).getvalue())).tables

    heads = [[table.rows[0].cells[-1].text, table.rows[2].cells[-1].text] for table in (answered, free)]
    assert heads == [["示例议题", "1. 示例建议1"], ["示例议题", "2. 示例建议2"]]
    assert [free.rows[-1].cells[0].text, free.rows[-1].cells[-1].text] == ["满意度", " "]


def test_a_proposal_form_says_what_was_decided_in_two_lines(download, journey):
    [form] = Word(BytesIO(download("office", "proposal-form", journey.topic).getvalue())).tables

    said = form.rows[-1].cells[-1].text.split("\n")
    assert [line.count("：") for line in said] == [2, 2, 0]


def test_minutes_are_signed_by_the_body_that_met(download, journey):
    meetings = [journey.plan.decision_of(body).item.meeting for body in ("party_group", "presidium")]

    texts = [text_of(download("office", "meeting-minutes", meeting)).split("\n") for meeting in meetings]
    assert [text[-2] for text in texts] == ["政协大竹县委员会党组", "政协大竹县委员会"]


def test_documents_are_chinese_for_who_reads_the_pages_in_english(download, journey, client):
    client.cookies["django_language"] = "en"

    text = text_of(download("office", "proposal-form", journey.topic))

    assert "协商议题申报表" in text
    assert "Background" not in text


def test_photos_stand_in_the_minutes_no_wider_than_half_a_page(download, journey):
    document = Word(BytesIO(download("member_user", "session-minutes", journey.session).getvalue()))

    [shape] = document.inline_shapes
    assert (round(shape.width.mm), round(shape.height.mm)) == (37, 56)


def test_duty_record_is_that_of_the_chosen_time(download, journey):
    answer = download("office", "duty-file", journey.cast["member_user"].as_member, period=str(day(10).year))

    assert f"{day(10).year}年1月1日至{day(10).year}年12月31日" in text_of(answer)


@pytest.mark.long
def test_whole_topic_is_one_archive_of_what_each_may_open(archive, journey):
    names = {
        who: archive(who, "topic-papers", journey.topic).namelist() for who in ("office", "member_user", "dept_user")
    }

    kinds = {who: [re.sub(r"^\d+ |（.*", "", name) for name in found] for who, found in names.items()}
    of_topic = ["议题申报表", "交办单", "采纳情况反馈表", "一题一档"]
    files = ["附件材料/01 附件0.pdf", "附件材料/02 附件1.pdf", "附件材料/03 院坝协商.jpg"]
    open_files = ["附件材料/01 附件1.pdf", "附件材料/02 院坝协商.jpg"]
    assert kinds == {
        "office": [*of_topic, "方案审批表", "协商纪要", *files],
        "member_user": [*of_topic, "方案审批表", "协商纪要", *open_files],
        "dept_user": of_topic,
    }


@pytest.mark.long
def test_names_in_an_archive_are_harmless_and_short(archive, journey):
    Topic.objects.filter(pk=journey.topic.pk).update(title="../𬱖‮" + "长" * 45)
    Document.objects.update(name="名" * 250 + ".pdf")

    names = archive("office", "topic-papers", journey.topic).namelist()

    assert [name for name in names if len(name.split("/")[-1].encode()) > 255 or "../" in name or "‮" in name] == []
    assert [name.count("/") for name in names] == [0] * 6 + [1] * 3


def test_meeting_is_one_archive_with_the_form_of_each_plan(archive, journey):
    meeting = journey.plan.decision_of("presidium").item.meeting

    names = archive("presidium", "meeting-papers", meeting).namelist()

    assert [name.split("（")[0] for name in names] == ["01 会议议题", "02 会议纪要", "03 方案审批表"]


@pytest.mark.long
@pytest.mark.parametrize("kind", ["topic-file", "adoption-forms"])
def test_a_document_takes_as_many_queries_for_many_recommendations_as_for_two(client, cast, queries_of, kind):
    few, many = (Journey(cast).answered(number)[0].topic_id for number in (2, 5))
    client.force_login(cast["office"])

    assert queries_of(f"/papers/{kind}/{many}/") == queries_of(f"/papers/{kind}/{few}/")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("topic", ["议题申报表", "交办单", "采纳情况反馈表", "一题一档", "打包下载全部"]),
        ("plan", ["方案审批表"]),
        ("session", ["协商纪要"]),
    ],
)
def test_pages_offer_their_documents(client, journey, office, page, words):
    client.force_login(office)

    content = client.get(getattr(journey, page).get_absolute_url()).content.decode()

    menu = content[content.index("drop-links") :]
    assert re.findall(r"</svg>(\S+?)</a></li>", menu[: menu.index("</ul>")]) == ["打印本页", *words]
