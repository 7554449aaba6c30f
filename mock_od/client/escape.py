"""Text of others, made safe to print.

May not: import anything of mock_od.
"""

from __future__ import annotations


def escape_controls(text: str) -> str:
    r"""The text on one line, with what a terminal would obey written out: ``\x1b``, ``\n``, ``\u202e``."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)
