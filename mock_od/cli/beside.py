"""What runs beside a server, where it is asked for: its offices are kept in a folder, its world is watched.

May not: import the server before it is to run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mock_od.cli.fail import fail

if TYPE_CHECKING:
    from mock_od.office.offices import Offices
    from mock_od.office.saving import Saver
    from mock_od.office.watching import Watcher


class Beside:
    """The threads beside a server.

    :param given: the options of ``serve``.
    """

    def __init__(self, offices: Offices, given: dict[str, Any]) -> None:
        self._saver = _saver(offices, given["state"]) if given["state"] else None
        self._watcher = _watcher(offices) if given["watch"] else None

    def start(self) -> None:
        """Begin, as soon as the server does."""
        if self._saver:
            self._saver.start()
        if self._watcher:
            self._watcher.start()

    def stop(self) -> None:
        """End when no more calls are answered."""
        if self._watcher:
            self._watcher.stop()
        if self._saver:
            self._saver.stop()


def _saver(offices: Offices, folder: str) -> Saver:
    from mock_od.office.offices import NoRoom
    from mock_od.office.saving import Saver
    from mock_od.office.state import BadState, StateFolder

    try:
        saver = Saver(offices, StateFolder(Path(folder)), _complain)
        count = saver.bring_back()
    except (BadState, NoRoom) as problem:
        fail(str(problem))
    click.echo(f"state {folder}: {count} {'office is' if count == 1 else 'offices are'} back")
    return saver


def _watcher(offices: Offices) -> Watcher:
    from mock_od.office.watching import Watcher

    world = offices.defaults.world
    if world in offices.worlds.names:
        fail(f"--watch looks after a world of yours; {world} comes with mock_od, so name a folder with --world")
    return Watcher(offices, _say, _complain)


def _complain(problem: str) -> None:
    click.echo(f"mock-od: {problem}", err=True)


def _say(what: str) -> None:
    """On stderr too: a program may read the ready line from stdout, and then no further."""
    click.echo(what, err=True)
