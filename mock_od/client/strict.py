"""What a test has overlooked: the calls of other customer keys, faults that never fired, calls that were refused.

May not: know pytest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from mock_od.client.client import keys_of
from mock_od.client.error import MockOdError
from mock_od.client.escape import escape_controls
from mock_od.client.results import FaultRule
from mock_od.client.served import Served
from mock_od.wire import A_FAULT

if TYPE_CHECKING:
    from mock_od.client.client import Client
    from mock_od.client.office import Office

_SHOWN = 3
_NONE = ""
"""What stands for the key of calls that reach no office: they have none, or one that is none."""
_REFUSED = 400
_PAGES = "page-not-followed"


class Others:
    """The calls of customer keys that nobody in this process has opened an office for.

    :param client: a server that no other process calls, or its calls would be counted as well.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._seen: dict[str, int] = {}  # by customer key: the id of the last call that was looked at

    def look(self) -> list[str]:
        """The calls since the last look, each as ``production: POST /treatplans -> 201``.

        :raises MockOdError: when the server does not answer.
        """
        found = []
        opened = [one["office"] for one in self._client.call("GET", "/offices")["offices"]]
        for key in (_NONE, *(key for key in opened if key not in keys_of(self._client.url))):
            for one in self._calls(key):
                self._seen[key] = one.id
                found.append(f"{escape_controls(key) or 'no key'}: {_line(one)}")
        return found

    def _calls(self, key: str) -> list[Served]:
        path = f"/offices/{quote(key, safe='')}/requests" if key else "/requests/strangers"
        try:
            entries = self._client.call("GET", path, since=self._seen.get(key, 0))["requests"]
        except MockOdError as gone:
            if gone.status != 404:  # noqa: PLR2004  # closed meanwhile
                raise
            return []
        return [Served.read(entry) for entry in entries]


def told(others: Sequence[str]) -> str:
    """The calls of other keys as a part of a sentence: ``1 call with other keys: production: POST ...``."""
    calls = "1 call" if len(others) == 1 else f"{len(others)} calls"
    return f"{calls} with other keys: {_some(others)}"


def overlooked(office: Office, others: Sequence[str]) -> str:
    """What the test of an office has overlooked, in one sentence; empty for nothing.

    A call that a fault refused is none of it, nor is one that ``office.requests.expect(status=...)`` has named.

    :param others: the calls of other keys.
    :raises MockOdError: when the server does not answer.
    """
    parts = [
        *(f"fault {rule['id']} ({_rule(rule)}) never fired" for rule in office.faults.list() if not rule["fired"]),
        *_slips(office),
        *(found["problem"] for found in office.requests.lint()["findings"] if found["rule"] == _PAGES),
    ]
    if others:
        parts.append(f"there {'was' if len(others) == 1 else 'were'} {told(others)}")
    return escape_controls("; ".join(parts))


def _slips(office: Office) -> Iterator[str]:
    calls = [one for one in office.requests.unexpected() if one.status is not None and A_FAULT not in one.hint]
    expected = office.requests.expected() if calls else set()
    for one in calls:
        refused = one.status is not None and one.status >= _REFUSED
        if not (refused and one.id in expected):
            yield f"{_line(one)} was not expected ({_some(one.why)})"


def _line(one: Served) -> str:
    return str(one).partition("\n")[0]


def _rule(rule: FaultRule) -> str:
    match = rule["match"]
    calls = " ".join(str(match[name]) for name in ("verb", "path") if match.get(name))
    return f"{calls or 'any call'}: {', '.join(rule['then'])}"


def _some(texts: Sequence[str]) -> str:
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
