"""The API: a request goes in, a reply comes out, and between them the seconds that the client has to wait.

Nothing here reads a socket or sleeps: each driver of the generator does both in its own way. :meth:`Api.answer` is the
way to the office and back, :meth:`Exchange.perform` the API's order of checks.
May not: know a resource, or any kind of server.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Final

from mock_od import explain
from mock_od.api.exchange import Exchange
from mock_od.api.request import Request
from mock_od.call import Awaited, Refusal
from mock_od.engine.route import find_method, find_resource
from mock_od.office.office import Office
from mock_od.office.offices import NoRoom, Offices, UnknownKey
from mock_od.reply import Reply, broken, refused
from mock_od.wire import GENERATION, HINT

Steps = Generator[float, None, Reply]
"""An answer step by step: it yields the seconds to wait before the next step, and returns the reply."""

A_MOMENT: Final = 0.002
"""Seconds after which a call tries again to enter an office that another call is in."""

A_WHILE: Final = 0.01
"""Seconds between two looks whether a transfer is over."""


class Visit:
    """An office whose lock is held until the end of the ``with`` block."""

    __slots__ = ("_office",)

    def __init__(self, office: Office) -> None:
        self._office = office

    def __enter__(self) -> Office:
        return self._office

    def __exit__(self, *_: object) -> None:
        self._office.lock.release()


class Api:
    """Answers requests to the API from the offices of a server."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices
        self._slow = offices.engine.catalog.slow

    def reads_body(self, request: Request) -> bool:
        """Whether the body of a request has to be read: that of a GET has not, and a stranger's has not either."""
        keys = request.credentials
        return request.has_body and keys is not None and self._offices.is_known(keys.customer)

    def answer(self, request: Request) -> Steps:
        """Answer a request.

        When the client goes away during a wait, the driver closes the generator, and its turn is free for others.
        """
        keys = request.credentials
        try:
            if keys is None:
                return self._refuse_caller(request, _keyless(request, self._offices.defaults.mode))
            if not request.may_block and (request.segments[0], request.verb) in self._slow:
                request.may_block = True
                yield 0.0  # the next step has a thread
            exchange = Exchange(request, keys.developer)
            with (yield from self._enter(keys.customer, request)) as office:
                turn = exchange.take_turn(office)
                reply = None if turn.wait else exchange.answer(office, waited=turn.waited)
            if reply is None:
                try:
                    yield turn.wait
                except GeneratorExit:
                    office.throttle.give_back(turn)  # without the lock: at the worst the turn stays taken
                    raise
                with (yield from self._enter(keys.customer, request)) as office:
                    reply = exchange.answer(office, waited=turn.waited)
            for effect in exchange.effects:
                reply = yield from _await(effect(), reply)
            if reply.delay:
                yield reply.delay
        except (UnknownKey, NoRoom) as outside:
            return self._refuse_caller(request, Refusal(explain.BAD_CREDENTIALS, 401, hint=str(outside)))
        except Exception:  # noqa: BLE001  # the last resort: whatever went wrong, the client gets an answer
            return broken()
        else:
            return reply

    def _enter(self, key: str, request: Request) -> Generator[float, None, Visit]:
        """Get into the office of a key. A call that may not stand still for another one tries again a moment later."""
        while True:
            office = self._offices.of_caller(key)
            if not office.lock.acquire(blocking=request.may_block):
                yield A_MOMENT
            elif office.closed:  # between the look at it and the lock; the key has another one now
                office.lock.release()
            else:
                office.last_used = time.monotonic()
                return Visit(office)

    def _refuse_caller(self, request: Request, refusal: Refusal) -> Reply:
        """Refuse a caller without an office.

        The resource and the method come first here too, in the version that the server starts offices with.
        """
        defaults = self._offices.defaults
        try:
            catalog, rest = self._offices.engine.catalog, request.segments[1:]
            resource = find_resource(catalog, request.verb, request.segments)
            runs, documented = defaults.version, catalog.documented
            find_method(resource, request.verb, rest, defaults.number, runs, documented=documented)
        except Refusal as earlier:
            refusal = earlier
        reply = refused(refusal)
        reply.stranger = True
        self._offices.strangers.record(
            request.credentials.customer if request.credentials else "",
            verb=request.verb,
            path=request.path,
            query=request.query,
            reply=(reply.status, reply.content, reply.headers[HINT]),
        )
        return reply


def _await(waited: Awaited | None, reply: Reply) -> Steps:
    """Wait for what a reply depends on; the reply, or the refusal that stands in its place."""
    if waited is None:
        return reply
    while not waited.done():
        yield A_WHILE
    refusal = waited.result()
    if refusal is None:
        return reply
    instead = refused(refusal)
    instead.headers[GENERATION] = reply.headers[GENERATION]
    return instead


def _keyless(request: Request, mode: str) -> Refusal:
    """How a call without keys is refused, or with keys that cannot be read."""
    hint = "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}"
    if (request.mode or mode) == "remote" and "authorization" not in request.headers:
        return Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
    return Refusal(explain.MALFORMED, hint=hint)
