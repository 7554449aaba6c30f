"""The commands about the offices of a server that runs: open, seed, reset, export, tail.

May not: import the server.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

import click

from mock_od.cli.fail import fail
from mock_od.office.left_out import lines

if TYPE_CHECKING:
    from mock_od.client.client import Client

_STDIN: Final = "-"
_GONE: Final = 404
_BETWEEN: Final = 0.5  # seconds between two looks for new calls

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _option(name: str, default: str, variable: str, says: str) -> Callable[[_Command], _Command]:
    return click.option(name, default=default, envvar=variable, help=says, show_default=bool(default), show_envvar=True)


def _of_a_server(command: _Command) -> _Command:
    """Give a command the options that say which server it is about."""
    url = _option("--url", "http://127.0.0.1:30222", "MOCK_OD_URL", "The server.")
    token = _option("--token", "", "MOCK_OD_ADMIN_TOKEN", "The token of its admin plane, beyond this machine.")
    return url(token(command))


@contextmanager
def _client(url: str, token: str) -> Iterator[Client]:
    """A client of a server. What the server refuses ends the command."""
    from mock_od.client.client import Client
    from mock_od.client.error import MockOdError

    try:
        yield Client(url, token)
    except (MockOdError, ValueError) as refused:
        fail(str(refused))


def _path(key: str, rest: str = "") -> str:
    return f"/offices/{quote(key, safe='')}{rest}"


@click.command("open")
@click.argument("key", required=False)
@click.option("--world", help="The world that it starts from.")
@click.option("--od-version", "version", help="Its version of Open Dental.")
@click.option("--mode", help="local, service or remote.")
@click.option("--from", "source", metavar="KEY", help="An office whose rows, clock and settings it begins with.")
@click.option("--set", "others", metavar="NAME=VALUE", multiple=True, help="Another setting; may be repeated.")
@_of_a_server
def open_office(
    key: str | None, source: str | None, others: tuple[str, ...], url: str, token: str, **named: Any
) -> None:
    """Open an office and print its customer key; without KEY, one that is free."""
    settings = {name: value for name, value in named.items() if value is not None}
    for other in others:
        name, equals, value = other.partition("=")
        if not equals:
            fail(f"--set {other}: write a name and a value, such as --set faithful=true")
        settings[name] = _json_or_text(value)
    body = {"settings": settings, **({"key": key} if key else {}), **({"from": source} if source else {})}
    with _client(url, token) as client:
        click.echo(client.call("POST", "/offices", body)["office"])


def _json_or_text(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


@click.command()
@click.argument("key")
@click.argument("source")
@click.option("--world", help="The world to put in place of all rows before.")
@click.option("--replace", is_flag=True, help="Have exactly these rows: delete all others.")
@click.option("--ignore-unknown", is_flag=True, help="Leave out tables and columns that are not documented.")
@_of_a_server
def seed(
    key: str, source: str, world: str | None, url: str, token: str, *, replace: bool, ignore_unknown: bool
) -> None:
    """Add rows to the office of KEY, or replace those with the same primary keys.

    SOURCE is a folder with a file TABLE.json for each table, a file with all of them (an export), or - for stdin.
    """
    if world and replace:
        fail("--world and --replace exclude each other: the one keeps the rows of a world, the other keeps none")
    body = _rows_of(source)
    if ignore_unknown:
        body["unknown"] = "ignore"
    with _client(url, token) as client:
        if replace:
            done = client.call("POST", _path(key, "/import"), body)
        else:
            done = client.call("POST", "/seed", {**body, "office": key, **({"world": world} if world else {})})
    click.echo(f"{key}: {_counted(sum(done['rows'].values()), 'row')} in {_counted(len(done['rows']), 'table')}")
    for line in lines(done["leftOut"]) if "leftOut" in done else ():
        click.echo(line)


def _rows_of(source: str) -> dict[str, Any]:
    """The body of a seed: the rows of a folder, of a file or of what comes in."""
    try:
        if source == _STDIN:
            content = json.loads(sys.stdin.buffer.read())  # bytes, for JSON is UTF-8 whatever the terminal is
        elif Path(source).is_dir():
            files = sorted(Path(source).glob("*.json"))
            tables = {file.stem: json.loads(file.read_bytes()) for file in files}
            about = tables.pop("world", {})
            if not isinstance(about, Mapping):
                fail(f'{Path(source) / "world.json"}: must be an object such as {{"today": "2025-06-02"}}')
            content = {**about, "tables": tables}
        else:
            content = json.loads(Path(source).read_bytes())
    except OSError as problem:
        fail(f"{source}: cannot be read: {problem.strerror or problem}")
    except (ValueError, RecursionError) as problem:
        fail(f"{source}: is not JSON: {problem}")
    if isinstance(content, Mapping) and "tables" in content:
        return {**content}
    return {"tables": content}


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@click.command()
@click.argument("key", required=False)
@_of_a_server
def reset(key: str | None, url: str, token: str) -> None:
    """Bring the rows of the start world back: those of the office of KEY, or of all offices."""
    with _client(url, token) as client:
        done = client.call("POST", "/reset", {} if key is None else {"office": key})["reset"]
    for one in done:
        click.echo(f"{one}: reset")
    if not done:
        click.echo("no office is open")


@click.command()
@click.argument("key")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else it is printed.")
@_of_a_server
def export(key: str, out: Path | None, url: str, token: str) -> None:
    """Print all rows of the office of KEY, as `serve --world` and `seed` take them: one row to a line."""
    with _client(url, token) as client:
        exported = client.call("GET", _path(key, "/export"))
    text = _export_text(exported)
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except OSError as problem:
        fail(f"cannot write {out}: {problem.strerror or problem}")
    tables = exported["tables"]
    click.echo(f"{out}: {_counted(sum(map(len, tables.values())), 'row')} in {_counted(len(tables), 'table')}")


def _export_text(exported: Mapping[str, Any]) -> str:
    tables = []
    for table, rows in exported["tables"].items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        tables.append(f"{json.dumps(table)}: [\n{lines}\n]")
    head = "".join(
        f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in exported.items() if name != "tables"
    )
    return f'{{\n{head}"tables": {{\n' + ",\n".join(tables) + "\n}\n}"


@click.command()
@click.argument("key", required=False)
@click.option("--once", is_flag=True, help="Print the calls so far, and end.")
@click.option("--bodies", is_flag=True, help="Print what was sent and answered as well.")
@_of_a_server
def tail(key: str | None, url: str, token: str, *, once: bool, bodies: bool) -> None:
    """Print the calls to the office of KEY, or to all offices; then each new call, until Ctrl-C."""
    last: dict[str, int] = {}
    with _client(url, token) as client:
        try:
            while True:
                for line in _new_calls(client, key, last, bodies=bodies, waits=not once):
                    click.echo(line)
                if once:
                    return
                sys.stdout.flush()
                time.sleep(_BETWEEN)
        except KeyboardInterrupt:
            return


def _new_calls(client: Client, key: str | None, last: dict[str, int], *, bodies: bool, waits: bool) -> Iterator[str]:
    """A text for each call that was not told before.

    :param last: the id of the last call that was told, by office.
    :param waits: whether an office may be opened later.
    """
    from mock_od.client.error import MockOdError
    from mock_od.client.served import Served

    keys = [key] if key else [office["office"] for office in client.call("GET", "/offices")["offices"]]
    for one in keys:
        try:
            found = client.call("GET", _path(one, "/requests"), since=last.get(one))["requests"]
        except MockOdError as refused:
            if refused.status != _GONE or (key and not waits):
                raise
            last.pop(one, None)  # its next calls are counted from 1
            continue
        for entry in found:
            last[one] = entry["id"]
            call = Served.read(entry)
            yield _told(call.at, "" if key else f"{one} ", str(call), bodies=bodies)


def _told(at: str, whose: str, told: str, *, bodies: bool) -> str:
    """A call, with its hint where it has one."""
    first, *others = told.split("\n")
    shown = [line for line in others if bodies or line.startswith("    hint: ")]
    return "\n".join([f"{at} {whose}{first}", *shown])


COMMANDS: Final = (open_office, seed, reset, export, tail)
