"""Codes to be scanned with a phone (QR), drawn as SVG."""

from io import BytesIO

import segno

SIZE = {"scale": 10, "border": 4}


def code_of(words):
    return segno.make(words, error="m", micro=False)


def as_file(words):
    picture = BytesIO()
    code_of(words).save(picture, kind="svg", **SIZE)
    return picture.getvalue()


def as_address(words):
    """The picture itself as a `data:` address: what is secret has no address of its own."""
    return code_of(words).svg_data_uri(**SIZE)
