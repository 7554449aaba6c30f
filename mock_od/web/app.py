"""The Flask app: the API, the admin plane, the page for a browser, a word of welcome for other clients.

May not: decide anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from flask import Flask, request

from mock_od import __version__, openapi, page, plane
from mock_od import declare as d
from mock_od.api.api import Api
from mock_od.api.request import is_api
from mock_od.office.offices import Offices
from mock_od.versions import exists
from mock_od.web.wsgi import call_api, path_in
from mock_od.wire import ADMIN, API

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_A_HANDFUL: Final = 5  # rows


def _asks_for_nothing(method: d.Method) -> bool:
    """Whether a method is a list that is answered without a parameter."""
    asks = method.required or method.one_of or method.any_of or method.by_key
    return method.answer == "list" and not asks


class App(Flask):
    """The Flask app of some offices.

    Calls of the API do not go through Flask's own contexts and routing: its 404, 405 and redirects are not the API's.

    :param admin_token: what the admin plane asks for; None to let in whatever calls it as localhost.
    """

    def __init__(self, offices: Offices, admin_token: str | None) -> None:
        super().__init__("mock_od", static_folder=None)
        self._api = Api(offices)
        self._offices = offices
        plane.register(self, offices, admin_token)
        openapi.register(self, offices)
        page.register(self, asks_for_token=admin_token is not None, welcome=self._welcome, first=self._first)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = path_in(environ)
        if is_api(path):
            return call_api(self._api, environ, start_response, path)
        return super().wsgi_app(environ, start_response)

    def _welcome(self) -> dict[str, str]:
        first = next((path for path, _ in self._lists()), "")
        command = f"curl -H 'Authorization: ODFHIR developer/customer' {request.host_url}{API[1:]}/{first}"
        return {"mock_od": __version__, "api": API, "admin": ADMIN, "try": command}

    def _first(self) -> str:
        """The path of the list with about a handful of rows in a fresh office: a first answer that can be looked at."""
        office = self._offices.draft(None, self._offices.defaults)
        rows = office.count_rows()
        office.store.close()
        lists = [(rows.get(table, 0), path) for path, table in self._lists()]
        filled = [one for one in lists if one[0]] or lists
        return f"{API}/{min(filled, key=lambda one: abs(one[0] - _A_HANDFUL))[1]}"

    def _lists(self) -> Iterator[tuple[str, str]]:
        """The paths of the lists that a fresh office answers without a parameter, and their tables."""
        office = self._offices.defaults.number
        for resource in self._offices.engine.catalog.resources.values():
            for method in resource.methods:
                if _asks_for_nothing(method) and exists(method.since, office):
                    yield "/".join(filter(None, (resource.path, method.sub))), resource.table


def create_app(offices: Offices, admin_token: str | None = None) -> App:
    """The WSGI app that serves these offices.

    :param admin_token: what the admin plane asks for; None to let in whatever calls it as localhost.
    """
    return App(offices, admin_token)
