"""The address that ``mock-od serve`` listens on: the API without Flask, everything else with it, all as the app has it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from mock_od.engine.perform import Engine
from mock_od.office.office import Office, Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.app import create_app
from mock_od.web.front import Front

KEYS = {"Authorization": "ODFHIR developer/customer"}


@pytest.fixture(scope="module")
def offices():
    return Offices(Engine(catalog()), Settings("small"))


def ask(app, verb, path, **more):
    environ = EnvironBuilder(path, method=verb, headers=KEYS, **more).get_environ()
    content, status, headers = run_wsgi_app(app, environ, buffered=True)
    return status, sorted(headers), b"".join(content)


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/api/v1/discountplans", "200 OK"),
        ("GET", "/api/v1", "404 Not Found"),
        ("GET", "/api/v1x", "404 NOT FOUND"),
        ("GET", "/%2Fapi/v1/providers", "200 OK"),
        ("BREW", "/api/v1/providers", "400 Bad Request"),
        ("GET", "/", "200 OK"),
        ("GET", "/nowhere", "404 NOT FOUND"),
        ("POST", "/__admin/reset", "200 OK"),
        ("GET", "/__admin/nothing", "404 NOT FOUND"),
        ("DELETE", "/__admin/reset", "405 METHOD NOT ALLOWED"),
    ],
)
def test_it_answers_as_the_app_does(offices, verb, path, status):
    answer = ask(Front(offices, None), verb, path)
    assert answer == ask(create_app(offices), verb, path)
    assert answer[0] == status


def test_it_asks_for_the_token(offices):
    assert ask(Front(offices, "s3cret"), "POST", "/__admin/reset")[0] == "401 UNAUTHORIZED"


def test_one_app_is_made_however_many_ask_at_once(offices, monkeypatch):
    made = []
    monkeypatch.setattr("mock_od.web.app.create_app", lambda *given: made.append(given) or create_app(*given))
    front = Front(offices, None)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(front, "GET", "/__admin/health")[0], range(8)))
    assert (answers, made) == (["200 OK"] * 8, [(offices, None)])


CALLS = """
import io, sys
from mock_od.engine.perform import Engine
from mock_od.office.office import Office, Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.front import Front

def call(path):
    front({"REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": "", "SERVER_NAME": "localhost",
           "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
           "HTTP_AUTHORIZATION": "ODFHIR developer/customer"}, lambda status, headers: print(status))
    print(*sorted({"flask", "werkzeug", "marshmallow"} & set(sys.modules)))

front = Front(Offices(Engine(catalog()), Settings("small")), None)
call("/api/v1/discountplans/2")
call("/__admin/health")
"""


def test_a_client_of_the_api_does_not_wait_for_flask():
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["200 OK", "", "200 OK", "flask marshmallow werkzeug"]


def test_a_bug_of_ours_is_an_answer_and_a_traceback_for_us_alone(offices, monkeypatch, capfd):
    def fail(*_, **__):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(Office, "perform", fail)
    status, headers, content = ask(Front(offices, None), "GET", "/api/v1/discountplans")
    generation = dict(headers).pop("X-Mock-Od-Generation")
    assert (status, content) == ("500 Internal Server Error", b'"An unexpected error occurred."')
    assert dict(headers) == {
        "Content-Length": "31",
        "Content-Type": "application/json; charset=utf-8",
        "X-Mock-Od-Generation": generation,
        "X-Mock-Od-Hint": "this is a bug in mock_od; its traceback is on the server's stderr",
    }
    (office,) = [office for office in offices.all() if office.journal.entries()]
    assert [entry.status for entry in office.journal.entries()][-1] == 500
    assert "ZeroDivisionError: of ours" in capfd.readouterr().err


def test_a_bug_outside_of_any_office_is_answered_too(offices, monkeypatch, capfd):
    def fail(_):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(Offices, "called", lambda *_: fail(_))
    status, headers, _ = ask(Front(offices, None), "GET", "/api/v1/discountplans")
    assert status == "500 Internal Server Error"
    assert "X-Mock-Od-Generation" not in dict(headers)
    assert "ZeroDivisionError: of ours" in capfd.readouterr().err
