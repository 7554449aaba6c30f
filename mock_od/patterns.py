"""Patterns in which a star stands for anything: how the admin plane's callers speak of paths.

May not: import anything of mock_od.
"""

from __future__ import annotations


def path_fits(path: str, pattern: str) -> bool:
    """Whether a path is as a pattern says; slashes at the end make no difference, as they make none to the API."""
    return fits("/" + path.strip("/"), pattern.rstrip("/") or "/")


def fits(text: str, pattern: str) -> bool:
    """Whether a text is as a pattern says, in which ``*`` stands for anything.

    Looks at every part once, from left to right: a pattern of many stars is as quick as any.
    """
    first, *parts = pattern.split("*")
    if not parts:
        return text == first
    last = parts.pop()
    if not text.startswith(first) or not text.endswith(last) or len(first) + len(last) > len(text):
        return False
    at, end = len(first), len(text) - len(last)
    for part in parts:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
