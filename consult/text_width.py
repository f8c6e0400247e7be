import math
import unicodedata

UNITS_PER_BYTE = 1.08


def narrow(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def units_of(words):
    """The width of the text in characters of a column; in GBK a Chinese one has two bytes, as it is two wide."""
    return len(words.encode("gbk", "replace")) * UNITS_PER_BYTE


def lines_of(words, width):
    if "\n" in words:
        return sum(lines_of(line, width) for line in words.split("\n"))
    return max(1, math.ceil(units_of(words) / width))
