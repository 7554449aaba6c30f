"""The faults that an office's calls run into.

May not: know a resource, or what a fault does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from mock_od.web.admin.plane import AdminError, Body, Desk, json_object, only

if TYPE_CHECKING:
    from marshmallow import Schema


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
        from mock_od.faults.schemas import FaultSchema, FaultShownSchema

        rule = _read(FaultSchema(), json_object())
        office = self.open(key)
        with office.lock:
            return cast("Body", FaultShownSchema().dump(office.faults.add(rule))), 201

    def all(self, key: str) -> Body:
        """The faults of an office, oldest first, and how often each fired."""
        from mock_od.faults.schemas import FaultShownSchema

        office = self.found(key)
        with office.lock:
            return {"office": key, "faults": FaultShownSchema(many=True).dump(office.faults.all())}

    def clear(self, key: str) -> Body:
        """Forget all of them."""
        office = self.found(key)
        with office.lock:
            forgot = [rule.id for rule in office.faults.all()]
            office.faults.clear()
        return {"office": key, "forgot": forgot}

    def remove(self, key: str, number: str) -> Body:
        """Forget one."""
        office = self.found(key)
        with office.lock:
            there: list[Any] = [rule.id for rule in office.faults.all()]
            if number not in map(str, there):
                raise AdminError(f"there is no fault {number!r}", 404, faults=there)
            office.faults.remove(int(number))
        return {"office": key, "forgot": int(number)}

    def seed(self, key: str) -> Body:
        """Begin the generator of the probabilities anew."""
        from mock_od.faults.schemas import SeedSchema

        given = json_object()
        only(given, "seed")
        office = self.open(key)
        seed = _read(SeedSchema(), given)["seed"]
        with office.lock:
            office.faults.seed(seed)
        return {"office": key, "seed": seed}


def _read(schema: Schema, given: Body) -> Any:
    from marshmallow import ValidationError

    from mock_od.validation import first_mistake

    try:
        return schema.load(given)
    except ValidationError as bad:
        raise AdminError(first_mistake(bad).sentence) from bad
