"""The line that each request has on the console of ``mock-od serve``, as text and as JSON."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import threading
import time
from collections.abc import Iterator

import pytest
from wire import KEYS, PATIENCE, Wire, serving

from mock_od.cli import serving as serve_command
from mock_od.web import console as console_module
from mock_od.web.console import Console

OFFICE = "/__admin/offices/customer"
HINT = "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}"


class Said:
    """What a server has said; times and durations are blanked out."""

    def __init__(self) -> None:
        self.text = ""

    @property
    def lines(self) -> list[str]:
        """The lines as far as they were written; a server's end has the last ones written."""
        timeless = re.sub(r"^\d\d:\d\d:\d\d ", "", self.text, flags=re.MULTILINE)
        return re.sub(r"\d+\.\d ms", "_ ms", timeless).splitlines()

    @property
    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.text.splitlines()]

    def write(self, text: str) -> None:
        self.text += text


@contextlib.contextmanager
def speaking(form: str = "text", *, colour: bool = False, **more) -> Iterator[tuple[Wire, Said]]:
    """A client, and what its server says; all is said when the block has ended."""
    said = Said()
    with serving(console=Console(said.write, form, colour=colour), **more) as (server, _), Wire(server.port) as client:
        yield client, said


def test_each_request_has_a_line_with_the_hint() -> None:
    with speaking() as (client, said):
        client.call("GET", "/api/v1/clinics?Limit=1&Nothing=x")
        client.call("POST", "/api/v1/treatplans", body=b'{"PatNum": 15}')
        client.call("POST", "/api/v1/treatplans", body=b"{}")
        client.call("GET", "/api/v1/treatplan")
        client.call("HEAD", "/api/v1/clinics")
    assert said.lines == [
        "customer         GET    /clinics?Limit=1&Nothing=x -> 200  _ ms  Nothing is no parameter of Clinics GET and was ignored",
        "customer         POST   /treatplans -> 201  _ ms",
        "customer         POST   /treatplans -> 400  _ ms  PatNum is missing",
        "customer         GET    /treatplan -> 404  _ ms  did you mean /treatplans?",
        "customer         HEAD   /clinics -> 200  _ ms",
    ]


def test_the_time_and_the_milliseconds_are_the_machines() -> None:
    before = time.strftime("%H:%M:%S")
    with speaking() as (client, said):
        client.call("GET", "/api/v1/clinics")
    found = re.fullmatch(r"(\d\d:\d\d:\d\d) customer .* -> 200  (\d+\.\d) ms\n", said.text)
    assert found
    assert found[1] in (before, time.strftime("%H:%M:%S"))
    assert 0 < float(found[2]) < 5000


def test_what_is_not_here_yet_is_said(paymints: str) -> None:
    with speaking() as (client, said):
        client.call("GET", "/api/v1/paymints")
    assert said.lines == [f"customer         GET    /paymints -> 404  _ ms  {paymints}"]


def test_strangers_are_said_too() -> None:
    with speaking(strict=True) as (client, said):
        client.call("GET", "/api/v1/clinics", "")
        client.call("GET", "/api/v1/clinics", "Authorization: Basic abc\r\n")
        client.call("GET", "/api/v1/clinics")
    unknown = "this server knows only the customer keys that were opened through its admin plane"
    assert said.lines == [
        f"-                GET    /clinics -> 400  _ ms  {HINT}",
        f"-                GET    /clinics -> 400  _ ms  {HINT}",
        f"?customer        GET    /clinics -> 401  _ ms  {unknown}",
    ]


def test_the_plane_and_all_else_are_said_but_not_what_only_watches() -> None:
    with speaking() as (client, said):
        client.call("PUT", OFFICE, "", b'{"mode": "remote"}')
        client.call("GET", "/__admin/health", "")
        client.call("GET", f"{OFFICE}/requests?since=3", "")
        client.call("GET", "/__admin/requests/strangers", "")
        client.call("GET", "/__admin/offices/nobody/requests", "")
        client.call("GET", "/", "")
        client.call("GET", "/static/page.css", "")
        client.call("GET", "/static/nothing.css", "")
    assert said.lines == [
        "customer         PUT    /__admin/offices/customer -> 200  _ ms",
        "nobody           GET    /__admin/offices/nobody/requests -> 404  _ ms",
        "-                GET    / -> 200  _ ms",
        "-                GET    /static/nothing.css -> 404  _ ms",
    ]


