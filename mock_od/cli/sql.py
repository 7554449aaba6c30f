"""The command ``mock-od sql``: asks an office of a running server in SQL, as any program would.

May not: hold a rule of the API, or import the server.
"""

from __future__ import annotations

import csv
import json
import sys
from typing import Any

import click

from mock_od.cli.fail import fail
from mock_od.wire import API, HINT

_PAGE = 100
_SECONDS = 60


@click.command()
@click.argument("command")
@click.option("--office", required=True, envvar="MOCK_OD_OFFICE", show_envvar=True, help="The office's customer key.")
@click.option(
    "--url",
    default="http://127.0.0.1:30222",
    envvar="MOCK_OD_URL",
    show_default=True,
    show_envvar=True,
    help="The server.",
)
@click.option("--developer", default="mock-od", show_default=True, help="The developer key that asks.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="Of rows."
)
def sql(command: str, office: str, url: str, developer: str, form: str) -> None:
    """Ask an office of a running server by PUT /queries/ShortQuery, and print all rows.

    COMMAND is SQL in MySQL's dialect: mock-od sql --office KEY "SELECT PatNum, LName FROM patient"
    """
    rows = page = _ask(command, office, url, developer, 0)
    while len(page) == _PAGE:  # a later page may have all the rest, or a hundred rows as well
        page = _ask(command, office, url, developer, len(rows))
        rows = [*rows, *page]
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows and form == "csv":
        lines = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)
    elif rows:
        _print_table(rows)


def _ask(command: str, office: str, url: str, developer: str, offset: int) -> list[dict[str, Any]]:
    """The rows from an offset on."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError  # a start of the server has no use for them
    from urllib.request import Request, urlopen

    asked = f"{url.rstrip('/').removesuffix(API)}{API}/queries/ShortQuery" + (f"?Offset={offset}" if offset else "")
    if not asked.startswith(("http://", "https://")):
        fail(f"--url {url}: an address begins with http:// or https://")
    headers = {"Authorization": f"ODFHIR {developer}/{office}", "Content-Type": "application/json"}
    body = json.dumps({"SqlCommand": command}).encode()
    request = Request(asked, body, headers, method="PUT")  # noqa: S310  # the scheme is looked at above
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # likewise
            rows: list[dict[str, Any]] = json.load(answer)
            return rows
    except HTTPError as refused:
        sentence = refused.read().decode(errors="replace").strip('"')
        hint = refused.headers.get(HINT)
        fail(f"{refused.code} {sentence}" + (f"\n{hint}" if hint else ""))
    except (URLError, OSError, ValueError, HTTPException) as gone:  # a port that is none, a key that is no header
        fail(f"no server answers at {url}: {getattr(gone, 'reason', gone)}")


def _print_table(rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    lines = [names, *(["NULL" if row[name] is None else str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
