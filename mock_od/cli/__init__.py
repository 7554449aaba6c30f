"""The command ``mock-od``.

May not: hold a rule of the API, or import the server before it is to run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mock_od import __version__
from mock_od.cli import generated, remote, specifications
from mock_od.cli.fail import catalog, fail
from mock_od.cli.sql import sql
from mock_od.suggest import nearest
from mock_od.versions import NEWEST


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mock-od")
def main() -> None:
    """A simulator server of Open Dental's REST API."""


def _option(name: str, default: Any, help_: str, **more: Any) -> Callable[..., Any]:
    """An option of ``serve`` that is an environment variable as well."""
    variable = more.pop("variable", name.strip("-").replace("-", "_").upper())
    more.setdefault("show_default", True)
    variable = f"MOCK_OD_{variable}"
    return click.option(name, default=default, envvar=variable, show_envvar=True, help=help_, **more)


def _switch(name: str, help_: str) -> Callable[..., Any]:
    """A switch of ``serve`` that is an environment variable as well."""
    variable = f"MOCK_OD_{name.strip('-').replace('-', '_').upper()}"
    return click.option(name, is_flag=True, envvar=variable, show_envvar=True, help=help_)


_MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"])
_PORT = click.IntRange(0, 65535)
_SECONDS = click.FloatRange(0, min_open=True)
_NAMED = 5
"""How many files of others are named."""
_HEALTH = 2.0
"""Seconds that a server has to say that it is ready."""
_ITSELF = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # compared with, not listened on
"""What stands for all addresses of a machine, and the one that it calls itself by."""


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
@_option("--state", None, "Folder in which offices are kept, so that they survive a restart.")
@_switch("--watch", "Read the world again when its files change; its offices begin anew.")
@_switch("--all-modes", "Listen in all three modes at once.")
@_option("--service-port", 30223, "With --all-modes: the port of service mode.", type=_PORT)
@_option("--remote-port", 30224, "With --all-modes: the port of remote mode.", type=_PORT)
@_switch("--tls", "Serve https with a certificate made at start.")
@_option("--tls-ca", "mock-od-ca.pem", "With --tls: file that the certificate's CA is written to.")
@_option("--tls-name", (), "With --tls: a name that the certificate is for as well; may be repeated.", multiple=True)
@_option(
    "--log",
    "text",
    "A line for each request on stderr: text (with colours on a terminal), json or off.",
    type=click.Choice(["text", "json", "off"]),
)
def serve(**given: Any) -> None:
    """Serve the API until Ctrl-C or SIGTERM."""
    from mock_od.office.memory import for_good

    with for_good():
        from mock_od.cli.serving import set_up  # --help should not wait for the server

        server, beside, stop_requested = set_up(given)
    server.start()
    beside.start()
    while not stop_requested.acquire(timeout=1):  # in pieces, or Windows would not see Ctrl-C
        pass
    server.stop()
    beside.stop()


@main.command()
@_option("--host", "127.0.0.1", "Address that the server listens on; for all addresses, this machine's own is asked.")
@_option("--port", 30222, "Port that it listens on.", type=click.IntRange(1, 65535))
@_switch("--tls", "Ask over https.")
@_option("--tls-ca", "mock-od-ca.pem", "With --tls: file that the server wrote its certificate's CA to.")
def health(*, host: str, port: int, tls: bool, tls_ca: str) -> None:
    """Ask whether the server of this machine is ready, as a container's health check does.

    The exit status is 0 when it is ready, and 1 when it is not. The options and variables are those of serve.
    """
    from mock_od.client.client import Client
    from mock_od.client.error import MockOdError

    asked = _ITSELF.get(host, host)
    if tls:
        os.environ["SSL_CERT_FILE"] = tls_ca  # the variable that the client reads
    url = f"{'https' if tls else 'http'}://{f'[{asked}]' if ':' in asked else asked}:{port}"
    try:
        status = Client(url, "", timeout=_HEALTH).call("GET", "/health")["status"]
    except (MockOdError, OSError) as problem:
        click.echo(f"mock-od: {problem}", err=True)
        sys.exit(1)
    click.echo(f"{url}: {status}")


