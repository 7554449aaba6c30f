"""What is measured. Each case gives the lines of the table that come of it."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from load import WRK, Ask, Caller, Pace, load
from peers import CREDENTIALS, SIGNED, Peer, Running, bare_flask, mock_od
from werkzeug.test import create_environ

from mock_od.engine.perform import Engine
from mock_od.engine.sql import insert
from mock_od.office.office import Office
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.app import create_app
from mock_od.web.asgi_app import server_of
from mock_od.web.server import Server

OFFICE = "bench"  # the customer key in CREDENTIALS
CONNECTIONS = (1, 16)
READ = Ask("/api/v1/discountplans/2", headers=CREDENTIALS)
LIST = Ask("/api/v1/treatplans?PatNum=1", headers=CREDENTIALS)
WRITE = Ask("/api/v1/treatplans", "POST", {**CREDENTIALS, "Content-Type": "application/json"}, '{"PatNum": 2}')
ASKS = {"GET /discountplans/2": READ, "GET /treatplans?PatNum=…": LIST, "POST /treatplans": WRITE}

_FILL = insert(
    "INSERT",
    catalog().tables["treatplan"],
    ["PatNum", "DateTP", "Heading", "Note", "TPStatus", "SecUserNumEntry", "SecDateEntry", "SecDateTEdit"],
)
_PLANS = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
SELECT CASE WHEN i % ? THEN 1000 + i / 5 ELSE 1 + i / ? % 200 END, '2025-05-03', 'Phase ' || i, ?, 1, 8,
       '2025-05-03', '2025-05-03 17:25:25'
FROM n"""
_NOTE = "If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY. " * 3


@dataclass(frozen=True)
class Line:
    """One line of the table.

    :param reached: None where nothing was to be reached, or where it could not be measured.
    """

    what: str
    measured: str
    target: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class Rates:
    """How one request fared against the same load on the others: a line of the second table."""

    what: str
    connections: int
    rate: float
    p99: float
    against: dict[str, tuple[float, float, float]]
    """By the other's name: its rate, its p99, and our rate as a multiple of its rate."""


@dataclass
class Bench:
    """What every case needs to know."""

    peers: Sequence[Peer]
    missing: Mapping[str, str]
    quick: bool
    until: float
    """The moment, on the monotonic clock, when the case should be done."""
    rates: list[Rates] = field(default_factory=list)

    def times(self, count: int) -> int:
        """So often, or a few times only when it is to be quick."""
        return max(2, count // 20) if self.quick else count

    def rounds(self, count: int) -> Iterator[int]:
        """Numbers from 0, at least one, fewer than that many when the time is over."""
        for number in range(1 if self.quick else count):
            if number and time.monotonic() > self.until:
                return
            yield number


def _medians(times: int, **actions: Callable[[], object]) -> dict[str, float]:
    """The median seconds of each action, the actions taken in turns."""
    spent: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(times):
        for name, action in actions.items():
            began = time.perf_counter()
            action()
            spent[name].append(time.perf_counter() - began)
    return {name: statistics.median(found) for name, found in spent.items()}


def _under(what: str, seconds: float, target: float | None = None) -> Line:
    if target is None:
        return Line(what, _span(seconds))
    return Line(what, _span(seconds), f"under {_span(target)}", seconds < target)


def _span(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"


def _missing(what: str, bench: Bench, *names: str) -> Iterator[Line]:
    for name in names:
        if name in bench.missing:
            yield Line(what.format(name), f"not measured: {bench.missing[name]}")


# --- processes ---


def start(bench: Bench) -> Iterator[Line]:
    """Start to first answer of each server, in turns; the first round warms the disk's cache and does not count."""
    spent: dict[str, list[float]] = {}
    resident: dict[str, list[float]] = {}
    counting = 5
    for number in bench.rounds(counting + 1):
        for peer in (mock_od(), *bench.peers):
            with peer.running() as server:
                if number or bench.quick:
                    spent.setdefault(peer.name, []).append(server.first_answer)
                    resident.setdefault(peer.name, []).append(server.memory())
    ours = spent.pop("mock-od")
    yield Line("Start to first answer, world clinic", _span(statistics.median(ours)))
    for name, found in spent.items():
        ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, found, strict=True))
        measured = f"{ratio:.2f} ({name}: {_span(statistics.median(found))})"
        has_target = name == "json-server"
        target = "no slower: at most 1" if has_target else ""
        yield Line(f"Start, {name} = 1", measured, target, ratio <= 1 if has_target else None)
    yield from _missing("Start, {} = 1", bench, *bench.missing)
    beside = ", ".join(f"{name}: {statistics.median(found):.0f} MB" for name, found in resident.items())
    yield Line("Memory after the first answer, beside others", beside)


