"""The styles of the cells of a workbook, and the colour by which a marking knows its own."""

from copy import deepcopy

from lxml import etree

from consult.imports.package import Unmarkable, main

WRONG = "FFFFD9D6"


class Styles:
    """The styles of the cells; a variant of one differs in its fill."""

    def __init__(self, tree):
        self.tree, self.formats, self.fills = tree, tree.find(main("cellXfs")), tree.find(main("fills"))
        if self.formats is None or self.fills is None or not len(self.formats):
            raise Unmarkable
        self.marking = {str(at) for at, fill in enumerate(self.fills) if self.is_ours(fill)}
        self.made = {}

    @staticmethod
    def is_ours(fill):
        return any(color.get("rgb") == WRONG for color in fill.iter(main("fgColor")))

    def is_marked(self, style):
        at = int(style)
        return at < len(self.formats) and self.formats[at].get("fillId") in self.marking

    def wrong_fill(self):
        if not self.marking:
            fill = etree.SubElement(etree.SubElement(self.fills, main("fill")), main("patternFill"))
            fill.set("patternType", "solid")
            etree.SubElement(fill, main("fgColor"), {"rgb": WRONG})
            self.fills.set("count", str(len(self.fills)))
            self.marking = {str(len(self.fills) - 1)}
        return min(self.marking)

    def variant(self, style, fill):
        """The number of a style like this one with the fill of that number."""
        if (style, fill) not in self.made:
            like = self.formats[int(style) if int(style) < len(self.formats) else 0]
            made = deepcopy(like)
            made.attrib.update({"fillId": fill, "applyFill": "1"})
            self.formats.append(made)
            self.formats.set("count", str(len(self.formats)))
            self.made[style, fill] = str(len(self.formats) - 1)
        return self.made[style, fill]
