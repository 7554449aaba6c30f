"""How a command ends that cannot do what it is asked for.

May not: import anything of mock_od.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click


def fail(problem: str) -> NoReturn:
    """Say what is wrong and what to do on stderr, and end with status 2."""
    for line in problem.split("\n"):
        click.echo(f"mock-od: {line}", err=True)
    sys.exit(2)
