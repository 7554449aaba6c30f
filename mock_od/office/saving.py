"""Offices that survive a restart: what changed is written a moment later, by a thread of its own.

Nothing of it is in the way of a call: an office's lock is held as long as its rows are copied out, and not while they
are written. The journal and the faults of an office are not kept.
May not: know a resource, or how files are written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from mock_od.engine.sql import tables_schema
from mock_od.office.clock import Clock, ClockState
from mock_od.office.office import Office
from mock_od.office.offices import Offices
from mock_od.office.settings import BadSetting, Settings
from mock_od.office.state import BadState, KeptImage, KeptOffice, StateFolder, kept_office
from mock_od.store import Image, Store

_BETWEEN: Final = 0.3  # seconds between two looks at the offices
_PATIENCE: Final = 0.05  # seconds to wait for an office that a call is in; it is looked at again later
_AT_THE_END: Final = 5.0  # the same when no more calls come


class _Look(NamedTuple):
    """An office as it was looked at: as long as it looks the same, nothing has changed."""

    office: Office
    edition: tuple[int, int]
    numbers: dict[str, int]
    generation: int
    settings: Settings
    clock: ClockState
    start: Image
    snapshots: tuple[tuple[str, Image], ...]


class Saver:
    """Keeps the offices of a server in a folder.

    :param complain: is told what cannot be written, once until it can be again.
    """

    def __init__(self, offices: Offices, folder: StateFolder, complain: Callable[[str], object]) -> None:
        self._offices = offices
        self._folder = folder
        self._complain = complain
        self._looks: dict[str, _Look] = {}
        self._rows: dict[str, KeptImage] = {}
        self._stop_requested = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mock-od:state", daemon=True)
        self._failing = False

    def bring_back(self) -> int:
        """Open the offices that were kept.

        :returns: how many there are.
        :raises BadState: when one cannot be read, or has tables of another version of mock_od.
        :raises NoRoom: when there are more than the server may hold.
        """
        known: dict[str, Image] = {}
        try:
            kept = self._folder.read()
            for one in kept:
                self._bring_back(one, known)
        except BaseException:
            self._folder.close()
            raise
        return len(kept)

    def start(self) -> None:
        """Write what changes from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Write the last changes, and end the thread."""
        self._stop_requested.set()
        if self._thread.is_alive():
            self._thread.join()
        self.save(_AT_THE_END)
        self._folder.close()

    def save(self, patience: float = _PATIENCE) -> None:
        """Write the offices that changed since the last time, and forget those that were closed.

        :param patience: seconds to wait for an office that is in use.
        """
        offices = {office.key: office for office in self._offices.all()}
        problem: Exception | None = None
        for office in offices.values():
            try:
                self._save(office, patience)
            except Exception as slip:  # noqa: BLE001  # one office that cannot be written keeps no other from it
                problem = slip
        for key in self._folder.keys - offices.keys():  # also what was kept and closed before it was looked at
            self._folder.forget(key)
            self._looks.pop(key, None)
            self._rows.pop(key, None)
        if problem and not self._failing:
            says = problem.strerror if isinstance(problem, OSError) else repr(problem)
            self._complain(f"cannot write the state: {says}; it is tried again")
        self._failing = problem is not None

    def _run(self) -> None:
        while not self._stop_requested.wait(_BETWEEN):
            self.save()

    def _save(self, office: Office, patience: float) -> None:
        if not office.lock.acquire(timeout=patience):
            return
        try:
            before = self._looks.get(office.key)
            if office.closed or (look := _look(office)) == before:
                return
            same_rows = before is not None and (before.office, before.edition) == (look.office, look.edition)
            image = None if same_rows else office.store.state()
        finally:
            office.lock.release()
        rows = self._folder.put(image) if image else {**self._rows[office.key], "numbers": look.numbers}
        kept = kept_office(
            key=office.key,
            generation=look.generation,
            is_fork=office.is_fork,
            settings=look.settings.as_json(),
            clock=[*look.clock],
            rows=rows,
            start=self._folder.put(look.start),
            snapshots={name: self._folder.put(snapshot) for name, snapshot in look.snapshots},
        )
        self._folder.write(kept)
        self._looks[office.key], self._rows[office.key] = look, rows

    # --- bringing back ---

    def _bring_back(self, kept: KeptOffice, known: dict[str, Image]) -> None:
        start, rows = self._image(kept["start"], known), self._image(kept["rows"], known)
        if kept["rows"] == kept["start"]:
            rows = start  # one and the same: so a reset takes back what was changed, however many rows there are
        try:
            settings = Settings().changed(kept["settings"])
        except BadSetting as bad:
            raise BadState(f"the kept office {kept['key']!r}: {bad}; choose another folder") from bad
        clock = Clock(settings.zone)
        clock.go_on(ClockState(*kept["clock"]))
        office = Office(kept["key"], self._offices.engine, rows, settings, clock)
        snapshots = {name: self._image(image, known) for name, image in kept["snapshots"].items()}
        office.go_on(start, snapshots, kept["generation"], is_fork=kept["isFork"])
        self._offices.add(office)

    def _image(self, kept: KeptImage, known: dict[str, Image]) -> Image:
        seen = kept["image"] in known
        image = self._folder.image(kept, known)
        if not seen:
            self._check_tables(image)
        return image

    def _check_tables(self, image: Image) -> None:
        """See that an image has the tables that this version declares.

        :raises BadState: when it has not.
        """
        catalog = self._offices.engine.catalog
        store = Store(image)
        made: list[tuple[Any, ...]] = store.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        store.close()
        for name, statement in made:
            if name not in catalog.tables or statement != next(tables_schema(catalog, [name])):
                raise BadState(
                    f"the kept offices are of another version of mock_od, whose table {name} differs; choose another "
                    "folder, or run that version and export them"
                )


def _look(office: Office) -> _Look:
    return _Look(
        office,
        office.store.edition,
        dict(office.store.numbers),
        office.generation,
        office.settings,
        office.clock.state,
        office.start,
        tuple(office.snapshots.items()),
    )
