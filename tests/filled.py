"""A downloaded workbook, filled in as somebody does in a spreadsheet program, and sent back."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

HEAD = 3


def opened(answer):
    return load_workbook(BytesIO(answer.getvalue() if hasattr(answer, "getvalue") else answer.content))


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[HEAD]}


def fill(book, line, **values):
    """Writes into the row `line` (from 0) below the head, by the labels of its columns."""
    sheet = book.worksheets[0]
    places = columns(sheet)
    for label, value in values.items():
        cell = sheet.cell(HEAD + 1 + line, places[label])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def sent_back(book, name="answers.xlsx"):
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())
