import pytest

from consult.files.names import safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("协商纪要（定稿）.docx", "协商纪要（定稿）.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\a.pdf", "C__temp_a.pdf"),
        ("a\0b\r\nc.pdf", "abc.pdf"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("   ", "file"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_harmless(given, safe):
    assert safe_name(given) == safe


def test_a_long_name_keeps_its_suffix():
    name = safe_name("长" * 300 + ".pdf")

    assert (len(name), name[-4:]) == (200, ".pdf")
