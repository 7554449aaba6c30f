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
from mock_od.web.openapi.document import document
from mock_od.web.openapi.postman import collection

_KEPT: Final = 8


class Documents:
    """The documents of the offices of a server."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices
        self._kept: OrderedDict[tuple[str, str, int], tuple[Any, dict[str, Example]]] = OrderedDict()
        self._lock = Lock()

    def openapi(self, server: str, key: str = "", runs: str = "") -> dict[str, Any]:
        """The OpenAPI document.

        :param server: the server's address, without a path.
        :param key: a customer key; where its office is not open, the examples are those of a fresh one.
        :param runs: a version of Open Dental; empty for the office's.
        :raises ValueError: when that is no version.
        """
        made, _ = self._made(key, runs)
        return {**made, "servers": [{"url": server}]}

    def postman(self, server: str, key: str = "", runs: str = "") -> dict[str, Any]:
        """The Postman collection; as :meth:`openapi`."""
        runs = self._version(key, runs)
        _, examples = self._made(key, runs)
        return collection(describe(self._offices.engine.catalog, runs), examples, server)

    def _version(self, key: str, runs: str) -> str:
        office = self._offices.find(key) if key else None
        return runs or (office.settings if office else self._offices.defaults).version

    def _made(self, key: str, runs: str) -> tuple[dict[str, Any], dict[str, Example]]:
        runs, office = self._version(key, runs), self._offices.find(key) if key else None
        named = (runs, key if office else "", office.generation if office else 0)
        with self._lock:  # made by one caller, also where two ask at once
            if named not in self._kept:
                self._kept[named] = self._make(named[1], runs)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(named)
            return self._kept[named]

    def _make(self, key: str, runs: str) -> tuple[dict[str, Any], dict[str, Example]]:
        catalog = self._offices.engine.catalog
        description = describe(catalog, runs)
        office = private_copy(self._offices, key, runs)
        try:
            found = Examples(office).all(catalog.resources.values())
        finally:
            office.close()
        examples = {id_of(catalog, method): example for method, example in found.items()}
        return json.loads(json.dumps(document(description, examples))), examples
