"""What ``mock-od serve`` starts, by its options.

May not: hold a rule of the API.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from mock_od.cli.beside import Beside
from mock_od.cli.fail import catalog, fail
from mock_od.engine.perform import Engine
from mock_od.office.clock import ClockStart
from mock_od.office.left_out import lines
from mock_od.office.memory import share_one_arena
from mock_od.office.offices import Offices
from mock_od.office.settings import BadSetting, Settings
from mock_od.office.world_day import NoDay
from mock_od.office.worlds import UnknownWorld
from mock_od.web.asgi_app import server_of
from mock_od.web.console import Console
from mock_od.web.server import Server

if TYPE_CHECKING:
    import ssl

_FILES: Final = 4096
"""How many files the server may have open, connections included, where the platform lets it."""


def set_up(given: dict[str, Any]) -> tuple[Server, Beside, threading.Lock]:
    """What ``serve`` starts, and what says that it is to stop."""
    host, mode = given["host"], given["mode"]
    try:
        settings = Settings(
            given["world"],
            given["od_version"],
            mode,
            faithful=given["faithful"],
            ttl_seconds=given["office_ttl"],
            clock=ClockStart(given["now"]) if given["now"] else None,
            dates=given["dates"],
        )
        offices = Offices(
            Engine(catalog()), settings, path=True, strict=given["strict_keys"], most=given["max_offices"]
        )
        offices.start_image()
    except (UnknownWorld, NoDay, BadSetting) as slip:
        fail(str(slip))
    named = os.environ.get("MOCK_OD_ADMIN_TOKEN", "").strip()  # as HTTP takes it from a header
    token = None if _is_loopback(host) else named or _new_token()
    _allow_files()
    share_one_arena()
    tls = _tls(given) if given["tls"] else None
    server = server_of(offices, token, console(given["log"]))
    listeners = []
    for option, listening in _addresses(given):
        port = given[option] if given["port"] else 0  # where one port is picked, the others are as well
        try:
            listeners.append(server.listen(host, port, mode=listening, tls=tls))
        except OSError as taken:
            fail(f"cannot listen on {host} port {port}: {taken.strerror or taken}{_advice(taken, host, option)}")
    beside = Beside(offices, given)
    stop_requested = on_stop()
    if token and not named:
        click.echo(f"admin token: {token}")
    for line in lines(offices.worlds.left_out(settings.world)):
        click.echo(f"world {settings.world}: {line}", err=True)
    size = _size(offices.worlds.size(settings.world))
    for listener in listeners:
        what = f"Open Dental {settings.version}, {listener.mode or mode}, world {settings.world}: {size}"
        click.echo(f"mock_od ready at {listener.url}/api/v1 ({what})")
    sys.stdout.flush()
    return server, beside, stop_requested


def _new_token() -> str:
    import secrets  # takes its time, and a server on this machine alone needs none

    return secrets.token_urlsafe(24)


def console(form: str) -> Console | None:
    """Where each request has a line: stderr, for a program may read the ready line from stdout and then no further."""
    if form == "off":
        return None
    terminal = sys.stderr is not None and sys.stderr.isatty()
    colour = form == "text" and terminal and not os.environ.get("NO_COLOR")
    return Console(_to_stderr, "json" if form == "json" else "text", colour=colour)


def _addresses(given: dict[str, Any]) -> list[tuple[str, str]]:
    """The options of the ports to listen on, each with the mode of a call to it; empty for the office's own."""
    if not given["all_modes"]:
        return [("port", "")]
    return [("port", "local"), ("service_port", "service"), ("remote_port", "remote")]


def _advice(problem: OSError, host: str, option: str) -> str:
    """What to do where an address cannot be had.

    :param option: that of the port.
    """
    flag = "--" + option.replace("_", "-")
    if problem.errno == errno.EADDRINUSE:
        return (
            f"; stop what runs there (another mock-od?), or choose another port: {flag} 30333, --port 0 for a free one"
        )
    if problem.errno == errno.EACCES:
        return f"; choose a port above 1023: {flag} 30333"
    return f"; {host} has to be an address of this machine, such as 127.0.0.1 or 0.0.0.0"


def _size(rows: Mapping[str, int]) -> str:
    """How large a world is: ``6,204 rows in 21 tables``."""
    count, tables = sum(rows.values()), len(rows)
    return f"{count:,} row{'s' * (count != 1)} in {tables} table{'s' * (tables != 1)}"


def _tls(given: dict[str, Any]) -> ssl.SSLContext:
    try:
        from mock_od.web.tls import server_context
    except ModuleNotFoundError as missing:
        fail(f"--tls needs {missing.name}: pip install 'mock-od[tls]'")
    try:
        return server_context([given["host"], *given["tls_name"]], Path(given["tls_ca"]))
    except OSError as problem:
        fail(f"--tls-ca {given['tls_ca']}: {problem.strerror or problem}")
    except ValueError as problem:
        fail(f"--tls-name: {problem}")


def _allow_files() -> None:
    """Let this process have as many connections open as the platform allows."""
    try:
        import resource  # not on Windows
    except ModuleNotFoundError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard < 0 else min(_FILES, hard)
    if 0 <= soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def on_stop() -> threading.Lock:
    """A lock that Ctrl-C and SIGTERM open from now on.

    No Event: its set() takes a lock of its own, which wait(), interrupted by the signal in the same thread, may hold.
    """
    requested = threading.Lock()
    requested.acquire()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: requested.release() if requested.locked() else None)
    return requested


def _to_stderr(text: str) -> None:
    """Write a text past Python's own buffer, whose lock a thread that waits for a full pipe would hold at an exit."""
    try:
        number = sys.stderr.fileno()
    except (AttributeError, OSError):  # no file: a test has put something else there
        click.echo(text, err=True, nl=False)
        return
    left = text.encode()
    while left:
        left = left[os.write(number, left) :]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