@main.command()
@click.argument("resource", default="")
def show(resource: str) -> None:
    """Print a resource as its page has it: fields, methods, versions. Without a name, print which pages there are."""
    from mock_od.engine.documented import documentation
    from mock_od.engine.missing import page_not_yet
    from mock_od.engine.show import index, page

    pages = catalog()
    if not resource:
        click.echo(index(pages, documentation()["methods"]))
        return
    wanted = resource.strip("/").lower()
    for declared in pages.resources.values():
        if wanted in (declared.path, declared.__name__.lower()):
            click.echo(page(declared))
            return
    for path, methods in pages.documented().items():
        if wanted in (path, methods[0].resource.lower()):
            fail(f"{resource}: {page_not_yet(methods)}")
    near = nearest(wanted, [*pages.resources, *pages.documented()])
    fail(f"there is no page {resource!r}; {f'did you mean {near}?' if near else 'mock-od show lists them'}")


@main.command()
@click.option("--differences", is_flag=True, help="Print where a page here differs from the documented one, and why.")
@click.option("--summary", is_flag=True, help="Print how much is there in a few lines.")
def coverage(*, differences: bool, summary: bool) -> None:
    """Print the documented methods against those implemented."""
    from mock_od.engine import documented, show

    facts = documented.documentation()
    if differences:
        found = documented.differences(catalog(), facts)
        click.echo(documented.told(found, documented.on_purpose()))
    else:
        click.echo((show.summary if summary else show.coverage)(catalog(), facts["methods"]))


@main.command()
@click.option("--patients", default=200, show_default=True, type=click.IntRange(1, 20_000))
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same bytes.")
@click.option("--today", default="2025-06-02", show_default=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
@click.option("--force", is_flag=True, help="Overwrite files that this command did not write.")
def generate(patients: int, seed: int, today: datetime, out: Path, *, force: bool) -> None:
    """Write the world of a believable practice.

    Files that this command did not write, or that were changed since, are not overwritten.
    """
    try:
        from mock_od.generate import generate as make  # imports Faker
        from mock_od.generate import write
    except ModuleNotFoundError as missing:
        fail(f"generate needs {missing.name}: pip install 'mock-od[generate]'")

    try:
        out.mkdir(parents=True, exist_ok=True)  # now, because the rows take their time
        others = [] if force else generated.not_ours(out)
    except OSError as problem:
        fail(f"cannot write {out}: {problem.strerror or problem}")
    if others:
        named = ", ".join(others[:_NAMED]) + (f" and {len(others) - _NAMED} more" if len(others) > _NAMED else "")
        fail(f"{out} has files that mock-od generate did not write: {named}; choose another folder, or add --force")
    with click.progressbar(length=patients, label=f"{patients} patients", file=sys.stderr) as bar:
        done = 0

        def progress(count: int, _: int) -> None:
            nonlocal done
            bar.update(count - done)
            done = count

        world = make(patients=patients, seed=seed, today=today.date(), progress=progress)
    try:
        try:
            write(world, out, today.date())
        finally:  # what was written until the disk was full is ours as well
            generated.note(out, ["world.json", *(f"{table}.json" for table in world)])
    except OSError as problem:
        fail(f"cannot write {problem.filename or out}: {problem.strerror or problem}")
    click.echo(f"{out}: {sum(map(len, world.values()))} rows in {len(world)} tables")


@main.command()
@click.option("--world", "name", required=True, help="A world that comes with mock_od, or the path of one.")
@click.option("--strict", is_flag=True, help="Find what is hard to believe, too: ages, holidays.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day of the amounts; else the world's own.")
def check(*, name: str, strict: bool, today: datetime | None) -> None:
    """Print where the rows of a world contradict each other, or an amount is wrong.

    The exit status is 1 when something was found, and 2 when there is no such world.
    """
    from mock_od.check import check as look
    from mock_od.office.worlds import UnknownWorld

    try:
        checked = look(catalog(), name, strict=strict, today=f"{today:%Y-%m-%d}" if today else "")
    except UnknownWorld as slip:
        fail(str(slip))
    if checked.lines:
        for line in checked.lines:
            click.echo(line)
        sys.exit(1)
    tables = "1 table" if checked.tables == 1 else f"{checked.tables} tables"
    click.echo(f"{name}: {tables}, {checked.rows:,} rows, no findings")


main.add_command(sql)

for command in (*specifications.COMMANDS, *remote.COMMANDS):
    main.add_command(command)
