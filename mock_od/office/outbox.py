"""The files that an office sends: to a real SFTP server where that is allowed, else they are kept for a test to see.

May not: know a resource, or hold the office's lock while it sends.
"""

from __future__ import annotations

import ipaddress
import threading
from collections import deque
from collections.abc import Collection
from concurrent.futures import Future
from itertools import count
from typing import Any, NamedTuple

from mock_od import sftp
from mock_od.call import Refusal, Upload

MOST_FILES = 100
MOST_BYTES = 8_000_000
NOT_SENT = "Could not connect to the SFTP site."
"""400 where a transfer fails. Ours: the status is documented, the text is not."""


class Kept(NamedTuple):
    """A file that was not sent.

    :param at: the office's time.
    """

    id: int
    at: str
    upload: Upload

    def as_json(self) -> dict[str, Any]:
        """As the admin plane shows it; the password is left out."""
        upload = self.upload
        return {
            "id": self.id,
            "at": self.at,
            "host": upload.host,
            "port": upload.port,
            "path": upload.path,
            "username": upload.username,
            "content": upload.content.decode("utf-8", "replace"),
        }


class Outbox:
    """The files of one office that were not sent, the newest last; the oldest go where there are too many."""

    def __init__(self) -> None:
        self._kept: deque[Kept] = deque()
        self._numbers = count(1)
        self._lock = threading.Lock()  # a file comes when the office's lock is free again

    def keep(self, at: str, upload: Upload) -> None:
        """Keep a file."""
        with self._lock:
            self._kept.append(Kept(next(self._numbers), at, upload))
            while len(self._kept) > MOST_FILES or (len(self._kept) > 1 and self._bytes() > MOST_BYTES):
                self._kept.popleft()

    def _bytes(self) -> int:
        return sum(len(one.upload.content) for one in self._kept)

    def all(self) -> list[dict[str, Any]]:
        """The files as the admin plane shows them."""
        with self._lock:
            kept = [*self._kept]
        return [one.as_json() for one in kept]

    def clear(self) -> None:
        """Forget them; numbers go on."""
        with self._lock:
            self._kept.clear()


def goes_out(host: str, allowed: Collection[str]) -> bool:
    """Whether files for a site are really sent: to this machine, and to the sites that a setting allows."""
    name = host.lower()
    try:
        loopback = name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        loopback = False
    return loopback or name in {one.lower() for one in allowed}


def begin_sending(upload: Upload) -> Future[Refusal | None]:
    """Send a file in a thread of its own.

    :returns: what becomes the refusal where it fails, and None where it does not.
    """
    done: Future[Refusal | None] = Future()

    def send() -> None:
        try:
            sftp.send(upload)
        except sftp.NotSent as failed:
            done.set_result(Refusal(NOT_SENT, hint=f"{upload.host} port {upload.port}: {failed}"))
        except Exception as bug:  # noqa: BLE001  # whoever waits has to hear of it
            done.set_result(Refusal(NOT_SENT, hint=f"{type(bug).__name__}: {bug}"))
        else:
            done.set_result(None)

    threading.Thread(target=send, name="mock_od sftp", daemon=True).start()
    return done
