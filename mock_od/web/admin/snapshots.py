"""An office's rows kept, brought back, compared, taken elsewhere.

May not: know a resource.
"""

from __future__ import annotations

from typing import Any

from flask import request

from mock_od.office.office import Office
from mock_od.store import Image
from mock_od.web.admin.plane import AdminError, Body, Desk, json_object, only, text


class Snapshots(Desk):
    """Snapshots, diff, export and import."""

    routes = (
        ("POST", "/offices/<key>/snapshots", "keep"),
        ("GET", "/offices/<key>/snapshots", "names"),
        ("POST", "/offices/<key>/snapshots/<name>/restore", "restore"),
        ("DELETE", "/offices/<key>/snapshots/<name>", "forget"),
        ("GET", "/offices/<key>/diff", "diff"),
        ("GET", "/offices/<key>/export", "export"),
        ("POST", "/offices/<key>/import", "take"),
    )

    def keep(self, key: str) -> tuple[Body, int]:
        """Keep the rows as they are now."""
        given = json_object()
        only(given, "name")
        name = text(given, "name")
        if not name or "/" in name:
            raise AdminError('name the snapshot: {"name": "before"}, without a slash')
        office = self.open(key)
        with office.lock:
            office.snapshots[name] = office.store.image()
        return {"office": key, "snapshot": name, "generation": office.generation}, 201

    def names(self, key: str) -> Body:
        """The snapshots of an office, oldest first."""
        return {"office": key, "snapshots": list(self.found(key).snapshots)}

    def restore(self, key: str, name: str) -> Body:
        """Bring the rows of a snapshot back."""
        office = self.found(key)
        with office.lock:
            office.restore(_snapshot(office, name))
        return {"office": key, "snapshot": name, "generation": office.generation}

    def forget(self, key: str, name: str) -> Body:
        """Drop a snapshot."""
        office = self.found(key)
        with office.lock:
            _snapshot(office, name)
            del office.snapshots[name]
        return {"office": key, "forgot": name}

    def diff(self, key: str) -> Body:
        """The rows that differ from a snapshot, or from the start world."""
        office = self.found(key)
        since = request.args.get("since")
        with office.lock:
            before = _snapshot(office, since) if since is not None else None
            return {"office": key, "since": since, "tables": office.diff(before)}

    def export(self, key: str) -> Body:
        """All rows, as one object that a server can start from."""
        office = self.found(key)
        with office.lock:
            return {"tables": _filled(office)}

    def take(self, key: str) -> Body:
        """Replace all rows by those of an export."""
        given = json_object()
        only(given, "tables")
        office = self.open(key)
        with office.lock:
            counts = office.replace(self.offices.seeder, given.get("tables", {}))
        return {"office": key, "rows": counts, "generation": office.generation}


def _snapshot(office: Office, name: str) -> Image:
    kept = office.snapshots.get(name)
    if kept is None:
        raise AdminError(f"there is no snapshot {name!r}", 404, snapshots=list(office.snapshots))
    return kept


def _filled(office: Office) -> dict[str, Any]:
    return {table: rows for table in office.tables if (rows := office.seed_rows(table))}
