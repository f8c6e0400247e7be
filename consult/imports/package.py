"""A workbook file as the parts that it is packed of: what is not touched goes back byte for byte."""

import posixpath
import zipfile
from io import BytesIO

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006"
TYPES = "[Content_Types].xml"
LARGEST_TREE = 12 * 1024 * 1024
EMPTY_RELATIONS = f'<Relationships xmlns="{PACKED}/relationships"/>'.encode()


class Unmarkable(Exception):
    """The file is built in a way that is not understood well enough to write into it."""


def main(name):
    return f"{{{MAIN}}}{name}"


def parsed(content):
    """The tree of a part; one with definitions of its own, or too large to be held as a tree, is refused."""
    if len(content) > LARGEST_TREE or b"<!DOCTYPE" in content:
        raise Unmarkable
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unmarkable from error


class Package:
    """The parts by name, and how one relates to another."""

    def __init__(self, content):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self.parts = {part.filename: archive.read(part) for part in archive.infolist()}

    def tree(self, name):
        if name not in self.parts:
            raise Unmarkable
        return parsed(self.parts[name])

    def put(self, name, tree):
        self.parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def relations(self, name):
        """What the part points to, as [(id, kind, name of the other part)]."""
        folder, held = posixpath.dirname(name), self.parts.get(relations_name(name), EMPTY_RELATIONS)
        return [
            (one.get("Id"), one.get("Type", "").rpartition("/")[2], within(folder, one.get("Target", "")))
            for one in parsed(held)
        ]

    def relate(self, name, kind, target, content_type):
        """Makes the part point to another one; the id of the relation."""
        tree = parsed(self.parts.get(relations_name(name), EMPTY_RELATIONS))
        pk = f"consult{len(tree) + 1}"
        attributes = {"Id": pk, "Type": f"{RELATED}/{kind}", "Target": f"/{target}"}
        etree.SubElement(tree, f"{{{PACKED}/relationships}}Relationship", attributes)
        self.put(relations_name(name), tree)
        types = self.tree(TYPES)
        attributes = {"PartName": f"/{target}", "ContentType": content_type}
        etree.SubElement(types, f"{{{PACKED}/content-types}}Override", attributes)
        self.put(TYPES, types)
        return pk

    def sheet(self, title):
        """The name of the part that holds the sheet."""
        workbook = "xl/workbook.xml"
        targets = {pk: target for pk, _kind, target in self.relations(workbook)}
        for sheet in self.tree(workbook).iter(main("sheet")):
            if sheet.get("name") == title:
                return targets.get(sheet.get(f"{{{RELATED}}}id"))
        raise Unmarkable

    def packed(self):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return stream.getvalue()


def relations_name(name):
    folder, base = posixpath.split(name)
    return f"{folder}/_rels/{base}.rels"


def within(folder, target):
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
