from openpyxl import Workbook

from consult.imports.workbooks import put
from tests.hostile_texts import FORMULAS


def test_a_text_in_a_template_or_a_returned_workbook_is_no_formula():
    sheet = Workbook().active

    kinds = {put(sheet, 1, 1, words).data_type for words in FORMULAS}

    assert kinds == {"s"}
