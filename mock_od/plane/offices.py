"""The server and its offices: open, fork, set, look at, reset, close; the clock of one and its next keys.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import g

from mock_od import __version__
from mock_od.office.clock import ClockStart
from mock_od.office.office import Office
from mock_od.office.offices import Offices, TakenKey
from mock_od.office.settings import Settings
from mock_od.office.settings_schema import ClockSchema, SettingsSchema
from mock_od.plane import answers, bodies
from mock_od.plane.binding import Answer, Call, each_office, locked, not_open, served_offices
from mock_od.plane.errors import Refused
from mock_od.plane.rows import refusing_world


@Call("GET", "/health", answers.Health)
def show_health() -> Answer:
    """Whether it can serve: the start world is read then."""
    served_offices().start_image()
    return {"status": "ready", "version": __version__}


@Call("GET", "/worlds", answers.WorldsShown)
def list_worlds() -> Answer:
    """The worlds that come with mock_od."""
    return {"worlds": served_offices().worlds.names}


@Call("POST", "/reset", answers.ResetDone, body=bodies.ResetBody, opens=True)
def reset(body: dict[str, Any], office: Office | None = None) -> Answer:  # noqa: ARG001  # its office is found already
    """Put one office, or all of them, back to the start world."""
    if office:
        office.reset()
        return {"reset": [office.key]}
    done = []
    for one in each_office():
        one.reset()
        done.append(one.key)
    return {"reset": done}


@Call("GET", "/offices", answers.OfficesShown)
def list_offices() -> Answer:
    """The open offices."""
    return {"offices": [_shown(office) for office in each_office()]}


@Call("POST", "/offices", answers.OfficeShown, body=bodies.NewOfficeBody, status=201)
def make_office(body: dict[str, Any]) -> Answer:
    """Open a new office: from another, from a world, or as any new key opens it."""
    offices, start, changes = served_offices(), body["source"], body["settings"]
    if start is not None and "world" in changes:
        says = "from says what the office starts with; leave the world out of settings"
        raise Refused(says, at=("settings", "world"))
    if isinstance(start, str) and "dates" in changes:
        says = "from is an office, whose rows the new one has as they are; leave dates out of settings"
        raise Refused(says, at=("settings", "dates"))
    try:
        if isinstance(start, str):
            office = _fork(offices, start, body["key"], changes)
        else:
            settings = _changed(offices.defaults, {**changes, **(start or {})}, "settings")
            with refusing_world("from" if start else "settings", dates_at=("settings", "dates")):
                office = offices.make(body["key"] or None, settings)
    except TakenKey as taken:
        says = f"an office is open with the key {body['key']!r}; delete it, or choose another"
        raise Refused(says, 409, at=("key",)) from taken
    with locked(office):
        g.generation = office.generation
        return _shown(office)


def _fork(offices: Offices, key: str, new_key: str, changes: dict[str, Any]) -> Office:
    if source := offices.find(key):
        with locked(source) as is_open:
            if is_open:
                settings = _changed(source.settings, changes, "settings")
                clock = settings.new_clock() if "clock" in changes else None
                return offices.fork(source, new_key or None, settings, clock)
    raise not_open(key, at=("from",))


@Call("GET", "/offices/<key>", answers.OfficeShown)
def show_office(office: Office) -> Answer:
    """The settings of an office, and how it stands."""
    return _shown(office)


@Call("PUT", "/offices/<key>", answers.OfficeShown, body=SettingsSchema, opens=True)
def set_settings(body: dict[str, Any], office: Office) -> Answer:
    """Change settings of an office; the others stay as they are."""
    offices = served_offices()
    settings = _changed(office.settings, body)
    clock = settings.new_clock()
    if "clock" not in body:
        clock.copy(office.clock)
    # A clock that is set later moves no rows; the one that an office opens with decides where they are moved to.
    opens = offices.find(office.key) is not office
    world = None
    if body.keys() & {"world", "dates", *(("clock", "timezone") if opens else ())}:
        with refusing_world():
            world = offices.start_image(settings, clock)
    office.apply(settings, world, clock if "clock" in body else None)
    return _shown(office)


@Call("DELETE", "/offices/<key>", answers.OfficeClosed)
def close_office(office: Office) -> Answer:
    """Forget an office; the next call of its key opens a fresh one."""
    served_offices().close(office.key)
    return {"closed": office.key}


@Call("PUT", "/offices/<key>/choices", answers.ChoicesShown, body=bodies.ChoicesBody, opens=True)
def switch_choices(body: dict[str, bool], office: Office) -> Answer:
    """Switch choices of ours on or off for an office."""
    _check_choices(body)
    settings = replace(office.settings, choices={**office.settings.choices, **body})
    office.apply(settings)
    known = office.catalog.choices
    return {"choices": {name: settings.choices.get(name, choice.default) for name, choice in known.items()}}


@Call("GET", "/offices/<key>/clock", answers.ClockShown)
def show_clock(office: Office) -> Answer:
    """The office's time."""
    return _time(office)


@Call("PUT", "/offices/<key>/clock", answers.ClockShown, body=ClockSchema, opens=True)
def set_clock(body: dict[str, Any], office: Office) -> Answer:
    """Set the clock, freeze it, let it run, or put it back to the machine's."""
    office.clock.begin(ClockStart(**body) if body else None)
    return _time(office)


@Call("POST", "/offices/<key>/clock/advance", answers.ClockShown, body=bodies.AdvanceBody, opens=True)
def advance_clock(body: dict[str, Any], office: Office) -> Answer:
    """Let time pass."""
    try:
        office.clock.advance(timedelta(**body))
    except OverflowError as far:
        raise Refused(bodies.TOO_FAR) from far
    return _time(office)


@Call("GET", "/offices/<key>/sequence", answers.SequenceShown)
def show_sequence(office: Office) -> Answer:
    """The next key of each table."""
    return {"sequence": office.records.sequences()}


@Call("PUT", "/offices/<key>/sequence", answers.SequenceShown, body=bodies.SequenceBody, opens=True)
def set_sequence(body: dict[str, int], office: Office) -> Answer:
    """Set the next key of tables."""
    known = office.catalog.tables
    for table, following in body.items():
        if table not in known:
            problem = f"there is no table {table!r}{known.unknown(table)}"
            raise Refused(problem, at=(table,), known=known.known_near(table))
        highest = office.records.highest(table)
        if following <= highest:
            problem = f"{highest} is taken; the next key can be {highest + 1} or more"
            raise Refused(problem, at=(table,), sentence=f"{table}: {problem}")
    for table, following in body.items():
        office.records.continue_at(table, following)
    return {"sequence": office.records.sequences()}


def _changed(settings: Settings, changes: dict[str, Any], *at: str) -> Settings:
    _check_choices(changes.get("choices", ()), *at, "choices")
    return replace(settings, **changes)


def _check_choices(names: Iterable[str], *at: str) -> None:
    known = served_offices().engine.catalog.choices
    for name in names:
        if name not in known:
            raise Refused(f"there is no choice {name!r}", at=(*at, name), known=sorted(known))


def _time(office: Office) -> Answer:
    return {"now": office.clock.now().isoformat(" "), "frozen": office.clock.frozen}


def _shown(office: Office) -> Answer:
    """An office, whose lock the caller holds."""
    return {
        "office": office.key,
        "generation": office.generation,
        "settings": office.settings,
        "clock": _time(office),
        "waitedSeconds": round(office.throttle.waited, 3),
    }
