"""The server as a whole: is it there, which worlds has it, reset, seed.

May not: know a resource.
"""

from __future__ import annotations

from mock_od import __version__
from mock_od.web.admin.plane import AdminError, Body, Desk, json_object, only, text


class Server(Desk):
    """Health, worlds, reset and seed."""

    routes = (
        ("GET", "/health", "health"),
        ("GET", "/worlds", "worlds"),
        ("POST", "/reset", "reset"),
        ("POST", "/seed", "seed"),
    )

    def health(self) -> Body:
        """Say that it can serve: that the start world is read."""
        self.offices.warm()
        return {"status": "ready", "version": __version__}

    def worlds(self) -> Body:
        """The worlds that come with mock_od."""
        return {"worlds": self.offices.worlds.names}

    def reset(self) -> Body:
        """Put one office, or all of them, back to the start world."""
        given = json_object()
        only(given, "office")
        if "office" in given:
            office = self.open(given["office"])
            with office.lock:
                office.reset()
            return {"reset": [office.key], "generation": office.generation}
        chosen = self.offices.all()
        for office in chosen:
            with office.lock:
                office.reset()
        return {"reset": [office.key for office in chosen]}

    def seed(self) -> Body:
        """Replace an office's world, add or replace rows."""
        given = json_object()
        only(given, "office", "world", "tables")
        if "office" not in given:
            raise AdminError('name the office: {"office": "KEY", ...}')
        office = self.open(given["office"])
        world = self.offices.worlds.image(text(given, "world")) if "world" in given else None
        with office.lock:
            counts = office.seed(self.offices.seeder, world, given.get("tables", {}))
        return {"office": office.key, "world": given.get("world"), "rows": counts, "generation": office.generation}