def test_the_wait_of_the_throttle_and_of_a_fault_is_said() -> None:
    with speaking() as (client, said):
        client.call("PUT", OFFICE, "", b'{"throttle": {"seconds": 0.2}}')
        client.call("GET", "/api/v1/clinics")
        client.call("GET", "/api/v1/clinics")
        client.call("PUT", OFFICE, "", b'{"throttle": "off"}')
        client.call("GET", "/api/v1/clinics", f"{KEYS}X-Mock-Od-Fault: delay=0.1\r\n")
        client.call("PUT", OFFICE, "", b'{"throttle": {"seconds": 20, "wait": "virtual"}}')
        client.call("GET", "/api/v1/clinics")
        client.call("GET", "/api/v1/clinics")
    calls = [
        re.sub(r"(0\.1\d+|0\.2) s for", "0.2 s for", re.sub(r"(19\.\d+|20) s", "20 s", line))
        for line in said.lines
        if "clinics" in line
    ]
    assert calls == [
        "customer         GET    /clinics -> 200  _ ms",
        "customer         GET    /clinics -> 200  _ ms (waited 0.2 s for its turn)",
        "customer         GET    /clinics -> 200  _ ms (held back 0.1 s by a fault)",
        "customer         GET    /clinics -> 200  _ ms",
        "customer         GET    /clinics -> 200  _ ms (waited 20 s for its turn)",
    ]


@pytest.mark.parametrize("cut", ["before", "middle"])
def test_a_dropped_connection_is_said(cut: str) -> None:
    with speaking() as (client, said):
        client.ask("GET", "/api/v1/clinics", f"{KEYS}X-Mock-Od-Fault: dropConnection={cut}\r\n")
        while client.sock.recv(1000):
            pass
    assert said.lines == [f"customer         GET    /clinics -> dropped by a fault: {cut}  _ ms"]


def test_a_client_that_does_not_wait_is_said() -> None:
    said = Said()
    with serving(console=Console(said.write)) as (server, _):
        with Wire(server.port) as client:
            client.ask("GET", "/api/v1/clinics", f"{KEYS}X-Mock-Od-Fault: delay=60\r\n")
            time.sleep(0.1)
        end = time.monotonic() + PATIENCE
        while not said.text and time.monotonic() < end:
            time.sleep(0.01)
        assert said.lines == ["customer         GET    /clinics -> the client did not wait  _ ms"]


def test_what_is_no_request_is_said() -> None:
    with speaking() as (client, said):
        client.send(b"\x1b[31m\r\n\r\n")
        assert client.answer()[0] == 400
    (line,) = said.lines
    assert line.startswith("-                no request -> 400  _ ms  this is no request that HTTP allows: ")


ESCAPES = "/api/v1/cl%1b[31minics/%0a%0d%c2%9b2J/%e2%80%ae%7f"


def test_what_a_terminal_would_obey_is_written_out() -> None:
    with speaking() as (client, said):
        client.call("GET", ESCAPES)
        client.call("GET", f"/__admin/offices/%1b[2J{ESCAPES}", "")
        client.call("GET", "/api/v1/clinics?" + "a" * 1000)
    shown = r"/cl\x1b[31minics/\n\r\x9b2J/\u202e\x7f"
    assert said.lines[0].startswith(f"customer         GET    {shown} -> 404  _ ms")
    assert said.lines[1] == rf"\x1b[2J          GET    /__admin/offices/\x1b[2J/api/v1{shown} -> 404  _ ms"
    assert said.lines[2].startswith(f"customer         GET    /clinics?{'a' * 291}... -> 200  _ ms")
    assert all(line.isprintable() for line in said.text.splitlines())


def test_colours_say_how_it_went() -> None:
    with speaking(colour=True) as (client, said):
        client.call("GET", "/api/v1/clinics")
        client.call("GET", "/api/v1/clinicz")
        client.call("GET", "/api/v1/clinics", f"{KEYS}X-Mock-Od-Fault: status=500\r\n")
    fault = "this answer is a fault that was asked for: status"
    assert said.lines == [
        "customer         GET    /clinics -> \x1b[32m200\x1b[0m  \x1b[2m_ ms\x1b[0m",
        "customer         GET    /clinicz -> \x1b[33m404\x1b[0m  \x1b[2m_ ms\x1b[0m  \x1b[36mdid you mean /clinics?\x1b[0m",
        f"customer         GET    /clinics -> \x1b[31m500\x1b[0m  \x1b[2m_ ms\x1b[0m  \x1b[36m{fault}\x1b[0m",
    ]


