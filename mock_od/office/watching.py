"""A world on this machine that is edited while it is served: what changed is read again, and its offices begin anew.

May not: know a resource, or tell anybody anything itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mock_od.office.left_out import lines
from mock_od.office.offices import Offices
from mock_od.office.world_day import NoDay
from mock_od.office.worlds import UnknownWorld

_BETWEEN: Final = 0.5  # seconds between two looks at the files

Files = dict[str, tuple[int, int]]
"""When each file was changed, in nanoseconds, and how long it is."""


class Watcher:
    """Looks after the start world of some offices.

    :param tell: is told what was read again.
    :param complain: is told why it cannot be read.
    """

    def __init__(self, offices: Offices, tell: Callable[[str], object], complain: Callable[[str], object]) -> None:
        self._offices = offices
        self._name = offices.defaults.world
        self._tell = tell
        self._complain = complain
        self._read = self._seen = files_of(Path(self._name))
        self._stop_requested = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mock-od:watch", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stop_requested.set()
        self._thread.join()

    def look(self) -> None:
        """Read the world again where its files changed and stay as they are: an editor may not be done with them."""
        before, self._seen = self._seen, files_of(Path(self._name))
        if self._seen == before and self._seen != self._read:
            self._read = self._seen
            self._read_again()

    def _run(self) -> None:
        while not self._stop_requested.wait(_BETWEEN):
            self.look()

    def _read_again(self) -> None:
        try:
            self._offices.worlds.read_again(self._name)
            reset = sum(self._reset(key) for key in [office.key for office in self._offices.all()])
        except (UnknownWorld, NoDay) as slip:
            self._complain(f"{slip}; the offices keep their rows")
        else:
            self._tell(f"world {self._name} read again: {reset} {'office' if reset == 1 else 'offices'} reset")
            for line in lines(self._offices.worlds.left_out(self._name)):
                self._tell(f"world {self._name}: {line}")

    def _reset(self, key: str) -> bool:
        """Have an office begin anew, if it began with the world; whether it did."""
        office = self._offices.find(key)
        if office is None:
            return False
        with office.lock:
            if office.closed or office.is_fork or office.settings.world != self._name:
                return False
            office.apply(office.settings, self._offices.start_image(office.settings, office.clock))
        return True


def files_of(world: Path) -> Files:
    """The files of a world, as far as they can be seen: a folder's, or the one file that it is."""
    found: Files = {}
    try:
        for file in sorted(world.glob("*.json")) if world.is_dir() else [world]:
            at = file.stat()
            found[file.name] = at.st_mtime_ns, at.st_size
    except OSError:  # one goes while it is looked at
        return {}
    return found
