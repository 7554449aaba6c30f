"""Offices one by one: open, fork, set, look at, close.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, g

from mock_od.office.office import Office, Offices, TakenKey
from mock_od.office.settings import Settings
from mock_od.office.settings_schema import SettingsSchema
from mock_od.web.plane import answers, bodies
from mock_od.web.plane.binding import Answer, Needs, call, locked, not_open, served_offices
from mock_od.web.plane.errors import Refused
from mock_od.web.plane.rows import world_image

routes = Blueprint("offices", __name__)


@routes.get("/offices")
@call(answer=answers.OfficesShown)
def list_offices() -> Answer:
    """The open offices."""
    shown = []
    for office in served_offices().all():
        with locked(office) as is_open:
            if is_open:
                shown.append(_shown(office))
    return {"offices": shown}


@routes.post("/offices")
@call(body=bodies.NewOfficeBody, answer=answers.OfficeShown, status=201)
def make_office(body: dict[str, Any]) -> Answer:
    """Open a new office: from another, from a world, or as any new key opens it."""
    offices, start, changes = served_offices(), body["source"], body["settings"]
    if start is not None and "world" in changes:
        says = "from says what the office starts with; leave the world out of settings"
        raise Refused(says, at=("settings", "world"))
    try:
        if isinstance(start, str):
            office = _fork(offices, start, body["key"], changes)
        else:
            settings = _changed(offices.defaults, {**changes, **(start or {})}, "settings")
            if settings.world != offices.defaults.world:
                world_image(settings.world, "from" if start else "settings", "world")
            office = offices.make(body["key"] or None, settings)
    except TakenKey as taken:
        says = f"an office is open with the key {body['key']!r}; delete it, or choose another"
        raise Refused(says, 409, at=("key",)) from taken
    with locked(office):
        g.generation = office.generation
        return _shown(office)


def _fork(offices: Offices, key: str, new_key: str, changes: dict[str, Any]) -> Office:
    source = offices.find(key)
    if source is None:
        raise not_open(key, at=("from",))
    with locked(source) as is_open:
        if not is_open:
            raise not_open(key, at=("from",))
        return offices.fork(source, new_key or None, _changed(source.settings, changes, "settings"))


@routes.get("/offices/<key>")
@call(answer=answers.OfficeShown, office=Needs.OPEN)
def show_office(office: Office) -> Answer:
    """The settings of an office, and how it stands."""
    return _shown(office)


@routes.put("/offices/<key>")
@call(body=SettingsSchema, answer=answers.OfficeShown, office=Needs.OPENED)
def set_settings(body: dict[str, Any], office: Office) -> Answer:
    """Change settings of an office; the others stay as they are."""
    settings = _changed(office.settings, body)
    office.apply(settings, world_image(settings.world, "world") if "world" in body else None)
    return _shown(office)


@routes.delete("/offices/<key>")
@call(answer=answers.OfficeClosed, office=Needs.OPEN)
def close_office(office: Office) -> Answer:
    """Forget an office; the next call of its key opens a fresh one."""
    served_offices().close(office.key)
    return {"closed": office.key}


@routes.put("/offices/<key>/choices")
@call(body=bodies.ChoicesBody, answer=answers.ChoicesShown, office=Needs.OPENED)
def switch_choices(body: dict[str, bool], office: Office) -> Answer:
    """Switch choices of ours on or off for an office."""
    _check_choices(body)
    settings = replace(office.settings, choices={**office.settings.choices, **body})
    office.apply(settings)
    known = office.catalog.choices
    switched = {name: settings.choices.get(name, choice.default) for name, choice in known.items()}
    return {"office": office.key, "choices": switched}


def _changed(settings: Settings, changes: dict[str, Any], *at: str) -> Settings:
    """Settings with some changed.

    :param at: where the body has them.
    :raises Refused: for a choice that there is not.
    """
    _check_choices(changes.get("choices", ()), *at, "choices")
    return replace(settings, **changes)


def _check_choices(names: Iterable[str], *at: str) -> None:
    known = served_offices().engine.catalog.choices
    for name in names:
        if name not in known:
            raise Refused(f"there is no choice {name!r}", at=(*at, name), known=sorted(known))


def _shown(office: Office) -> Answer:
    """An office, whose lock the caller holds."""
    return {
        "office": office.key,
        "generation": office.generation,
        "settings": office.settings,
        "clock": {"now": office.clock.now().isoformat(" "), "frozen": office.clock.frozen},
        "waited_seconds": round(office.throttle.waited, 3),
    }