def test_as_json_a_line_is_an_object_with_the_same_members_always() -> None:
    with speaking("json", strict=True) as (client, said):
        client.call("POST", "/__admin/offices", "", b'{"key": "customer"}')
        client.call("GET", "/api/v1/clinics?Limit=1", f"{KEYS}X-Mock-Od-Fault: delay=0.1\r\n")
        client.call("GET", ESCAPES, "Authorization: ODFHIR a/b\r\n")
    assert all(line.isascii() and line.isprintable() for line in said.text.splitlines())
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")
    opened, called, strange = lines = said.objects
    assert all(moment.fullmatch(line.pop("time")) for line in lines)
    took = [line.pop("milliseconds") for line in lines]
    assert 100 <= took[1] < 5000
    nothing = {"stranger": False, "query": "", "throttledSeconds": 0, "delayedSeconds": 0, "lost": "", "hint": ""}
    assert opened == {**nothing, "office": None, "verb": "POST", "path": "/__admin/offices", "status": 201}
    called_with = {"office": "customer", "verb": "GET", "path": "/clinics", "query": "Limit=1"}
    assert called == {**nothing, **called_with, "status": 200, "delayedSeconds": 0.1}
    hint = "resources are lower-case plurals; `mock-od show` lists them"
    path = "/cl\x1b[31minics/\n\r\x9b2J/\u202e\x7f"
    asked = {"office": "b", "stranger": True, "verb": "GET", "path": path, "status": 404}
    assert strange == {**nothing, **asked, "hint": strange["hint"]}
    assert strange["hint"] in (hint, "did you mean /clinics?")


def test_a_console_that_takes_nothing_keeps_no_call_waiting(monkeypatch) -> None:
    monkeypatch.setattr(console_module, "_MOST", 3)
    written, free, stuck = [], threading.Event(), threading.Event()

    def write(text: str) -> None:
        stuck.set()
        free.wait(PATIENCE)
        written.append(text)

    with serving(console=Console(write)) as (server, _), Wire(server.port) as client:
        client.call("GET", "/api/v1/clinics")
        assert stuck.wait(PATIENCE)
        begun = time.monotonic()
        for _ in range(8):
            assert client.call("GET", "/api/v1/clinics")[0] == 200
        assert time.monotonic() - begun < PATIENCE  # which is when the console goes on
        free.set()
    assert [len(text.splitlines()) for text in written] == [1, 4]
    assert written[1].endswith("\nmock-od: 5 lines are not here: the console took no more\n")


@pytest.mark.parametrize("problem", [BrokenPipeError(), ValueError("I/O operation on closed file")])
def test_a_console_that_is_closed_ends_the_lines_and_nothing_else(problem: Exception) -> None:
    tried = []

    def write(text: str) -> None:
        tried.append(text)
        raise problem

    with serving(console=Console(write)) as (server, _), Wire(server.port) as client:
        client.call("GET", "/api/v1/clinics")
        end = time.monotonic() + PATIENCE
        while not tried and time.monotonic() < end:
            time.sleep(0.01)
        assert client.call("GET", "/api/v1/clinics")[0] == 200
    assert len(tried) == 1


def test_no_settings_of_logging_are_touched() -> None:
    root = logging.getLogger()
    before = root.level, [*root.handlers], {*logging.root.manager.loggerDict}
    with speaking() as (client, said):
        client.call("GET", "/api/v1/clinics")
    assert said.lines
    assert (root.level, [*root.handlers], {*logging.root.manager.loggerDict}) == before


def test_without_a_request_no_thread_is_begun() -> None:
    with speaking():
        assert "mock-od:console" not in {thread.name for thread in threading.enumerate()}


def test_where_it_is_off_no_console_is_made_and_no_line(monkeypatch) -> None:
    def made(*_: object, **__: object) -> None:
        pytest.fail("something of a console was made")

    for name in ("Console", "Line", "_Writer", "_json", "printable"):
        monkeypatch.setattr(console_module, name, made)
    with serving(console=serve_command.console("off"), strict=True) as (server, _), Wire(server.port) as client:
        assert client.call("PUT", OFFICE, "", b"{}")[0] == 200
        assert client.call("GET", "/api/v1/clinics?Nothing=x")[0] == 200
        assert client.call("GET", "/api/v1/clinics", f"{KEYS}X-Mock-Od-Fault: delay=0.1\r\n")[0] == 200
        assert client.call("GET", "/api/v1/clinics", "")[0] == 400
        client.ask("GET", "/api/v1/clinics", f"{KEYS}X-Mock-Od-Fault: dropConnection=middle\r\n")
        while client.sock.recv(1000):
            pass
        assert "mock-od:console" not in {thread.name for thread in threading.enumerate()}
    with serving(console=None) as (server, _), Wire(server.port) as client:
        client.send(b"\x1b[31m\r\n\r\n")
        assert client.answer()[0] == 400
