"""The command ``mock-od``.

May not: hold a rule of the API, or import the server before it is to run.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from mock_od import __version__
from mock_od.cli_sql import sql
from mock_od.versions import NEWEST

if TYPE_CHECKING:
    import ssl

    from mock_od.catalog import Catalog


def _fail(problem: str) -> NoReturn:
    for line in problem.split("\n"):
        click.echo(f"mock-od: {line}", err=True)
    sys.exit(2)


def _catalog() -> Catalog:
    """The catalog of the API; where its pages do not fit together, what does not, and the end."""
    from mock_od.declare import Misdeclared

    try:
        from mock_od.opendental import catalog  # some slips show as soon as a page is read

        return catalog()
    except Misdeclared as slips:
        _fail(str(slips))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mock-od")
def main() -> None:
    """A simulator server of Open Dental's REST API."""


def _option(name: str, default: Any, help_: str, **more: Any) -> Callable[..., Any]:
    """An option of ``serve`` that is an environment variable as well."""
    variable = more.pop("variable", name.strip("-").replace("-", "_").upper())
    return click.option(name, default=default, envvar=f"MOCK_OD_{variable}", help=help_, show_default=True, **more)


def _switch(name: str, help_: str) -> Callable[..., Any]:
    """A switch of ``serve`` that is an environment variable as well."""
    return click.option(name, is_flag=True, envvar=f"MOCK_OD_{name.strip('-').replace('-', '_').upper()}", help=help_)


_MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"])
_PORT = click.IntRange(0, 65535)
_SECONDS = click.FloatRange(0, min_open=True)
_FILES = 4096
"""How many files the server may have open, connections included, where the platform lets it."""


@main.command()
@_option("--host", "127.0.0.1", "Address to listen on; with 127.0.0.1 it is ::1 too.")
@_option("--port", 30222, "0 picks a free one.", type=_PORT)
@_option("--world", "clinic", "clinic, small, empty or a path.")
@_option(
    "--dates",
    None,
    "What is done to the dates of a world: moved (to this week) or asIs; by default what the world says.",
)
@_option("--now", None, 'Time at which offices open, "2025-06-02 09:00"; by default now.', type=_MOMENT)
@_option("--od-version", NEWEST, "Version of Open Dental.", variable="VERSION")
@_option("--mode", "local", "local, service or remote.")
@_switch("--faithful", "Enforce what the real service enforces.")
@_switch("--strict-keys", "Know only keys opened through the admin plane.")
@_option("--max-offices", 2000, "How many offices there may be.", type=click.IntRange(1))
@_option(
    "--office-ttl",
    None,
    "Close an office that was unused for so many seconds.",
    type=click.FloatRange(0, min_open=True),
)
@_switch("--all-modes", "Listen in all three modes at once.")
@_option("--service-port", 30223, "With --all-modes: the port of service mode.", type=_PORT)
@_option("--remote-port", 30224, "With --all-modes: the port of remote mode.", type=_PORT)
@_switch("--tls", "Serve https with a certificate made at start.")
@_option("--tls-ca", "mock-od-ca.pem", "With --tls: file that the certificate's CA is written to.")
@_option("--tls-name", (), "With --tls: a name that the certificate is for as well; may be repeated.", multiple=True)
def serve(**given: Any) -> None:
    """Serve the API until Ctrl-C or SIGTERM."""
    from mock_od.engine.perform import Engine  # --help should not wait for the server
    from mock_od.office.clock import ClockStart
    from mock_od.office.memory import share_one_arena
    from mock_od.office.offices import Offices
    from mock_od.office.settings import BadSetting, Settings
    from mock_od.office.world_day import NoDay
    from mock_od.office.worlds import UnknownWorld
    from mock_od.web.asgi_app import server_of

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
            Engine(_catalog()), settings, path=True, strict=given["strict_keys"], most=given["max_offices"]
        )
        offices.start_image()
    except (UnknownWorld, NoDay, BadSetting) as slip:
        _fail(str(slip))
    named = os.environ.get("MOCK_OD_ADMIN_TOKEN", "").strip()  # as HTTP takes it from a header
    token = None if _is_loopback(host) else named or secrets.token_urlsafe(24)
    _allow_files()
    share_one_arena()
    tls = _tls(given) if given["tls"] else None
    server = server_of(offices, token)
    listeners = []
    for port, listening in _addresses(given):
        try:
            listeners.append(server.listen(host, port, mode=listening, tls=tls))
        except OSError as taken:
            _fail(f"cannot listen on {host} port {port}: {taken.strerror or taken}")
    stop_requested = _stop_requested()
    if token and not named:
        click.echo(f"admin token: {token}")
    for listener in listeners:
        what = f"Open Dental {settings.version}, {listener.mode or mode}, world {settings.world}"
        click.echo(f"mock_od ready at {listener.url}/api/v1 ({what})")
    sys.stdout.flush()
    server.start()
    while not stop_requested.acquire(timeout=1):  # in pieces, or Windows would not see Ctrl-C
        pass
    server.stop()


