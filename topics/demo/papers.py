"""Small generated documents of the demo: minutes as docx, scanned replies as PDF."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from topics.models import Document
from topics.workflow.documents import note_document

TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
BODY = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"""
PARAGRAPH = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
# A fixed time stamp, so that the same demo has the same files.
STAMP = (2020, 1, 1, 0, 0, 0)


def docx(lines):
    stream = BytesIO()
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": BODY.format("".join(PARAGRAPH.format(escape(line)) for line in lines)),
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content)
    return stream.getvalue()


def pdf(lines):
    """A PDF of one page, set in the reader's own Chinese font."""
    text = "BT /F1 14 Tf 22 TL 70 770 Td "
    text += " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return (written + table + trailer).encode("ascii")


def keep(life, title, suffix, content, user, **fields):
    """A document of the topic with the generated content."""
    name = f"{title}.{suffix}"
    document = Document.objects.create(
        topic=life.topic, title=title, name=name, size=len(content), file=ContentFile(content, name), uploaded_by=user,
        **{"is_internal": False} | fields,
    )  # fmt: skip
    now = life.w.clock.tick()
    Document.objects.filter(pk=document.pk).update(uploaded_at=now)
    note_document(document, "add_document", by=user, now=now)
    return document


def add_documents(life):
    """The minutes of the last session and a background note."""
    user, told, subject = life.w.users[life.staff], life.matter.told, life.matter.subject
    session = life.topic.sessions.filter(stage="completed").order_by("held_on").last()
    advice = [f"{number}. {told(a.text)}" for number, a in enumerate(subject.advice, start=1)]
    minutes = [
        "协商纪要（示例数据）",
        life.matter.title,
        f"时间：{session.held_on:%Y年%m月%d日}",
        "意见建议：",
        *advice,
    ]
    keep(life, "协商纪要（示例）", "docx", docx(minutes), user, session=session)
    keep(
        life,
        "背景材料（示例）",
        "pdf",
        pdf(["背景材料（示例数据）", life.matter.title, *folded(told(subject.background))]),
        user,
    )


def scanned_reply(case):
    """The department's reply on paper, as the office scanned it."""
    lines = [
        "书面答复（示例数据）",
        case.lead.name,
        case.life.matter.title,
        *folded(case.life.matter.told(case.advice.measure)),
    ]
    user = case.w.users["office02"]
    return keep(case.life, "部门书面答复扫描件（示例）", "pdf", pdf(lines), user, recommendation=case.recommendation)


def folded(text, width=30):
    return [text[start : start + width] for start in range(0, len(text), width)]
