"""The document for a version and an office, made when it is first asked for and kept as long as that office stays.

May not: know a resource by name.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock
from typing import Any, Final

from mock_od.describing import describe
from mock_od.describing.describe import id_of
from mock_od.describing.examples import Example, Examples, private_copy
from mock_od.office.offices import Offices
from mock_od.openapi.postman import collection
from mock_od.openapi.specification import specification

_KEPT: Final = 8


class Specifications:
    """The documents of the offices of a server."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices
        self._kept: OrderedDict[tuple[str, str, int], tuple[bytes, dict[str, Example]]] = OrderedDict()
        self._lock = Lock()

    def openapi(self, server: str, key: str = "", runs: str = "") -> bytes:
        """The OpenAPI document, as JSON.

        :param server: the server's address, without a path.
        :param key: a customer key; where its office is not open, the examples are those of a fresh one.
        :param runs: a version of Open Dental; empty for the office's.
        :raises ValueError: when that is no version.
        """
        content, _ = self._made(key, self._version(key, runs))
        return b'{"servers":%s,%s' % (_written([{"url": server}]), content[1:])

    def postman(self, server: str, key: str = "", runs: str = "") -> bytes:
        """The Postman collection, as JSON; its parameters are those of :meth:`openapi`.

        :raises ValueError: when the version is none.
        """
        runs = self._version(key, runs)
        _, examples = self._made(key, runs)
        return _written(collection(describe(self._offices.engine.catalog, runs), examples, server))

    def _version(self, key: str, runs: str) -> str:
        office = self._offices.find(key) if key else None
        return runs or (office.settings if office else self._offices.defaults).version

    def _made(self, key: str, runs: str) -> tuple[bytes, dict[str, Example]]:
        office = self._offices.find(key) if key else None
        named = (runs, key if office else "", office.generation if office else 0)
        with self._lock:  # made by one caller, also where two ask at once
            if named not in self._kept:
                self._kept[named] = self._make(named[1], runs)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(named)
            return self._kept[named]

    def _make(self, key: str, runs: str) -> tuple[bytes, dict[str, Example]]:
        catalog = self._offices.engine.catalog
        description = describe(catalog, runs)
        office = private_copy(self._offices, key, runs)
        try:
            found = Examples(office).all(catalog.resources.values())
        finally:
            office.close()
        examples = {id_of(catalog, method): example for method, example in found.items()}
        return _written(specification(description, examples)), examples


def _written(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
