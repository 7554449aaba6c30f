"""What memory a server takes: after very many requests of a few kinds, and after many of every kind."""

from __future__ import annotations

import contextlib
import json
import random
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from cases import ASKS, OFFICE, Bench, Line
from load import WRK, BadAnswer, Caller, load
from peers import Running, mock_od

_KEPT = 20  # offices that are open at a time
_CLIENTS = 4  # connections, each with offices of its own
_TIDY = 3  # seconds; what is tidied up once a second has its turn in them
_JSON = {"Content-Type": "application/json"}
_DROPPED = 0
_RULES = (  # faults that the plane sets, each with the call that meets it and the status of its answer
    ({"status": 503, "body": "boom", "headers": {"Retry-After": "5"}}, "GET", 503),
    ({"dropConnection": "before"}, "GET", _DROPPED),
    ({"tooManyRequests": 3}, "GET", 429),
    ({"lostWrite": True}, "POST", _DROPPED),
    ({"ghostWrite": True}, "POST", 201),
)
_FAULTS = (  # faults that a call asks for by itself, likewise
    ("status=503", "GET", 503),
    ("dropConnection=before", "GET", _DROPPED),
    ("dropConnection=middle", "GET", _DROPPED),
    ("dropConnection=reset", "POST", _DROPPED),
    ("eConnector=stopped", "GET", 400),
    ("eConnector=duplicate", "POST", 400),
    ("timeout", "POST", 504),
    ("tooManyRequests", "GET", 429),
    ("lostWrite", "POST", _DROPPED),
    ("ghostWrite", "POST", 201),
    ("stalePage", "GET", 200),
)


def steady(bench: Bench) -> Iterator[Line]:
    """Resident memory after the start, after two turns of requests, and after 75,000 and more."""
    wanted = 1_000 if bench.quick else 75_000
    with mock_od().running() as server, contextlib.closing(Caller(server.port)) as admin:
        begin = server.memory()
        answered, turns, early, warm = 0, 0, 0, 0.0
        while answered < wanted or turns < 4:
            for ask in ASKS.values():
                seconds, wrk = (0.1, None) if bench.quick else (1, WRK)
                answered += load(server.port, ask, 4, seconds, wrk=wrk).answers
            admin.call("POST", "/__admin/reset", {"office": OFFICE})
            turns += 1
            if turns == 2:  # the first reset has imported Flask, and the rows of a turn were written since
                early, warm = answered, server.memory()
            if time.monotonic() > bench.until:
                break
        end = server.memory()
    yield Line("Memory after the start", f"{begin:.1f} MB", "under 66 MB", begin < 66)
    yield Line(f"Memory after {answered:,} requests", f"{end:.1f} MB", "under 66 MB", end < 66)
    if turns > 2:
        what = f"Memory then, after the first {early:,} = 1"
        yield Line(what, f"{end / warm:.3f}", "flat: at most 1.05", end / warm <= 1.05)
    else:
        yield Line("Memory then, after two turns = 1", "not measured: the time was over before")


