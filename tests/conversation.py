"""What the conversations are held with: a client of one office of an app in this process."""

from __future__ import annotations

import itertools
import json as jsonlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from flask import Flask

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.office.worlds import Worlds
from mock_od.opendental import catalog
from mock_od.web.app import create_app

# What the API lists, written once more: a test that took the code's own list could not fail.
PERMISSIONS = [
    "ApiReadAll",
    "ApiAllOthers",
    "ApiComm",
    "ApiDocuments",
    "ApiQueries",
    "ApiAppointments",
    "ApiInsuranceSimple",
    "ApiInsurance",
    "ApiPatients",
    "ApiPayments",
    "ApiPayPlans",
    "ApiProcedureLogs",
    "ApiSetup",
    "ApiTextingASAP",
    "ApiEnterprise",
]
"""What a customer key may have, as documented: written out here, so that the declaration is compared with it."""

_keys = itertools.count(1)


class Answer(NamedTuple):
    status: int
    json: Any
    headers: dict[str, str]
    text: str

    @property
    def hint(self) -> str:
        return self.headers.get("X-Mock-Od-Hint", "")


NEWEST = "25.3.31"


@cache
def _app(world: str, mode: str) -> tuple[Flask, Offices]:
    offices = Offices(_engine(), Settings(world, NEWEST, mode), path=True, worlds=_worlds())
    return create_app(offices), offices


@cache
def _engine() -> Engine:
    return Engine(catalog())


@cache
def _worlds() -> Worlds:
    """Read once for all versions."""
    return Worlds(_engine())


class Client:
    """One customer key; every client has an office of its own."""

    def __init__(self, version: str = NEWEST, world: str = "small", mode: str = "local") -> None:
        self.settings = {"version": version, "world": world, "mode": mode}
        self.app, self.offices = _app(world, mode)  # for all versions: routes take their time
        self.key = f"customer{next(_keys)}"
        if version != NEWEST:
            self.offices.make(self.key, Settings(world, version, mode))
        self.headers = {"Authorization": f"ODFHIR developer/{self.key}"}
        self._others: list[Client] = []

    @property
    def office(self):
        return self.offices.open(self.key)

    def at(self, **settings: str) -> Client:
        """A fresh client, with another version, world or mode."""
        other = Client(**{**self.settings, **settings})
        self._others.append(other)
        return other

    def close(self) -> None:
        """Close its office, and those of the clients made of it: one process holds 2,000 at most."""
        self.offices.close(self.key)
        for other in self._others:
            other.close()

    def call(self, verb: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Answer:
        given = {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
        content = raw if raw is not None else None if body is None else jsonlib.dumps(body).encode()
        if verb in ("POST", "PUT"):
            given.setdefault("Content-Type", "application/json")
            content = b"{}" if content is None else content
        target = path if path.startswith("/__admin") else f"/api/v1{path}"
        got = self.app.test_client().open(target, method=verb, data=content, headers=given)
        text = got.get_data(as_text=True)
        return Answer(got.status_code, jsonlib.loads(text) if text else None, dict(got.headers), text)

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.call("DELETE", path, **headers)

    def seed(self, tables: dict[str, list[dict[str, Any]]], **more: Any) -> Answer:
        """Add rows to this client's office through the admin plane."""
        got = self.post("/__admin/seed", {"office": self.key, "tables": tables, **more})
        assert got.status == 200, got.json
        return got

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, hidden columns included."""
        return self.get(f"/__admin/offices/{self.key}/tables/{table}").json["rows"]

    def stored(self, table: str) -> list[tuple[Any, ...]]:
        """The same rows as the database has them: to see in no time whether they are as before."""
        return self.office.store.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()

    def row(self, table: str, key: int) -> dict[str, Any]:
        """The row of a table with that primary key, hidden columns included."""
        return next(row for row in self.rows(table) if next(iter(row.values())) == key)

    def freeze(self, moment: str) -> None:
        """Stop the office's clock."""
        self.office.clock.set(datetime.fromisoformat(moment), frozen=True)

    def prefer(self, **preferences: str) -> None:
        """Set preferences of the office."""
        self.seed({"preference": [{"PrefName": name, "ValueString": value} for name, value in preferences.items()]})


def refusal(
    error: str, *, at: Iterable[Any] = (), problem: str | None = None, known: Iterable[Any] = ()
) -> dict[str, Any]:
    """The whole body of an error of the admin plane.

    :param problem: the sentence without the place, where that is another.
    """
    return {"error": error, "at": [*at], "problem": error if problem is None else problem, "known": [*known]}


def text(body: Any) -> str:
    """JSON as the wire has it."""
    return jsonlib.dumps(body, ensure_ascii=False, separators=(",", ":"))


def refuses(*tables: str, now: str = "2024-01-27 14:13:05"):
    """Make the check that a call is refused word for word, with a hint, and leaves these tables as they were."""

    def refused(api: Client, call: Any, status: int, sentence: str, hint: str = "") -> None:
        api.freeze(now)
        before = [api.stored(table) for table in tables]
        got = call(api)
        assert (got.status, got.text) == (status, text(sentence))
        assert got.headers["Content-Type"] == "application/json; charset=utf-8"
        assert got.hint
        assert hint in got.hint
        assert [api.stored(table) for table in tables] == before

    return refused


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """``work(0)`` to ``work(count - 1)``, all begun at the same moment."""
    start = threading.Barrier(count)

    def one(at: int) -> Any:
        start.wait()
        return work(at)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
