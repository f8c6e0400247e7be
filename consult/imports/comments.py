"""The comments at the wrong cells of a sheet, beside those that others made."""

import posixpath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.comments.comment_sheet import CommentRecord, CommentSheet
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from consult.imports.package import RELATED, main
from consult.imports.readers import ERRORS, in_each_language

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
BEHIND_DRAWINGS = {
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
    "AlternateContent",
}
HEIGHT, WIDTH = Comment("", "").height, 2 * Comment("", "").width


def comment(package, part, tree, marks):
    """Says at each wrong cell what is wrong, beside the comments that others made; not where they are threads."""
    held = {kind: name for _pk, kind, name in package.relations(part)}
    if "threadedComment" in held:
        return
    drawing = tree.find(main("legacyDrawing"))
    by_id = {pk: name for pk, _kind, name in package.relations(part)}
    shapes = by_id.get(drawing.get(f"{{{RELATED}}}id")) if drawing is not None else None
    try:
        others = others_in(package, held.get("comments"))
        drawn = fromstring(package.parts[shapes]) if shapes in package.parts else None
    except (ParseError, DefusedXmlException):
        return
    records = [*others.values(), *own_records(marks, others)]
    if not records and "comments" not in held:
        return
    sheet = CommentSheet.from_comments(records)
    comments, own = held.get("comments"), posixpath.basename(part).removesuffix(".xml")
    if comments is None:
        comments = f"xl/{own}-comments.xml"
        package.relate(part, "comments", comments, COMMENTS_TYPE)
    if shapes is None:
        shapes = f"xl/{own}-comments.vml"
        point_to(tree, package.relate(part, "vmlDrawing", shapes, DRAWING_TYPE))
    package.parts[comments], package.parts[shapes] = tostring(sheet.to_tree()), sheet.write_shapes(drawn)


def others_in(package, name):
    """The comments that no marking made, by cell."""
    if name not in package.parts:
        return {}
    sheet = CommentSheet.from_tree(fromstring(package.parts[name]))
    return {ref: record(ref, words, said.author) for ref, said in sheet.comments if (words := unmarked(said.text))}


def mark_of(errors):
    return f"【{errors}】"


def unmarked(words):
    for errors in in_each_language(ERRORS):
        words = words.partition(mark_of(errors))[0]
    return words.rstrip()


def own_records(marks, others):
    for (line, at), wrong in marks.cells.items():
        name, words = f"{get_column_letter(at)}{line}", f"{mark_of(ERRORS)}{wrong}"
        if name in others:
            others[name].text.t += f"\n{words}"
        else:
            yield record(name, words, str(ERRORS))


def record(ref, words, author):
    made = CommentRecord(ref=ref, author=author)
    made.text.t = words
    made.width, made.height = WIDTH, HEIGHT
    return made


def point_to(tree, pk):
    made = etree.Element(main("legacyDrawing"), {f"{{{RELATED}}}id": pk})
    for child in tree:
        if etree.QName(child).localname in BEHIND_DRAWINGS:
            child.addprevious(made)
            return
    tree.append(made)
