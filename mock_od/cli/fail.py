"""How a command ends that cannot do what it is asked for.

May not: import anything of mock_od before it is needed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from mock_od.catalog import Catalog


def fail(problem: str) -> NoReturn:
    """Say what is wrong and what to do on stderr, and end with status 2."""
    for line in problem.split("\n"):
        click.echo(f"mock-od: {line}", err=True)
    sys.exit(2)


def catalog() -> Catalog:
    """The catalog of the API; where its pages do not fit together, what does not, and the end."""
    from mock_od.declare import Misdeclared

    try:
        from mock_od import opendental  # some slips show as soon as a page is read

        return opendental.catalog()
    except Misdeclared as slips:
        fail(str(slips))