def mixed(bench: Bench) -> Iterator[Line]:
    """Resident memory after requests of every kind, while hundreds of offices are open, and when they are closed."""
    wanted, kept = (2_000, 20) if bench.quick else (300_000, _KEPT)
    with mock_od().running() as server:
        clients = [
            _Client(server, number, wanted // _CLIENTS, kept // _CLIENTS, bench.until) for number in range(_CLIENTS)
        ]
        with ThreadPoolExecutor(_CLIENTS) as pool:
            answered = sum(pool.map(_Client.work, clients))
        there = sum(len(client.keys) for client in clients)
        time.sleep(_TIDY)
        end = server.memory()
        with contextlib.closing(Caller(server.port)) as admin:
            for office in admin.call("GET", "/__admin/offices")["offices"]:
                admin.call("DELETE", f"/__admin/offices/{office['office']}")
        time.sleep(_TIDY)
        closed = server.memory()
    what = f"Memory after {answered:,} mixed requests, {there} offices open"
    yield Line(what, f"{end:.1f} MB", "under 150 MB", end < 150)
    yield Line("Memory then, all offices closed", f"{closed:.1f} MB", "under 90 MB", closed < 90)


@dataclass
class _Client:
    """Calls one thing after another over one connection, in offices that nobody else calls.

    :param wanted: how many requests it makes.
    :param kept: how many of its offices are open at a time.
    :param until: the moment, on the monotonic clock, when it stops in any case.
    """

    server: Running
    number: int
    wanted: int
    kept: int
    until: float
    keys: deque[str] = field(default_factory=deque)
    """Of the open offices, the oldest first."""
    answered: int = 0

    def work(self) -> int:
        """Make the requests; how many they were."""
        chance = random.Random(self.number)
        with contextlib.closing(Caller(self.server.port)) as self._caller:
            for turn in count():
                self._open(turn)
                for key in (self.keys[-1], chance.choice(self.keys), chance.choice(self.keys)):
                    self._call_api(key, turn)
                    self._call_plane(key, turn)
                    if self.answered >= self.wanted or time.monotonic() > self.until:
                        return self.answered
        raise AssertionError

    def _open(self, turn: int) -> None:
        """One office more, and one less where there are enough."""
        key = f"office-{self.number}-{turn}"
        if turn % 3 == 0 and self.keys:
            self._plane(201, "POST", "", {"key": key, "from": self.keys[-1]})
        elif turn % 3 == 1:
            self._plane(201, "POST", "", {"key": key})
        self.keys.append(key)  # else its first call opens it
        self._api(200, key, "GET", "/discountplans/2")
        if len(self.keys) > self.kept:
            self._plane(200, "DELETE", f"/{self.keys.popleft()}")

    def _call_api(self, key: str, turn: int) -> None:
        for patient in range(1, 11):
            self._api(201, key, "POST", "/treatplans", {"PatNum": patient, "Heading": f"Plan {turn}"})
            self._api(200, key, "GET", f"/treatplans?PatNum={patient}")
            self._api(200, key, "GET", "/discountplans/2")
        self._api(404, key, "GET", f"/discountplans/{10_000_000 + turn}")
        self._api(404, key, "POST", "/treatplans", {"PatNum": 10_000_000 + turn})
        self._api(400, key, "POST", "/treatplans", {"Heading": "of nobody"})
        self._api(400, key, "POST", "/treatplans", '{"PatNum": ')
        self._api(404, key, "GET", f"/nothing{turn}")
        self._ask(400, "GET", "/api/v1/discountplans/2")
        for offset in (0, 1, 2, 3):
            name, verb, status = _FAULTS[(4 * turn + offset) % len(_FAULTS)]
            self._meet(status, key, verb, name)

    def _call_plane(self, key: str, turn: int) -> None:
        then, verb, status = _RULES[turn % len(_RULES)]
        self._plane(201, "POST", f"/{key}/faults", {"times": 1, "then": then})
        self._meet(status, key, verb)
        self._plane(200, "DELETE", f"/{key}/faults")
        self._plane(201, "POST", f"/{key}/snapshots", {"name": "before"})
        self._api(201, key, "POST", "/treatplans", {"PatNum": 2})
        self._plane(200, "POST", f"/{key}/snapshots/before/restore")
        self._plane(200, "DELETE", f"/{key}/snapshots/before")
        self._plane(404, "POST", f"/{key}/snapshots/before/restore")
        self._plane(400, "PUT", f"/{key}", {"mode": f"none{turn}"})
        self._plane(200, "GET", f"/{key}/requests?status=4xx")
        self._ask(200, "POST", "/__admin/reset", {"office": key})

    def _meet(self, status: int, key: str, verb: str, fault: str = "") -> None:
        """A call that meets a fault: the one that it asks for, or the one that waits for it."""
        if verb == "GET":
            self._api(status, key, verb, "/treatplans?PatNum=1&Offset=1", fault=fault)
        else:
            self._api(status, key, verb, "/treatplans", {"PatNum": 2}, fault=fault)

    def _api(self, status: int, key: str, verb: str, path: str, body: object = None, *, fault: str = "") -> None:
        headers = {"Authorization": f"ODFHIR developer/{key}"}
        if fault:
            headers["X-Mock-Od-Fault"] = fault
        self._ask(status, verb, f"/api/v1{path}", body, headers)

    def _plane(self, status: int, verb: str, path: str, body: object = None) -> None:
        self._ask(status, verb, f"/__admin/offices{path}", body)

    def _ask(
        self, status: int, verb: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> None:
        """Call, and see that the answer has the status that it must have."""
        sent = body if isinstance(body, str) or body is None else json.dumps(body)
        found = self._caller.status(verb, path, sent, {**_JSON, **(headers or {})} if sent else headers)
        self.answered += 1
        if found != status:
            raise BadAnswer(f"{verb} {path} {sent}: {found}, not {status}")
