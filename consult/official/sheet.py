"""The blank sheet that an official document is written on: made once, as it is the same for all of them.

Of the library's own template it leaves out what no document uses, two thirds of its size.
"""

from functools import cache
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from consult.context_processors import demo_data_is_loaded
from consult.official.styles import STYLES, set_page, set_styles

USED = {*STYLES, "Table Grid"}
UNUSED_PARTS = {
    RT.CUSTOM_XML,
    RT.NUMBERING,
    RT.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}


def blank():
    head = _("Sample data · names, units and activities are fictional") if demo_data_is_loaded() else ""
    return Document(BytesIO(sheet(head)))


@cache
def sheet(head):
    document, stream = Document(), BytesIO()
    clear_parts(document)
    clear_styles(document.styles)
    set_styles(document)
    set_page(document, head)
    document.save(stream)
    return stream.getvalue()


def clear_parts(document):
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype in UNUSED_PARTS]:
            relations.pop(key)


def clear_styles(styles):
    """Leaves the styles that are used, their twins for single characters, and the defaults."""
    ids = {name.replace(" ", "") for name in USED}
    for style in styles:
        twin = style.element.find(qn("w:link"))
        is_twin = twin is not None and twin.get(qn("w:val")) in ids
        if not (style.name in USED or style.element.default or is_twin):
            style.delete()
