"""What was asked of an office: listed, compared with what a test expects, judged.

A call in the journal never changes, so that the office's lock is free again while the calls are looked at.
May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from mock_od.office.expectation_schema import ExpectationSchema, FiltersSchema
from mock_od.office.expecting import expect, select
from mock_od.office.lint import lint
from mock_od.office.office import Office
from mock_od.web.plane import answers, bodies
from mock_od.web.plane.binding import Answer, Needs, call

routes = Blueprint("requests", __name__)


@routes.get("/offices/<key>/requests")
@call(query=FiltersSchema, answer=answers.CallsShown, office=Needs.OPEN)
def list_requests(query: dict[str, Any], office: Office) -> Callable[[], Answer]:
    """The calls that meet the filters, newest last."""
    later = [entry for entry in office.journal.entries() if entry.number > query["since"]]
    return lambda: {"requests": [entry.as_json() for entry in select(later, query["expectation"])]}


@routes.delete("/offices/<key>/requests")
@call(answer=answers.JournalForgotten, office=Needs.OPEN)
def forget_requests(office: Office) -> Answer:
    """Forget the calls; ids go on."""
    office.journal.clear()
    return {"office": office.key, "requests": []}


@routes.put("/offices/<key>/requests/size")
@call(body=bodies.SizeBody, answer=answers.SizeShown, office=Needs.OPENED)
def set_size(body: dict[str, Any], office: Office) -> Answer:
    """Say how many calls are remembered."""
    office.journal.resize(body["size"])
    return {"office": office.key, "size": body["size"]}


@routes.post("/offices/<key>/requests/expect")
@call(body=ExpectationSchema, answer=answers.ComparisonShown, office=Needs.OPEN)
def compare_requests(body: dict[str, Any], office: Office) -> Callable[[], Answer]:
    """Whether the calls are there that a test expects."""
    entries = office.journal.entries()
    return lambda: expect(entries, body["expectation"], body["times"])


@routes.get("/offices/<key>/requests/unexpected")
@call(answer=answers.UnexpectedCalls, office=Needs.OPEN)
def list_unexpected(office: Office) -> Callable[[], Answer]:
    """The calls that were refused or dropped, or of which something was ignored."""
    entries = office.journal.entries()
    return lambda: {
        "requests": [{**entry.as_json(), "why": why} for entry in entries if (why := entry.why_unexpected())]
    }


@routes.get("/offices/<key>/lint")
@call(answer=answers.LintShown, office=Needs.OPEN)
def lint_requests(office: Office) -> Callable[[], Answer]:
    """What of the calls would hurt in production."""
    entries, settings = office.journal.entries(), office.settings
    return lambda: lint(entries, settings)
