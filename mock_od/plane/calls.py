"""An office's calls: listed, compared with what a test expects, judged; and the faults that they meet.

A call in the journal never changes, so that the office's lock is free again while the calls are looked at.
May not: know a resource, or what a fault does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_od.faults.faults import Rule
from mock_od.faults.schemas import FaultSchema, FaultShownSchema, SeedSchema
from mock_od.office.expectation_schema import ExpectationSchema, FiltersSchema
from mock_od.office.expecting import expect, select
from mock_od.office.lint import lint
from mock_od.office.office import Office
from mock_od.plane import answers, bodies
from mock_od.plane.binding import Answer, Call, served_offices
from mock_od.plane.errors import Refused


@Call("GET", "/offices/<key>/requests", answers.CallsShown, query=FiltersSchema)
def list_requests(query: dict[str, Any], office: Office) -> Callable[[], Answer]:
    """The calls that meet the filters, newest last."""
    later = [entry for entry in office.journal.entries() if entry.number > query["since"]]
    return lambda: {"requests": [entry.as_json() for entry in select(later, query["expectation"])]}


@Call("DELETE", "/offices/<key>/requests", answers.JournalForgotten)
def forget_requests(office: Office) -> Answer:
    """Forget the calls; ids go on."""
    office.journal.clear()
    return {"requests": []}


@Call("GET", "/requests/strangers", answers.StrangersShown, query=FiltersSchema)
def list_strangers(query: dict[str, Any]) -> Answer:
    """The calls that reached no office and meet the filters, newest last."""
    later = [entry for entry in served_offices().strangers.entries() if entry.number > query["since"]]
    found = select(later, query["expectation"])
    return {"requests": [{**entry.as_json(), "key": entry.key or None} for entry in found]}


@Call("DELETE", "/requests/strangers", answers.StrangersShown)
def forget_strangers() -> Answer:
    """Forget them; ids go on."""
    served_offices().strangers.clear()
    return {"requests": []}


@Call("PUT", "/offices/<key>/requests/size", answers.SizeShown, body=bodies.SizeBody, opens=True)
def set_size(body: dict[str, Any], office: Office) -> Answer:
    """Say how many calls are remembered."""
    office.journal.resize(body["size"])
    return body


@Call("POST", "/offices/<key>/requests/expect", answers.ComparisonShown, body=ExpectationSchema)
def compare_requests(body: dict[str, Any], office: Office) -> Callable[[], Answer]:
    """Whether the calls are there that a test expects."""
    entries = office.journal.entries()
    return lambda: expect(entries, body["expectation"], body["times"])


@Call("GET", "/offices/<key>/requests/unexpected", answers.UnexpectedCalls)
def list_unexpected(office: Office) -> Callable[[], Answer]:
    """The calls that were refused or dropped, or of which something was ignored."""
    entries = office.journal.entries()
    return lambda: {
        "requests": [{**entry.as_json(), "why": why} for entry in entries if (why := entry.why_unexpected())]
    }


@Call("GET", "/offices/<key>/lint", answers.LintShown)
def lint_requests(office: Office) -> Callable[[], Answer]:
    """What of the calls would hurt in production."""
    entries, settings = office.journal.entries(), office.settings
    return lambda: lint(entries, settings)


@Call("GET", "/offices/<key>/outbox", answers.FilesShown)
def list_outbox(office: Office) -> Callable[[], Answer]:
    """The files that were to go to an SFTP site and were not sent, newest last."""
    outbox = office.outbox
    return lambda: {"files": outbox.all()}


@Call("DELETE", "/offices/<key>/outbox", answers.FilesShown)
def clear_outbox(office: Office) -> Answer:
    """Forget them; ids go on."""
    office.outbox.clear()
    return {"files": []}


@Call("POST", "/offices/<key>/faults", FaultShownSchema, body=FaultSchema, opens=True, status=201)
def add_fault(body: Rule, office: Office) -> Answer:
    """Let calls fail from now on."""
    return vars(office.faults.add(body))


@Call("GET", "/offices/<key>/faults", answers.FaultsShown)
def list_faults(office: Office) -> Answer:
    """The faults of an office, oldest first, and how often each fired."""
    return {"faults": office.faults.all()}


@Call("DELETE", "/offices/<key>/faults", answers.FaultsForgotten)
def clear_faults(office: Office) -> Answer:
    """Forget all of them."""
    forgot = [rule.id for rule in office.faults.all()]
    office.faults.clear()
    return {"forgot": forgot}


@Call("DELETE", "/offices/<key>/faults/<number>", answers.FaultForgotten)
def remove_fault(office: Office, number: str) -> Answer:
    """Forget one."""
    there = [rule.id for rule in office.faults.all()]
    if number not in map(str, there):
        raise Refused(f"there is no fault {number!r}", 404, known=there)
    office.faults.remove(int(number))
    return {"forgot": int(number)}


@Call("PUT", "/offices/<key>/faults/seed", answers.FaultSeedShown, body=SeedSchema, opens=True)
def seed_faults(body: dict[str, Any], office: Office) -> Answer:
    """Begin the generator of the probabilities anew."""
    office.faults.seed(body["seed"])
    return body
