"""A call of the admin plane: a function with the schemas of its body, query and answer, and with its office.

The office's lock is taken here and nowhere else for a call with a key, after the body was read.
May not: know what a call does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from functools import update_wrapper
from typing import Any, cast

from flask import Response, current_app, g, request
from marshmallow import Schema

from mock_od.office.office import KEY, Office, Offices, TakenKey
from mock_od.validation import dump, load
from mock_od.web.plane.errors import Refused
from mock_od.web.plane.json_bodies import BadJson, json_response, read_json_object
from mock_od.wire import GENERATION

EXTENSION = "mock_od"
"""Under which name the app knows its offices."""
BAD_KEY = "a customer key is visible ASCII without a slash, 255 characters at most"

Answer = Mapping[str, Any]
View = Callable[..., Any]
"""Does what a call asks for. What takes long and needs no lock may be a function that it gives back."""


class Needs(Enum):
    """What a call needs of the office whose key it names."""

    NOTHING = "nothing"
    OPEN = "an office that is open; 404 where it is not"
    OPENED = "an office, which the call opens where it is not open and is not refused"


class Call:
    """A call: a view function, what it is given and what it gives.

    :param answer: the schema of the answer.
    :param body: the schema of the body; None where none is read.
    :param query: the schema of the query; None where none is read.
    :param office: what it needs of the office of its key, in the path or in the body's ``office``.
    :param status: the HTTP status where nothing is wrong.
    """

    provide_automatic_options = False  # for Flask: OPTIONS is no call of ours
    __name__: str

    def __init__(
        self,
        view: View,
        *,
        answer: type[Schema],
        body: type[Schema] | None,
        query: type[Schema] | None,
        office: Needs,
        status: int,
    ) -> None:
        update_wrapper(self, view)
        self._view = view
        self.answer = answer
        self.body = body
        self.query = query
        self.office = office
        self.status = status

    def __call__(self, **parts: Any) -> Response:
        """Answer the request at hand.

        :param parts: what stands in its path.
        """
        given = parts
        key = given.pop("key", None)
        if self.body:
            try:
                given["body"] = load(self.body, read_json_object())
            except BadJson as bad:
                raise Refused(str(bad)) from bad
            key = given["body"].get("office") if key is None else key
        if self.query:
            given["query"] = load(self.query, request.args.to_dict())
        needs = self.office is not Needs.NOTHING and key is not None
        answer = self._with_office(key, given) if needs else self._view(**given)
        if callable(answer):
            answer = answer()
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
        if self.office is Needs.OPEN:
            raise not_open(key)
        if not KEY.fullmatch(key):
            raise Refused(BAD_KEY)
        return offices.draft(key, offices.defaults)

    def _do(self, office: Office, given: Mapping[str, Any]) -> Any:
        office.last_used = time.monotonic()
        try:
            return self._view(office=office, **given)
        except Refused:
            raise
        except Exception:  # a bug of ours
            office.store.mend()
            raise
        finally:
            g.generation = office.generation


def call(
    *,
    answer: type[Schema],
    body: type[Schema] | None = None,
    query: type[Schema] | None = None,
    office: Needs = Needs.NOTHING,
    status: int = 200,
) -> Callable[[View], Call]:
    """Make a call of a view function; see :class:`Call`.

    The view is given what it asked for by name: ``office``, ``body``, ``query``, and the parts of the path but the key.
    """
    return lambda view: Call(view, answer=answer, body=body, query=query, office=office, status=status)


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


def not_open(key: str, **where: Any) -> Refused:
    """The refusal of a call that needs an open office."""
    return Refused(f"no office is open with the key {key!r}", 404, **where)


def add_generation(response: Response) -> Response:
    """Say the generation of the office that an answer concerns, refused calls included."""
    generation = g.get("generation")
    if generation is None and (key := (request.view_args or {}).get("key")):
        office = served_offices().find(key)
        if office is not None:  # the call was refused before it came to the office
            with locked(office):
                generation = office.generation
    if generation is not None:
        response.headers[GENERATION] = str(generation)
    return response
