"""What was asked of an office: listed, compared with what a test expects, judged.

May not: know a resource.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import request

from mock_od.office.expecting import BadExpectation, Expectation, expect, read_expectation, read_times, select
from mock_od.office.journal import Entry
from mock_od.office.lint import lint
from mock_od.office.office import Office
from mock_od.web.admin.plane import AdminError, Body, Desk, json_object, only

_LARGEST = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,18}")


class Requests(Desk):
    """The journal, and what can be asked of it."""

    routes = (
        ("GET", "/offices/<key>/requests", "several"),
        ("DELETE", "/offices/<key>/requests", "forget"),
        ("PUT", "/offices/<key>/requests/size", "resize"),
        ("POST", "/offices/<key>/requests/expect", "expect"),
        ("GET", "/offices/<key>/requests/unexpected", "unexpected"),
        ("GET", "/offices/<key>/lint", "lint"),
    )

    def several(self, key: str) -> Body:
        """The calls that meet the filters, newest last."""
        only(request.args, "verb", "path", "status", "since")
        since = request.args.get("since", "0")
        if not _NUMBER.fullmatch(since):
            raise AdminError("since is the id of a request: those after it are listed")
        wanted = _expectation({name: text for name, text in request.args.items() if name != "since"})
        later = [entry for entry in _entries(self.found(key)) if entry.number > int(since)]
        return {"requests": [entry.as_json() for entry in select(later, wanted)]}

    def forget(self, key: str) -> Body:
        """Forget the calls; ids go on."""
        office = self.found(key)
        with office.lock:
            office.journal.clear()
        return {"office": key, "requests": []}

    def resize(self, key: str) -> Body:
        """Say how many calls are remembered."""
        given = json_object()
        only(given, "size")
        size = given.get("size")
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= _LARGEST:
            raise AdminError(f'say how many calls to remember: {{"size": 100}}, from 0 to {_LARGEST}')
        office = self.open(key)
        with office.lock:
            office.journal.resize(size)
        return {"office": key, "size": size}

    def expect(self, key: str) -> Body:
        """Whether the calls are there that a test expects."""
        given = json_object()
        wanted = _expectation(given)
        try:
            times = read_times(given.get("times", {}))
        except BadExpectation as bad:
            raise AdminError(str(bad)) from bad
        return expect(_entries(self.found(key)), wanted, times)

    def unexpected(self, key: str) -> Body:
        """The calls that were refused or dropped, or of which something was ignored."""
        found = [(entry, entry.why_unexpected()) for entry in _entries(self.found(key))]
        return {"requests": [{**entry.as_json(), "why": why} for entry, why in found if why]}

    def lint(self, key: str) -> Body:
        """What of the calls would hurt in production."""
        office = self.found(key)
        return {**lint(_entries(office), office.settings)}


def _entries(office: Office) -> list[Entry]:
    """The calls so far. They never change, so that nobody waits while they are looked at."""
    with office.lock:
        return office.journal.entries()


def _expectation(given: Mapping[str, Any]) -> Expectation:
    try:
        return read_expectation(given)
    except BadExpectation as bad:
        raise AdminError(str(bad)) from bad
