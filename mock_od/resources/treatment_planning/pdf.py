"""Lines of text as a PDF document.

The only module that imports pydyf; imported itself only when a plan is archived.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Iterator

import pydyf

_COLUMNS = 96
_LINES = 60
_LETTER = (612, 792)
_MARGIN = 48
_SIZE = 9
_LEADING = 11.5


def pages(lines: Iterable[str]) -> bytes:
    """A PDF of as many letter pages as the lines need, in a fixed-width font."""
    document = pydyf.PDF()
    font = pydyf.Dictionary(
        {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Courier", "Encoding": "/WinAnsiEncoding"}
    )
    document.add_object(font)
    for page in _paged(lines):
        text = pydyf.Stream()
        text.begin_text()
        text.set_font_size("F1", _SIZE)
        for at, line in enumerate(page):
            text.set_text_matrix(1, 0, 0, 1, _MARGIN, _LETTER[1] - _MARGIN - at * _LEADING)
            text.stream.append(b"<" + line.encode("cp1252", "replace").hex().encode() + b"> Tj")
        text.end_text()
        document.add_object(text)
        document.add_page(
            pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": document.pages.reference,
                    "MediaBox": pydyf.Array([0, 0, *_LETTER]),
                    "Contents": text.reference,
                    "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary({"F1": font.reference})}),
                }
            )
        )
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def _paged(lines: Iterable[str]) -> Iterator[list[str]]:
    folded = [part for line in lines for part in (textwrap.wrap(line, _COLUMNS, drop_whitespace=False) or [""])]
    for at in range(0, len(folded), _LINES):
        yield folded[at : at + _LINES]