def throughput(bench: Bench) -> Iterator[Line]:
    """Requests per second and p99 beside the other servers, in slices that take turns."""
    seen: dict[tuple[str, int], dict[str, list[Pace]]] = {}
    with contextlib.ExitStack() as running:
        servers = [running.enter_context(peer.running()) for peer in (mock_od(), bare_flask(), *bench.peers)]
        admins = [
            running.enter_context(contextlib.closing(Caller(server.port))) for server in servers if server.peer.is_ours
        ]
        listed = {admin.port: _list_of_two(admin) for admin in admins}
        for server in servers:
            for ask in ASKS.values():
                _slice(bench, server, ask, 1, warm=True)
        for number in bench.rounds(6):
            for what, ask in ASKS.items():
                for connections in CONNECTIONS:
                    paces = seen.setdefault((what, connections), {server.peer.name: [] for server in servers})
                    for server in servers if number % 2 else servers[::-1]:
                        asked = listed.get(server.port, ask) if ask is LIST else ask
                        pace = _slice(bench, server, asked, connections)
                        paces[server.peer.name].append(pace)
                for admin in admins:
                    admin.call("POST", "/__admin/reset", {"office": OFFICE})
    for (what, connections), paces in seen.items():
        ours = paces.pop("mock-od")
        against = {name: (*_middle(theirs), _ratio(ours, theirs)) for name, theirs in paces.items()}
        bench.rates.append(Rates(what, connections, *_middle(ours), against))
    lowest = {name: min(rates.against[name][2] for rates in bench.rates) for name in bench.rates[0].against}
    targets = {"before": 0.75, "json-server": 1.0, "moto": 5.0}
    for name, ratio in lowest.items():
        target = targets.get(name)
        aim, reached = (f"at least {target:g}", ratio >= target) if target else ("", None)
        yield Line(f"Requests per second, lowest of the six, {name} = 1", f"{ratio:.2f}", aim, reached)
    yield from _missing("Requests per second, {} = 1", bench, *bench.missing)


def _list_of_two(caller: Caller) -> Ask:
    """A list of two plans: which patient has so many differs between the worlds of two versions."""
    plans = Counter(plan["PatNum"] for plan in caller.call("GET", "/api/v1/treatplans", headers=CREDENTIALS))
    patient = min(number for number, count in plans.items() if count == 2)
    return Ask(f"/api/v1/treatplans?PatNum={patient}", headers=CREDENTIALS)


def _slice(bench: Bench, server: Running, ask: Ask, connections: int, *, warm: bool = False) -> Pace:
    """A mock-od is asked what is asked, bare Flask the same with its own path, the others for their smallest read."""
    smallest = server.peer.ask
    if server.peer.name == "bare Flask":
        ask = Ask(smallest.path, ask.verb, ask.headers, ask.body)
    elif not server.peer.is_ours:
        ask = smallest
    short = bench.quick or warm
    return load(server.port, ask, connections, 0.2 if short else 1, wrk=None if short else WRK)


def _middle(paces: Iterable[Pace]) -> tuple[float, float]:
    paces = list(paces)
    return statistics.median(pace.rate for pace in paces), statistics.median(pace.p99 for pace in paces)


def _ratio(ours: Iterable[Pace], theirs: Iterable[Pace]) -> float:
    """Of each round by itself, so that a machine that grows slower from round to round makes no difference."""
    return statistics.median(mine.rate / other.rate for mine, other in zip(ours, theirs, strict=True))


def suite(bench: Bench) -> Iterator[Line]:
    """A suite whose tests each open an office, write and read; moto's tests reset, put and get."""
    count = 50 if bench.quick else 1_000
    with mock_od().running() as server, contextlib.closing(Caller(server.port)) as caller:
        ours = _medians(1, suite=partial(_often, count, _our_test, caller))["suite"]
    yield Line(f"{count:,} tests: open an office, write, read, close it", _span(ours))
    yield from _missing("As many against {}: reset, put, get", bench, "moto")
    for peer in bench.peers:
        if peer.name == "moto":
            few = 10 if bench.quick else 100
            with peer.running() as server, contextlib.closing(Caller(server.port, SIGNED)) as caller:
                spent = _medians(1, suite=partial(_often, few, _motos_test, caller))["suite"]
            theirs = spent * count / few
            what = f"As many against moto: reset, put, get ({few} of them, scaled)"
            yield Line(what, f"{_span(theirs)}: {theirs / ours:.1f} times as long")


def _often(count: int, test: Callable[[Caller], None], caller: Caller) -> None:
    for _ in range(count):
        test(caller)


def _our_test(caller: Caller) -> None:
    key = caller.call("POST", "/__admin/offices", {})["office"]
    mine = {"Authorization": f"ODFHIR developer/{key}"}
    made = caller.call("POST", "/api/v1/treatplans", {"PatNum": 2, "Heading": "A"}, mine)
    read = caller.call("GET", "/api/v1/treatplans?PatNum=2", headers=mine)
    assert made["TreatPlanNum"] in [plan["TreatPlanNum"] for plan in read]
    caller.call("DELETE", f"/__admin/offices/{key}")


def _motos_test(caller: Caller) -> None:
    caller.call("POST", "/moto-api/reset")
    caller.call("PUT", "/bench")
    caller.call("GET", "/bench")


# --- in this process ---


def _offices(world: str) -> Offices:
    return Offices(Engine(catalog()), Settings(world=world))


