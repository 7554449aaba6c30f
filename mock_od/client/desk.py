"""Servers for the workers of pytest-xdist, in the process that started the workers.

May not: import a server or a client before a worker asks for one; every run with workers imports this.
"""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from mock_od.client.serving import Servers

_PATIENCE = 60.0
"""Seconds that a worker waits for its server: a machine that is busy starts many workers at once."""
_READING = 5.0
"""Seconds that the desk waits for a question to be read: a worker asks at once."""
_LONGEST = 4096


class Way(TypedDict):
    """How a worker finds the desk."""

    port: int
    word: str


class _Answer(TypedDict, total=False):
    """What a worker is told: the address of its server, or why it has none."""

    url: str
    problem: str


class Desk:
    """Starts a server for each worker that asks. Their world is read once, and their offices are apart.

    Before the first question it costs a thread that waits.

    :param settings: what offices start with.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = dict(settings)
        self._word = uuid.uuid4().hex  # whoever else is on this machine starts nothing here
        self._servers: Servers | None = None
        self._is_open = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, name="mock_od desk", daemon=True)
        self._thread.start()

    @property
    def way(self) -> Way:
        """How a worker finds it."""
        return {"port": self._listener.getsockname()[1], "word": self._word}

    def close(self) -> None:
        """Stop the servers, and take no more questions."""
        self._is_open = False
        with suppress(OSError):  # wakes the thread, which a close alone does not do everywhere
            socket.create_connection(self._listener.getsockname(), _READING).close()
        self._thread.join(1)
        self._listener.close()
        if self._servers is not None:
            self._servers.stop()

    def _run(self) -> None:
        while self._is_open:
            asking, _ = self._listener.accept()
            with asking, suppress(OSError):
                asking.settimeout(_READING)
                if asking.recv(_LONGEST) == self._word.encode():
                    asking.sendall(json.dumps(self._answer()).encode())

    def _answer(self) -> _Answer:
        try:
            from mock_od.client.serving import Servers

            self._servers = self._servers or Servers(self._settings)
            return {"url": self._servers.start()}
        except Exception as problem:  # noqa: BLE001  # whatever it is, the worker's tests say it
            return {"problem": str(problem) or repr(problem)}


def ask(way: Way) -> str:
    """The address of a server for this worker.

    :raises MockOdError: when none can be started, or nobody answers.
    """
    from mock_od.client.error import MockOdError
    from mock_od.client.untouched import socket as untouched  # a test may have replaced the other one

    try:
        with untouched.create_connection(("127.0.0.1", way["port"]), _PATIENCE) as connection:
            connection.sendall(way["word"].encode())
            answer: _Answer = json.loads(b"".join(iter(lambda: connection.recv(_LONGEST), b"")))
    except (OSError, ValueError) as failure:
        raise MockOdError(f"the process that started this worker starts no server: {failure!r}") from failure
    if "problem" in answer:
        raise MockOdError(answer["problem"])
    return answer["url"]
