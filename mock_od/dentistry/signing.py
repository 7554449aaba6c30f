"""The signature of a developer, which the API puts on notes and treatment plans."""

from __future__ import annotations

from collections.abc import Iterable

from mock_od.call import Call

_DIGITS = 64  # of a SHA-256 in hexadecimal


def signature(call: Call, covered: Iterable[str]) -> str:
    """The signature of the developer that calls, under these texts: the line that is shown, and what tells changes."""
    import hashlib  # a start would wait for it

    line = f"Digitally Signed by {call.developer} Date Signed: {call.now:%m/%d/%Y %H:%M:%S %p}"
    return f"{line} {hashlib.sha256(chr(10).join(covered).encode()).hexdigest()}"


def signed_line(signature: str) -> str:
    """What is shown of a signature; one that was not made here shows as it is."""
    line, _, digest = signature.rpartition(" ")
    return line if len(digest) == _DIGITS else signature


def note_signature(call: Call, note: str, user: int = 0) -> str:
    """The signature under a procedure's note.

    It covers the note, whose line breaks are single characters then, and the user that wrote it.

    :param user: UserNum; 0 for the API.
    """
    return signature(call, [note.replace("\r\n", "\n"), str(user)])