def _fill(office: Office, rows: int) -> None:
    """Give an office so many treatment plans and no others: five for each of 200 patients, among those of others."""
    step = max(1, rows // 1_000)
    with office.store.transaction():
        office.store.execute("DELETE FROM treatplan")
        office.store.many(_FILL, office.store.execute(_PLANS, (rows, step, step, _NOTE)))


def _touch(office: Office) -> None:
    office.store.execute("UPDATE treatplan SET Heading = 'changed' WHERE TreatPlanNum = 1")


def reset(bench: Bench) -> Iterator[Line]:
    """Back to a start world, after a write: in process and over HTTP."""
    for what, rows, times, target in (("the clinic world", 0, 200, 0.002), ("100,000 rows", 100_000, 20, 0.02)):
        offices = _offices("clinic")
        office = offices.open(OFFICE)
        if rows:
            _fill(office, rows)
            office.apply(office.settings, office.store.image())
        server = _serving(offices)
        with contextlib.closing(Caller(server.port)) as caller:
            found = _medians(
                bench.times(times),
                write=partial(_touch, office),
                reset=office.reset,
                write_again=partial(_touch, office),
                called=partial(caller.call, "POST", "/__admin/reset", {"office": OFFICE}),
            )
        server.stop()
        yield _under(f"Reset, {what}", found["reset"], target)
        yield _under(f"Reset over HTTP, {what}", found["called"], target)


def lists(bench: Bench) -> Iterator[Line]:
    """One patient's plans among a thousand and among a million, through the WSGI app, in turns."""
    many = 20_000 if bench.quick else 1_000_000
    offices = _offices("clinic")
    app = create_app(offices)
    for key, rows in (("few", 1_000), ("many", many)):
        _fill(offices.open(key), rows)
    asked = {key: _listing(app, key) for key in ("few", "many")}
    _medians(200, **asked)
    found = _medians(bench.times(4_000), **asked)
    ratio = found["many"] / found["few"]
    what = f"GET /treatplans?PatNum=… among {many:,} plans, among 1,000 = 1"
    yield Line(what, f"{ratio:.2f} ({_span(found['many'])})", "at most 1.5", ratio <= 1.5)


def _listing(app: Any, key: str) -> Callable[[], None]:
    """Ask the app for the plans of one patient after another."""
    headers = {"Authorization": f"ODFHIR developer/{key}"}
    paths = [f"/api/v1/treatplans?PatNum={number}" for number in range(1, 201)]
    environs = [create_environ(path, "http://127.0.0.1", headers=headers) for path in paths]
    turn = 0

    def call() -> None:
        nonlocal turn
        turn = (turn + 1) % len(environs)
        statuses: list[str] = []
        body = app(dict(environs[turn]), lambda status, *_: statuses.append(status))
        content = b"".join(body)

        assert statuses == ["200 OK"]
        assert content.count(b'"TreatPlanNum"') == 5

    return call


def fixtures(bench: Bench) -> Iterator[Line]:
    """What a test's fixtures do: a server in a thread, and an office for each test."""
    offices = _offices("clinic")
    servers: list[Server] = []
    found = _medians(
        bench.times(40),
        start=lambda: servers.append(_serving(offices)),
        answer=lambda: _greet(servers[-1]),
        stop=lambda: servers.pop().stop(),
    )
    yield _under("Server in a thread: start", found["start"], 0.03)
    yield _under("Server in a thread: stop", found["stop"], 0.15)
    make, close = partial(offices.make, "fresh", offices.defaults), partial(offices.close, "fresh")
    fresh = _medians(bench.times(400), make=make, close=close)
    yield _under("Fresh office, world clinic", fresh["make"], 0.002)
    server = _serving(offices)
    with contextlib.closing(Caller(server.port)) as caller:
        make = partial(caller.call, "POST", "/__admin/offices", {"key": "fresh"})
        asked = _medians(bench.times(200), make=make, close=close)
    server.stop()
    yield _under("Fresh office over HTTP, world clinic", asked["make"], 0.0025)


def _serving(offices: Offices) -> Server:
    server = server_of(offices)
    server.listen()
    server.start()
    return server


def _greet(server: Server) -> None:
    with contextlib.closing(Caller(server.port)) as caller:
        caller.call("GET", "/__admin/health")


def copies(bench: Bench) -> Iterator[Line]:
    """Snapshot, restore and fork of an office with few rows and with many."""
    for rows, times in ((2_000, 100), (100_000, 12)):
        offices = _offices("empty")
        office = offices.open(OFFICE)
        _fill(office, rows)
        found = _medians(
            bench.times(times),
            snapshot=partial(_snapshot, office),
            write=partial(_touch, office),
            restore=partial(_restore, office),
            fork=partial(offices.fork, office, "fork", office.settings),
            close=partial(offices.close, "fork"),
        )
        for name in ("snapshot", "restore", "fork"):
            yield _under(f"{name.capitalize()}, {rows:,} rows", found[name])


def _snapshot(office: Office) -> None:
    office.snapshots["one"] = office.store.image()


def _restore(office: Office) -> None:
    office.restore(office.snapshots["one"])