def _addresses(given: dict[str, Any]) -> list[tuple[int, str]]:
    """The ports to listen on, each with the mode that a call to it is in; empty for the office's own."""
    if not given["all_modes"]:
        return [(given["port"], "")]
    others = [given["service_port"], given["remote_port"]]
    if not given["port"]:  # where one port is picked, the others are as well
        others = [0, 0]
    return list(zip((given["port"], *others), ("local", "service", "remote"), strict=True))


def _tls(given: dict[str, Any]) -> ssl.SSLContext:
    try:
        from mock_od.web.tls import server_context
    except ModuleNotFoundError as missing:
        _fail(f"--tls needs {missing.name}: pip install 'mock-od[tls]'")
    try:
        return server_context([given["host"], *given["tls_name"]], Path(given["tls_ca"]))
    except OSError as problem:
        _fail(f"--tls-ca {given['tls_ca']}: {problem.strerror or problem}")
    except ValueError as problem:
        _fail(f"--tls-name: {problem}")


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


def _stop_requested() -> threading.Lock:
    """A lock that Ctrl-C and SIGTERM open from now on.

    No Event: its set() takes a lock of its own, which wait(), interrupted by the signal in the same thread, may hold.
    """
    requested = threading.Lock()
    requested.acquire()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: requested.release() if requested.locked() else None)
    return requested


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@main.command()
@click.argument("resource")
def show(resource: str) -> None:
    """Print a resource as its page has it: fields, methods, versions."""
    from mock_od.engine.show import page

    wanted = resource.strip("/").lower()
    for declared in _catalog().resources.values():
        if wanted in (declared.path, declared.__name__.lower()):
            click.echo(page(declared))
            return
    _fail(f"there is no page {resource!r}; see mock-od coverage")


@main.command()
@click.option("--differences", is_flag=True, help="Print where a page here differs from the documented one, and why.")
def coverage(*, differences: bool) -> None:
    """Print the documented methods against those implemented."""
    from mock_od.engine import documented
    from mock_od.engine.show import coverage as table

    facts = documented.documentation()
    if differences:
        found = documented.differences(_catalog(), facts)
        click.echo(documented.told(found, documented.on_purpose()))
    else:
        click.echo(table(_catalog(), facts["methods"]))


@main.command()
@click.option("--patients", default=200, show_default=True, type=click.IntRange(1, 20_000))
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same bytes.")
@click.option("--today", default="2025-06-02", show_default=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
def generate(patients: int, seed: int, today: datetime, out: Path) -> None:
    """Write the world of a believable practice."""
    from mock_od.generate import generate as make  # imports Faker
    from mock_od.generate import write

    with click.progressbar(length=patients, label=f"{patients} patients", file=sys.stderr) as bar:
        done = 0

        def progress(count: int, _: int) -> None:
            nonlocal done
            bar.update(count - done)
            done = count

        world = make(patients=patients, seed=seed, today=today.date(), progress=progress)
    write(world, out, today.date())
    click.echo(f"{out}: {sum(map(len, world.values()))} rows in {len(world)} tables")


@main.command()
@click.option("--world", "name", required=True, help="A world that comes with mock_od, or the path of one.")
@click.option("--strict", is_flag=True, help="Find what nobody would believe as well: ages, holidays.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day of the amounts; else the world's own.")
def check(*, name: str, strict: bool, today: datetime | None) -> None:
    """Print what does not hang together, or does not foot, in a world.

    The exit status is 1 where there is something, and 2 where there is no such world.
    """
    from mock_od.check import check as look
    from mock_od.office.worlds import UnknownWorld

    try:
        checked = look(_catalog(), name, strict=strict, today=f"{today:%Y-%m-%d}" if today else "")
    except UnknownWorld as slip:
        _fail(str(slip))
    if checked.lines:
        for line in checked.lines:
            click.echo(line)
        sys.exit(1)
    tables = "1 table" if checked.tables == 1 else f"{checked.tables} tables"
    click.echo(f"{name}: {tables}, {checked.rows:,} rows, no findings")


main.add_command(sql)
