"""The command ``mock-od``.

May not: hold a rule of the API, or import the server before it is to run.
"""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from mock_od import __version__
from mock_od.versions import NEWEST


def _fail(problem: str) -> NoReturn:
    click.echo(f"mock-od: {problem}", err=True)
    sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mock-od")
def main() -> None:
    """A simulator server of Open Dental's REST API."""


@main.command()
@click.option("--host", default="127.0.0.1", envvar="MOCK_OD_HOST", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=30222,
    envvar="MOCK_OD_PORT",
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 picks a free one.",
)
@click.option(
    "--world", default="clinic", envvar="MOCK_OD_WORLD", show_default=True, help="clinic, small, empty or a path."
)
@click.option(
    "--od-version", default=NEWEST, envvar="MOCK_OD_VERSION", show_default=True, help="Version of Open Dental."
)
@click.option("--mode", default="local", envvar="MOCK_OD_MODE", show_default=True, help="local, service or remote.")
def serve(host: str, port: int, world: str, od_version: str, mode: str) -> None:
    """Serve the API until Ctrl-C or SIGTERM."""
    from mock_od.engine.perform import Engine  # noqa: PLC0415  # --help should not wait for the server
    from mock_od.office.office import Offices  # noqa: PLC0415
    from mock_od.office.settings import Settings  # noqa: PLC0415
    from mock_od.office.worlds import UnknownWorld  # noqa: PLC0415
    from mock_od.opendental import catalog  # noqa: PLC0415
    from mock_od.web.app import create_app  # noqa: PLC0415
    from mock_od.web.server import Server  # noqa: PLC0415

    try:
        offices = Offices(Engine(catalog()), Settings(world, od_version, mode), path=True)
    except UnknownWorld as unknown:
        _fail(str(unknown))
    except ValueError as slip:
        _fail(str(slip))
    token = None if _is_loopback(host) else os.environ.get("MOCK_OD_ADMIN_TOKEN") or secrets.token_urlsafe(24)
    try:
        server = Server(create_app(offices, token), host, port)
    except OSError as taken:
        _fail(f"cannot listen on {host} port {port}: {taken.strerror or taken}")
    if token and token != os.environ.get("MOCK_OD_ADMIN_TOKEN"):
        click.echo(f"admin token: {token}")
    click.echo(f"mock_od ready at {server.url}/api/v1 (Open Dental {od_version}, {mode}, world {world})")
    sys.stdout.flush()
    _serve_until_told(server)


def _serve_until_told(server: Any) -> None:
    def stop(*_: object) -> None:
        # From a thread of its own: a handler runs inside the very loop that stop() waits for.
        threading.Thread(target=server.stop, daemon=True).start()

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    server.serve_forever()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@main.command()
@click.argument("resource")
def show(resource: str) -> None:
    """Print a resource as its page has it: fields, methods, versions."""
    from mock_od.engine.show import page  # noqa: PLC0415
    from mock_od.opendental import catalog  # noqa: PLC0415

    wanted = resource.strip("/").lower()
    for declared in catalog().resources.values():
        if wanted in (declared.path, declared.__name__.lower()):
            click.echo(page(declared))
            return
    _fail(f"there is no page {resource!r}; see mock-od coverage")


@main.command()
def coverage() -> None:
    """Print the documented methods against those implemented."""
    from mock_od.engine.show import coverage as table  # noqa: PLC0415
    from mock_od.opendental import catalog  # noqa: PLC0415

    documented = json.loads((Path(__file__).parent / "documented.json").read_bytes())
    click.echo(table(catalog(), documented))


@main.command()
@click.option("--patients", default=200, show_default=True, type=click.IntRange(1, 20_000))
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same bytes.")
@click.option("--today", default="2025-06-02", show_default=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
def generate(patients: int, seed: int, today: datetime, out: Path) -> None:
    """Write the world of a believable practice."""
    from mock_od.generate import generate as make  # noqa: PLC0415  # imports Faker
    from mock_od.generate import write  # noqa: PLC0415

    with click.progressbar(length=patients, label=f"{patients} patients", file=sys.stderr) as bar:
        done = 0

        def progress(count: int, _: int) -> None:
            nonlocal done
            bar.update(count - done)
            done = count

        world = make(patients=patients, seed=seed, today=today.date(), progress=progress)
    write(world, out)
    click.echo(f"{out}: {sum(map(len, world.values()))} rows in {len(world)} tables")
