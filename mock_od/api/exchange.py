"""One request of a client with an office, from the fault that it meets to the entry in the journal.

May not: know a resource, or any kind of server.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mock_od import declare as d
from mock_od import explain
from mock_od.api.gate import authorize, check_e_connector, check_type, developer_name, is_throttled, take_turn
from mock_od.api.request import Request
from mock_od.call import Change, Effect, Refusal
from mock_od.engine.perform import Answer
from mock_od.engine.route import find_method, find_resource
from mock_od.faults import BadFault, Fault
from mock_od.office.office import Office
from mock_od.office.throttle import NO_WAIT, Turn
from mock_od.reply import Reply, broken, hint_text, refused, timed_out, to_json
from mock_od.wire import FAULT, GENERATION, HINT

_OFFSET = re.compile(r"[0-9]{1,18}")


class Exchange:
    """A request and its reply. The caller holds the lock of the office that each method is given.

    :param developer: the developer key that calls.
    """

    def __init__(self, request: Request, developer: str) -> None:
        self._request = request
        self._developer = developer
        self._fault: Fault | None = None
        self._refused: Reply | None = None
        """The reply to a call that is refused before it is its turn."""
        self._office: Office
        self._mode = ""
        self._method: d.Method | None = None
        self._ignored: Sequence[str] = ()
        self._changes: Sequence[Change] = ()
        self.effects: Sequence[Effect] = ()
        """What is to be done when the office is free again."""

    # --- the way to the office ---

    def take_turn(self, office: Office) -> Turn:
        """Find out which fault the call meets, if any, and reserve its turn.

        Where calls are not kept apart, and where the call fails before its turn would come, that is at once.
        """
        try:
            self._fault = office.faults.draw(self._request)
            fails = self._fault is not None and self._fault.instead
            if not fails and is_throttled(office.settings, self._request.mode or office.settings.mode):
                return take_turn(office)
        except BadFault as bad:
            self._refused = refused(Refusal(explain.MALFORMED, hint=f"{FAULT}: {bad}"))
        except Refusal as refusal:
            self._refused = refused(refusal)
        return NO_WAIT

    # --- in the office ---

    def answer(self, office: Office, *, waited: float) -> Reply:
        """What the call is answered, noted in the journal.

        :param waited: the seconds that it waited for its turn.
        """
        self._office = office
        self._mode = self._request.mode or office.settings.mode
        began = office.elapsed()
        try:
            reply = self._refused or (self._fault.meet(self) if self._fault else self.perform())
        except Exception:  # noqa: BLE001  # a bug of ours is answered, and stands in the journal, like all else
            office.store.mend()
            reply = broken()
        reply.headers[GENERATION] = str(office.generation)
        if office.notice:
            reply.headers[HINT] = hint_text(line for line in (office.notice, reply.headers.get(HINT)) if line)
            office.notice = ""
        reply.throttled, reply.delayed = waited, reply.delay
        if reply.delay and office.skip(reply.delay):
            reply.delay = 0.0
        office.journal.record(
            verb=self._request.verb,
            path=self._request.path,
            query=self._request.query,
            body=self._request.body,
            status=None if reply.cut else reply.status,
            answer=b"" if reply.cut else reply.content,
            hint=reply.headers.get(HINT, ""),
            method=self._method,
            ignored=self._ignored,
            changes=self._changes,
            seconds=waited + office.elapsed() - began + reply.delay,
        )
        return reply

    # --- what a fault may ask for ---

    @property
    def patience(self) -> float:
        """Seconds after which the gateway gives the office up."""
        return self._office.settings.timeout_seconds if self._mode == "remote" else math.inf

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """What happens to the rows inside happens, and is then taken back."""
        with self._office.store.rehearsal():
            yield
        self._changes = self.effects = ()

    def perform(self, *, stale: bool = False) -> Reply:
        """Do what the request asks for: the API's order of checks.

        :param stale: whether a later page begins one row early.
        """
        try:
            remote = self._mode == "remote"
            if remote:
                check_e_connector(self._office.settings, self._developer)
            began = time.monotonic() if remote else 0.0
            resource = find_resource(self._office.catalog, self._request.verb, self._request.segments)
            found = self._call(resource, stale=stale)
        except Refusal as refusal:
            self._ignored = refusal.ignored
            return refused(refusal)
        self._ignored, self._changes, self.effects = found.ignored, found.changes, found.effects
        if remote and time.monotonic() - began > self.patience:
            return timed_out()
        reply = Reply(found.status, content_type="") if found.body is None else Reply(found.status, to_json(found.body))
        if found.hints:
            reply.headers[HINT] = hint_text(found.hints)
        if found.location or found.key is not None:
            reply.headers["Location"] = found.location or f"{self._request.base}/{resource.path}/{found.key}"
        return reply

    def _call(self, resource: type[d.Resource], *, stale: bool) -> Answer:
        """The method, the keys and permissions, the Content-Type; the rest of the checks is the engine's."""
        request, office = self._request, self._office
        try:
            rest, documented, settings = request.segments[1:], office.catalog.documented, office.settings
            runs = settings.version
            method, key = find_method(resource, request.verb, rest, settings.number, runs, documented=documented)
            self._method = method
            authorize(office, self._developer, method)
            check_type(request, settings, method)
            return office.perform(
                method,
                key,
                query=_one_row_early(request.parameters) if stale else request.parameters,
                read=lambda: request.fields,
                developer=developer_name(settings, self._developer),
                mode=self._mode,
            )
        except Refusal as refusal:
            refusal.hint = refusal.hint or f"see {resource.page}"
            raise


def _one_row_early(parameters: dict[str, str]) -> dict[str, str]:
    """The parameters of a later page that begins with the row that the page before ended with."""
    if _OFFSET.fullmatch(offset := parameters.get("Offset", "")):
        return {**parameters, "Offset": str(max(0, int(offset) - 1))}
    return parameters
