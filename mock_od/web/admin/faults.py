"""The faults that an office's calls run into.

May not: know a resource, or what a fault does.
"""

from __future__ import annotations

from typing import Any

from mock_od.office.faults import BadFault
from mock_od.web.admin.plane import AdminError, Body, Desk, json_object, only


class Faults(Desk):
    """Faults, and the seed of their probabilities."""

    routes = (
        ("POST", "/offices/<key>/faults", "add"),
        ("GET", "/offices/<key>/faults", "all"),
        ("DELETE", "/offices/<key>/faults", "clear"),
        ("DELETE", "/offices/<key>/faults/<number>", "remove"),
        ("PUT", "/offices/<key>/faults/seed", "seed"),
    )

    def add(self, key: str) -> tuple[Body, int]:
        """Fail calls from now on."""
        given = json_object()
        office = self.open(key)
        with office.lock:
            try:
                return office.faults.add(given), 201
            except BadFault as bad:
                raise AdminError(str(bad)) from bad

    def all(self, key: str) -> Body:
        """The faults of an office, oldest first, and how often each fired."""
        office = self.found(key)
        with office.lock:
            return {"office": key, "faults": office.faults.all()}

    def clear(self, key: str) -> Body:
        """Forget all of them."""
        office = self.found(key)
        with office.lock:
            forgot = [fault["id"] for fault in office.faults.all()]
            office.faults.clear()
        return {"office": key, "forgot": forgot}

    def remove(self, key: str, number: str) -> Body:
        """Forget one."""
        office = self.found(key)
        with office.lock:
            there: list[Any] = [fault["id"] for fault in office.faults.all()]
            if number not in map(str, there):
                raise AdminError(f"there is no fault {number!r}", 404, faults=there)
            office.faults.remove(int(number))
        return {"office": key, "forgot": int(number)}

    def seed(self, key: str) -> Body:
        """Begin the generator of the probabilities anew."""
        given = json_object()
        only(given, "seed")
        office = self.open(key)
        with office.lock:
            try:
                office.faults.seed(given.get("seed"))
            except BadFault as bad:
                raise AdminError(str(bad)) from bad
        return {"office": key, "seed": given["seed"]}
