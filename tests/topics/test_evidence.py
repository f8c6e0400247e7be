"""Files as evidence of progress, added in the form that reports it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.journeys import day
from topics.forms.documents import DocumentForm
from topics.forms.steps import StepForm
from topics.history import broken_links
from topics.models import Document, FollowUp
from topics.views import documents

PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"


def pdf(name, more=b""):
    return ContentFile(PDF + more, name=name)


def said(record, **changed):
    return {
        "version": record.version,
        "happened_on": day(30).isoformat(),
        "findings": "已完成过半",
        "handling_result": "B",
    } | changed


def step_url(record, name="report"):
    return reverse("step", args=[record.lifecycle, record.pk, name])


@pytest.mark.long
def test_a_report_bears_the_files_sent_and_those_chosen_and_its_line_links_them(as_, journey):
    [record] = journey.referred(1)
    department, document = as_("dept_user"), reverse("document_upload", args=[record.topic_id])
    department.post(document, {"file": pdf("合同.pdf", b"1"), "recommendation": record.pk})
    [contract] = Document.objects.all()
    files = [pdf("现场.pdf"), pdf("验收.pdf", b"\n")]

    department.post(step_url(record), said(record, documents=[contract.pk], files=files))

    report = FollowUp.objects.get()
    page = department.get(record.get_absolute_url()).text
    progress = page.partition("#eye")[2].partition("</section>")[0]
    assert [each.title for each in report.documents.all()] == ["合同.pdf", "现场.pdf", "验收.pdf"]
    assert [each.recommendation for each in report.documents.all()] == [record] * 3
    assert [f"/documents/{each.pk}/" in progress for each in report.documents.all()] == [True] * 3
    assert [line["text"] for line in record.steps.last().answers["documents"]] == ["合同.pdf", "现场.pdf", "验收.pdf"]
    assert not list(broken_links())


@pytest.mark.long
def test_of_several_files_the_good_ones_are_kept_and_the_bad_ones_named_with_the_text_untouched(as_, journey):
    [record] = journey.referred(1)
    department, early = as_("dept_user"), said(record, next_check_on=day(29).isoformat())
    files = [pdf("现场.pdf"), ContentFile(b"MZ", name="表格.exe"), ContentFile(b"no", name="说明.pdf")]

    page = department.post(step_url(record), early | {"files": files})
    form = page.context["form"]
    [kept] = Document.objects.all()
    again = department.post(
        step_url(record), said(record, documents=form["documents"].value(), files=[pdf("现场.pdf")])
    )

    assert (sorted(form.errors), form["findings"].value()) == (["files", "next_check_on"], "已完成过半")
    assert ["表格.exe" in words or "说明.pdf" in words for words in form.errors["files"]] == [True, True]
    assert (form["documents"].value(), again.status_code) == ([str(kept.pk)], 302)
    assert [list(report.documents.all()) for report in FollowUp.objects.all()] == [[kept]]


@pytest.mark.long
def test_evidence_of_what_was_carried_out_and_of_a_visit_is_told_to_whom_the_file_is_shown(as_, journey, cast):
    [record] = journey.answered(1)
    topic, clerk = journey.topic, as_("clerk")

    carried = said(record, measures="已建成", evidence="验收单", files=[pdf("验收.pdf")])
    clerk.post(step_url(record, "carry_out"), carried)
    topic.refresh_from_db()
    clerk.post(step_url(topic, "visit"), said(topic, files=[pdf("走访.pdf")]))

    pages = [as_(who).get(topic.get_absolute_url()).text for who in ("clerk", "member_user")]
    notes = [page.partition('id="follow-ups"')[2].partition("</section>")[0] for page in pages]
    [visited] = topic.documents.filter(recommendation=None)
    assert [[name in note for name in ("已完成过半", "验收.pdf", "走访.pdf")] for note in notes] == [
        [True, True, True],
        [True, False, False],
    ]
    assert not cast["clerk"].has_perm("topics.delete_document", visited)


def test_the_page_of_a_step_offers_one_place_for_files(as_, journey):
    [record] = journey.referred(1)

    pages = [as_("dept_user").get(step_url(record, name)).text for name in ("receive", "report")]

    assert [(reverse("document_upload", args=[record.topic_id]) in page, 'name="files"' in page) for page in pages] == [
        (True, False),
        (False, True),
    ]


def test_no_file_is_kept_where_the_step_is_refused_to_the_user(as_, journey):
    [record] = journey.referred(1)

    answers = [
        as_(who).post(step_url(record), said(record, files=[pdf("现场.pdf")])) for who in ("clerk", "dept2_user")
    ]

    assert [answer.status_code for answer in answers] == [403, 404]
    assert not Document.objects.exists()


@pytest.mark.long
def test_what_becomes_evidence_while_it_is_being_removed_stays(as_, journey, monkeypatch):
    [record] = journey.referred(1)
    department, place = as_("dept_user"), reverse("document_upload", args=[record.topic_id])
    department.post(place, {"file": pdf("现场.pdf"), "recommendation": record.pk})
    [photo] = Document.objects.all()
    department.post(step_url(record), said(record))
    monkeypatch.setattr(documents, "lock", lambda home: FollowUp.objects.get().documents.add(photo))

    answer = department.post(reverse("document_delete", args=[photo.pk]))

    assert (answer.status_code, list(Document.objects.all())) == (403, [photo])


@pytest.mark.long
def test_a_file_removed_while_the_report_is_written_is_told_at_its_field(as_, journey, cast, monkeypatch):
    [record] = journey.referred(1)
    file = {"file": pdf("现场.pdf"), "name": "现场.pdf", "size": 3, "uploaded_by": cast["dept_user"]}
    photo = Document.objects.create(topic=record.topic, recommendation=record, **file)
    is_valid = StepForm.is_valid
    monkeypatch.setattr(StepForm, "is_valid", lambda form: is_valid(form) and Document.objects.all().delete())

    page = as_("dept_user").post(step_url(record), said(record, documents=[photo.pk]))

    form = page.context["form"]
    assert (list(form.errors), form["findings"].value()) == (["documents"], "已完成过半")


@pytest.mark.long
def test_a_file_that_a_second_click_was_quicker_to_add_is_added_once(as_, journey, cast, monkeypatch):
    [record] = journey.referred(1)
    file = {"file": pdf("现场.pdf"), "name": "现场.pdf", "size": len(PDF), "uploaded_by": cast["dept_user"]}
    is_valid = DocumentForm.is_valid

    def overtaken(form):
        checked = is_valid(form)
        Document.objects.create(topic=record.topic, recommendation=record, **file)
        return checked

    monkeypatch.setattr(DocumentForm, "is_valid", overtaken)
    as_("dept_user").post(step_url(record), said(record, files=[pdf("现场.pdf")]))

    assert list(FollowUp.objects.get().documents.all()) == [Document.objects.get()]


@pytest.mark.long
def test_a_page_with_much_evidence_takes_no_more_queries(as_, journey, queries_of):
    [record] = journey.referred(1)

    def report(findings):
        record.refresh_from_db()
        as_("dept_user").post(step_url(record), said(record, findings=findings, files=[pdf(f"{findings}.pdf")]))

    report("一")
    few = queries_of(record.get_absolute_url())
    report("二")

    assert queries_of(record.get_absolute_url()) == few


@pytest.mark.long
def test_word_file_and_archive_tell_of_evidence_to_whom_its_file_is_shown_alone(as_, journey):
    [record] = journey.answered(1)
    carried = said(record, measures="已建成", evidence="验收单", files=[pdf("验收.pdf")])
    as_("clerk").post(step_url(record, "carry_out"), carried)

    found = {
        who: papers_telling_of("验收.pdf", as_(who), journey.topic) for who in ("clerk", "member_user", "government")
    }

    assert found == {"clerk": [True, True], "member_user": [False, False], "government": [False, False]}


def papers_telling_of(name, browser, topic):
    """Whether the Word file of the topic does, and the archive of all its papers."""
    addresses = [("official_paper", "topic-file"), ("official_papers", "topic-papers")]
    pages = [browser.get(reverse(page, args=[kind, topic.pk])) for page, kind in addresses]
    return [name in told_in(b"".join(page.streaming_content) if page.streaming else page.content) for page in pages]


def told_in(content):
    """The names and texts in an archive, and in the Word files of it."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = [told_in(part) if name.endswith(".docx") else part.decode(errors="ignore") for name, part in parts.items()]
    return "\n".join([*parts, *texts])
