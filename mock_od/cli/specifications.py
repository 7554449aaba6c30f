"""The commands that print the API in a form that other programs read: openapi, postman.

May not: import the server before one of them runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mock_od.cli.fail import catalog, fail
from mock_od.versions import NEWEST

if TYPE_CHECKING:
    from mock_od.openapi.kept import Specifications

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _options(command: _Command) -> _Command:
    for option in (
        click.option(
            "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else it is printed."
        ),
        click.option(
            "--server", default="http://127.0.0.1:30222", show_default=True, help="The server's address in it."
        ),
        click.option(
            "--world", default="clinic", show_default=True, help="The world that its examples are taken from."
        ),
        click.option("--od-version", "version", default=NEWEST, show_default=True, help="Version of Open Dental."),
    ):
        command = option(command)
    return command


@click.command()
@_options
def openapi(**given: Any) -> None:
    """Print the OpenAPI document of the API and of the admin plane; a server has it at /openapi.json."""
    _print(lambda made: made.openapi, **given)


@click.command()
@_options
def postman(**given: Any) -> None:
    """Print the API as a Postman collection; a server has it at /postman.json."""
    _print(lambda made: made.postman, **given)


def _print(
    which: Callable[[Specifications], Callable[[str, str, str], bytes]],
    *,
    version: str,
    world: str,
    server: str,
    out: Path | None,
) -> None:
    from mock_od.engine.perform import Engine
    from mock_od.office.offices import Offices
    from mock_od.office.settings import BadSetting, Settings
    from mock_od.office.world_day import NoDay
    from mock_od.office.worlds import UnknownWorld
    from mock_od.openapi.kept import Specifications

    try:
        offices = Offices(Engine(catalog()), Settings(world=world, version=version), path=True)
        content = which(Specifications(offices))(server.rstrip("/"), "", version)
    except (BadSetting, NoDay, UnknownWorld) as problem:
        fail(str(problem))
    text = json.dumps(json.loads(content), indent=2, ensure_ascii=False)
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(f"{text}\n", encoding="utf-8")
    except OSError as problem:
        fail(f"cannot write {out}: {problem.strerror or problem}")
    click.echo(f"{out}: {len(text):,} characters")


COMMANDS = (openapi, postman)
