"""The Flask app: the admin plane, a word of welcome, and the way to the API.

May not: decide anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flask import Flask
from flask import request as current

from mock_od import __version__
from mock_od.engine.plan import exists
from mock_od.office.office import Offices
from mock_od.web.api import BASE, Api, is_api, path_of
from mock_od.wire import ADMIN

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class App(Flask):
    """The Flask app of some offices.

    Calls of the API do not go through Flask's own contexts and routing: its 404, 405 and redirects are not the API's,
    and what they cost is more than a read of ours.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """

    def __init__(self, offices: Offices, admin_token: str | None) -> None:
        super().__init__("mock_od", static_folder=None)
        self.json.sort_keys = False  # type: ignore[attr-defined]  # columns in the order of the table
        self._api = Api(offices)
        self._offices = offices
        self.add_url_rule("/", view_func=self._welcome)
        from mock_od.web import plane  # it brings marshmallow

        plane.register(self, offices, admin_token)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, whoever of us it is for."""
        path = path_of(environ)
        if is_api(path):
            return self._api.serve(environ, start_response, path)
        return super().wsgi_app(environ, start_response)

    def _welcome(self) -> dict[str, str]:
        some = next(self._lists(), "")
        command = f"curl -H 'Authorization: ODFHIR developer/customer' {current.host_url}{BASE[1:]}/{some}"
        return {"mock_od": __version__, "api": BASE, "admin": ADMIN, "try": command}

    def _lists(self) -> Iterator[str]:
        """The paths of the lists that a fresh office answers to whoever names no parameter."""
        office = self._offices.defaults.number
        for resource in self._offices.engine.catalog.resources.values():
            for method in resource.methods:
                if method.answer == "list" and not method.required and exists(method.since, office):
                    yield "/".join(filter(None, (resource.path, method.sub)))


def create_app(offices: Offices, admin_token: str | None = None) -> App:
    """The WSGI app that serves these offices.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """
    return App(offices, admin_token)
