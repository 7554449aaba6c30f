"""A call of the admin plane: a function with the schemas of its body, query and answer, and with its office.

The office's lock is taken here and nowhere else for a call with a key, after the body was read.
May not: know what a call does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, current_app, g, request
from marshmallow import Schema

from mock_od.office.office import Office
from mock_od.office.offices import KEY, Offices, TakenKey
from mock_od.plane.errors import Refused
from mock_od.plane.json_bodies import json_response, read_json
from mock_od.validation import Object, dump, load
from mock_od.wire import ADMIN, GENERATION

EXTENSION = "mock_od"
"""Under which name the app knows its offices."""
PLANE = Blueprint("plane", __name__, url_prefix=ADMIN)
BAD_KEY = "a customer key is visible ASCII without a slash, 255 characters at most"

Answer = Mapping[str, Any]
View = TypeVar("View", bound=Callable[..., Any])


CALLS: list[Call] = []
"""All calls of the plane, in the order in which they are written."""


@dataclass
class Call:
    """Makes a call of the plane of the function that it decorates.

    The function is given what it asks for by name: ``office``, ``body``, ``query``, the parts of the path but the key.
    What takes long and needs no lock may be a function that it gives back.

    :param answer: the schema of the answer. The office's key and generation are added where it has them.
    :param body: the schema of the body; None where it has no members.
    :param query: the schema of the query; None where none is read.
    :param opens: whether it opens the office of its key, in the path or in the body's ``office``, if it is not refused;
        else 404 where that is not open.
    :param status: the HTTP status where nothing is wrong.
    """

    verb: str
    path: str
    answer: type[Schema]
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    opens: bool = False
    status: int = 200

    def __call__(self, view: View) -> View:
        """Have Flask call a function."""
        self.view = view
        CALLS.append(self)
        rule = self.path, view.__name__, self.do
        PLANE.add_url_rule(*rule, methods=[self.verb], provide_automatic_options=False)  # OPTIONS is no call of ours
        return view

    def do(self, *, key: str | None = None, **given: Any) -> Response:
        """Answer the request at hand.

        :param given: what stands in its path beside the key.
        """
        if self.body:
            given["body"] = load(self.body, read_json())
            key = given["body"].get("office") if key is None else key
        elif self.verb != "GET":  # a body that is taken for a filter would empty a table
            load(Object, read_json())
        if self.query:
            given["query"] = load(self.query, request.args.to_dict())
        if key is None:
            answer = self.view(**given)
        else:
            found = self._with_office(key, given)
            answer = {"office": key, "generation": g.generation, **(found() if callable(found) else found)}
        return json_response(dump(self.answer, answer), self.status)

    def _with_office(self, key: str, given: Mapping[str, Any]) -> Any:
        offices = served_offices()
        while True:
            found = offices.find(key)
            office = found or self._draft(offices, key)
            try:
                with locked(office) as is_open:
                    if found and not is_open:  # it was closed while this call waited for the lock
                        continue
                    answer = self._do(office, given)
                if not found:
                    offices.add(office)  # only now: a call that was refused opens nothing
            except TakenKey:  # another call opened it meanwhile: this one is done again, there
                office.store.close()
                continue
            except Exception:
                if not found:
                    office.store.close()
                    del g.generation
                raise
            return answer

    def _draft(self, offices: Offices, key: str) -> Office:
        if not self.opens:
            raise not_open(key)
        if not KEY.fullmatch(key):
            raise Refused(BAD_KEY)
        return offices.draft(key, offices.defaults)

    def _do(self, office: Office, given: Mapping[str, Any]) -> Any:
        office.last_used = time.monotonic()
        try:
            return self.view(office=office, **given)
        except Refused:
            raise
        except Exception:  # a bug of ours
            office.store.mend()
            raise
        finally:
            g.generation = office.generation


def served_offices() -> Offices:
    """The offices of the app that answers."""
    return cast("Offices", current_app.extensions[EXTENSION])


@contextmanager
def locked(office: Office) -> Iterator[bool]:
    """Hold the lock of an office.

    :returns: whether it is open; another call may have closed it before the lock was free.
    """
    with office.lock:
        yield served_offices().find(office.key) is office


def each_office() -> Iterator[Office]:
    """The open offices, each locked while it is looked at: a call never waits for a lock while it holds another."""
    for office in served_offices().all():
        with locked(office) as is_open:
            if is_open:
                yield office


def not_open(key: str, **where: Any) -> Refused:
    """The refusal of a call that needs an open office."""
    return Refused(f"no office is open with the key {key!r}", 404, **where)


@PLANE.after_request
def add_generation(response: Response) -> Response:
    """Say the generation of the office that an answer concerns, refused calls included."""
    generation = g.get("generation")
    office = served_offices().find((request.view_args or {}).get("key", ""))
    if generation is None and office is not None:  # the call was refused before it came to the office
        with locked(office):
            generation = office.generation
    if generation is not None:
        response.headers[GENERATION] = str(generation)
    return response
