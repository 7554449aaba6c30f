"""mock-od sql, against a server that listens."""

import json
import threading
from contextlib import closing
from http.client import HTTPConnection

import pytest
from click.testing import CliRunner

from mock_od.cli import main
from mock_od.client.client import Client
from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.sql import run
from mock_od.sql.session import MOST_STEPS
from mock_od.web.asgi_app import server_of


@pytest.fixture(scope="module")
def url():
    server = server_of(Offices(Engine(catalog()), Settings("clinic"), path=True))
    listener = server.listen("127.0.0.1", 0)
    server.start()
    yield listener.url
    server.stop()


_MANY = "SELECT PatNum FROM patient UNION ALL (SELECT PatNum FROM patient ORDER BY PatNum LIMIT 50)"


def sql(url, *given):
    done = CliRunner().invoke(main, ["sql", "--url", url, "--office", "one", *given])
    return done.exit_code, done.output


def test_a_table_is_printed(url):
    assert sql(url, "SELECT 7 AS PatNum, 'Smith' AS LName UNION ALL SELECT 12, NULL") == (
        0,
        "PatNum  LName\n------  -----\n7       Smith\n12      NULL\n",
    )
    assert sql(url, "SELECT 1 AS a FROM payperiod") == (0, "")


def test_other_formats(url):
    assert sql(url, "--format", "csv", "SELECT 1 AS a, 'x, y' AS b") == (0, 'a,b\n1,"x, y"\n')
    assert sql(url, "--format", "json", "SELECT 1 AS a") == (0, '[\n  {\n    "a": 1\n  }\n]\n')


def test_all_pages_are_printed(url):
    status, said = sql(url, "--format", "csv", "SELECT PatNum FROM patient ORDER BY PatNum")
    assert (status, said) == (0, "".join(f"{line}\n" for line in ["PatNum", *range(1, 201)]))


def test_all_pages_are_printed_where_each_has_a_hundred_rows(url):
    Client(url).attach("pages", choices={"Queries.later_pages_have_all_the_rest": False})
    done = CliRunner().invoke(main, ["sql", "--url", url, "--office", "pages", "--format", "csv", _MANY])
    assert (done.exit_code, done.output) == (
        0,
        "".join(f"{line}\n" for line in ["PatNum", *range(1, 201), *range(1, 51)]),
    )


def test_the_address_may_be_that_of_the_api(url):
    assert sql(f"{url}/api/v1/", "SELECT 1 AS a") == (0, "a\n-\n1\n")


def test_an_address_or_an_office_that_cannot_be(url):
    status, said = sql("http://127.0.0.1:abc", "SELECT 1")
    assert (status, said) == (2, "mock-od: no server answers at http://127.0.0.1:abc: nonnumeric port: 'abc'\n")
    status, said = sql(url, "--office", "a\nb", "SELECT 1")
    assert (status, said.count("\n")) == (2, 1)


def test_a_refusal_is_printed(url):
    status, said = sql(url, "DELETE FROM patient")
    assert status == 2
    assert said.startswith("mock-od: 401 Query is not read-only\nmock-od: ")
    assert sql("http://127.0.0.1:9", "SELECT 1")[0] == 2
    assert sql("nowhere", "SELECT 1") == (2, "mock-od: --url nowhere: an address begins with http:// or https://\n")


def ask(url, office, command):
    """The status and the text of an answer; click's runner cannot be used by two threads at once."""
    host = url.removeprefix("http://")
    connection = HTTPConnection(host, timeout=60)
    headers = {"Authorization": f"ODFHIR developer/{office}", "Content-Type": "application/json"}
    connection.request("PUT", "/api/v1/queries/ShortQuery", json.dumps({"SqlCommand": command}), headers)
    with closing(connection), connection.getresponse() as answer:
        return answer.status, answer.read().decode()


def test_a_long_query_keeps_no_other_office_waiting(url, monkeypatch):
    monkeypatch.setattr(run, "MOST_STEPS", MOST_STEPS // 5)  # it is stopped sooner than others are
    forever = "WITH RECURSIVE d AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM d) SELECT MAX(CONCAT(x, 'a')) FROM d"
    done = []
    thread = threading.Thread(target=lambda: done.append(ask(url, "one", forever)))
    thread.start()
    answered = 0
    while not done:
        assert ask(url, "two", "SELECT 1 AS one") == (200, '[{"one":1}]')
        answered += not done
    thread.join(60)
    assert done == [(400, '"Query execution was interrupted, maximum statement execution time exceeded"')]
    assert answered > 5
