"""Offices one by one: open, fork, settle, look at, close.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Mapping

from mock_od.office.office import Office, TakenKey
from mock_od.office.settings import Settings
from mock_od.office.worlds import UnknownWorld
from mock_od.web.admin.plane import AdminError, Body, Desk, json_object, only, text


class Settled(Desk):
    """The offices and their settings."""

    routes = (
        ("GET", "/offices", "all"),
        ("POST", "/offices", "make"),
        ("GET", "/offices/<key>", "one"),
        ("PUT", "/offices/<key>", "change"),
        ("DELETE", "/offices/<key>", "close"),
        ("GET", "/offices/<key>/tables/<table>", "rows"),
        ("PUT", "/offices/<key>/choices", "choose"),
    )

    def all(self) -> Body:
        """The open offices."""
        return {"offices": [described(office) for office in self.offices.all()]}

    def make(self) -> tuple[Body, int]:
        """Open a new office: from another, from a world, or as any new key opens it."""
        given = json_object()
        only(given, "from", "key", "settings")
        start = given.get("from")
        if not isinstance(start, str | dict | None):
            raise AdminError('from is a customer key, or {"world": "small"}')
        key = text(given, "key") or self.offices.free_key()
        changes = given.get("settings", {})
        if not isinstance(changes, dict):
            raise AdminError('settings is an object such as {"mode": "remote"}')
        if start is not None and "world" in changes:
            raise AdminError("from says what the office starts with; leave the world out of settings")
        source = self.found(start) if isinstance(start, str) else None
        settings = (source.settings if source else self.offices.defaults).changed(changes)
        if isinstance(start, dict):
            only(start, "world")
            settings = settings.changed({"world": text(start, "world")})
        self._check_choices(settings)
        try:
            if source:
                with source.lock:
                    office = self.offices.fork(source, key, settings)
            else:
                office = self.offices.make(key, settings)
        except TakenKey as taken:
            raise AdminError(f"an office is open with the key {key!r}; delete it, or choose another", 409) from taken
        except UnknownWorld:  # answered with the worlds there are
            raise
        except ValueError as slip:
            raise AdminError(str(slip)) from slip
        return described(self.meant(office)), 201

    def one(self, key: str) -> Body:
        """One office's settings, and how it stands."""
        return described(self.found(key))

    def change(self, key: str) -> Body:
        """Open an office if it is not, and change settings of it; the others stay as they are."""
        given = json_object()
        there = self.offices.find(key)
        settings = (there.settings if there else self.offices.defaults).changed(given)
        self._check_choices(settings)  # before an office is opened for nothing
        world = self.offices.worlds.image(settings.world) if "world" in given else None
        office = self.open(key)
        with office.lock:  # another call may have changed other settings since
            office.apply(office.settings.changed(given), world)
            return described(office)

    def close(self, key: str) -> Body:
        """Forget an office; the next call of its key opens a fresh one."""
        office = self.found(key)
        self.offices.close(office.key)
        return {"closed": office.key}

    def rows(self, key: str, table: str) -> Body:
        """The rows of a table, hidden columns included, as a seed takes them back."""
        office = self.found(key)
        if table not in self.offices.engine.catalog.tables:
            raise AdminError(f"there is no table {table!r}", 404)
        with office.lock:
            return {"office": key, "table": table, "rows": office.seed_rows(table)}

    def choose(self, key: str) -> Body:
        """Switch choices of ours on or off for an office."""
        office = self.open(key)
        given = json_object()
        with office.lock:
            settings = office.settings.changed({"choices": {**office.settings.choices, **given}})
            self._check_choices(settings)
            office.apply(settings)
        known = self.offices.engine.catalog.choices
        switched = {name: settings.choices.get(name, choice.default) for name, choice in known.items()}
        return {"office": key, "choices": switched}

    def _check_choices(self, settings: Settings) -> None:
        known: Mapping[str, object] = self.offices.engine.catalog.choices
        for name in settings.choices:
            if name not in known:
                raise AdminError(f"there is no choice {name!r}", choices=sorted(known))


def described(office: Office) -> Body:
    """An office as the admin plane speaks of it."""
    return {
        "office": office.key,
        "generation": office.generation,
        "settings": office.settings.as_json(),
        "clock": {"now": office.clock.now().isoformat(" "), "frozen": office.clock.frozen},
        "waitedSeconds": round(office.throttle.waited, 3),
    }
