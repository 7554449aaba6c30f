"""The server: uvicorn's protocol on an event loop in a thread of its own, for any number of addresses.

The process it runs in keeps its own loggers, signals and event loop: nothing of theirs is touched.
May not: know what is served.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.server import ServerState

from mock_od.web.protocol import Connection

_TICK: Final = 1.0  # seconds between two looks at the clock and at the connections
_GRACE: Final = 0.5  # seconds that stop() gives calls that are being answered
_HANDSHAKE: Final = 10.0  # seconds for a client to agree on TLS
_KEPT: Final = 3600  # seconds that a connection without a request stays open
_BACKLOG: Final = 512
_MOST: Final = 500
_OWN_FILES: Final = 100  # what a process may have open beside its connections


class Listener:
    """An address that a server listens on.

    :raises OSError: the port is taken, or the host is none of this machine's.
    :raises OverflowError: the port is not in 0 to 65535.
    """

    def __init__(self, host: str, port: int, mode: str, tls: ssl.SSLContext | None) -> None:
        self.host = host
        self.sockets = [_bound(host, port)]
        self.port: int = self.sockets[0].getsockname()[1]
        self.mode = mode
        self.tls = tls
        if host in ("127.0.0.1", "localhost"):
            # Where a name has both kinds of address, clients try this one first. It may be missing, or taken.
            with contextlib.suppress(OSError):
                self.sockets.append(_bound("::1", self.port))

    @property
    def url(self) -> str:
        """The address, without a path."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}"

    def shut(self) -> None:
        """Take no more connections, even where a forked process holds the sockets as well."""
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the sockets back."""
        self.shut()
        for sock in self.sockets:
            sock.close()


class Server:
    """Serves an ASGI app over HTTP/1.1 with keep-alive, in a daemon thread.

    :param app: the ASGI app. Of a request's scope it finds beside ASGI's members ``state["mode"]`` and
        ``state["address"]`` of the listener, and the :class:`Connection`.
    :param each_second: called every second in the server's thread.
    :param at_the_end: called when no more calls are answered.
    """

    def __init__(
        self,
        app: Callable[..., Any],
        *,
        each_second: Callable[[], object] = bool,
        at_the_end: Callable[[], object] = bool,
    ) -> None:
        self._config = Config(
            app,
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=_KEPT,
        )
        self._each_second = each_second
        self._at_the_end = at_the_end
        self._state = ServerState()
        self._listeners: list[Listener] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop_requested: asyncio.Event | None = None
        self._handshakes: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()

    def listen(
        self, host: str = "127.0.0.1", port: int = 0, *, mode: str = "", tls: ssl.SSLContext | None = None
    ) -> Listener:
        """Listen on one address more, before the start.

        :param host: an IPv4 or IPv6 address, or a name. With 127.0.0.1 it is ::1 too, where that can be had.
        :param port: 0 takes a free one.
        :param mode: the mode that calls to this address are in; empty for the office's own.
        :raises OSError: the port is taken, or the host is none of this machine's.
        :raises OverflowError: the port is not in 0 to 65535.
        """
        listener = Listener(host, port, mode, tls)
        self._listeners.append(listener)
        return listener

    @property
    def url(self) -> str:
        """The first address, without a path."""
        return self._listeners[0].url

    @property
    def port(self) -> int:
        """The first address's port."""
        return self._listeners[0].port

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._state.connections)

    def start(self) -> None:
        """Serve from now on; connections are taken as soon as this returns.

        :raises RuntimeError: it was started before.
        """
        if self._thread:
            raise RuntimeError("a server starts once")
        self._thread = threading.Thread(target=self._run, name=f"mock-od:{self.port}", daemon=True)
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Close everything and end the thread. Calls that are being answered have half a second to end."""
        if self._thread and self._loop and self._stop_requested and self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._stop_requested.set)
            self._thread.join()
        for listener in self._listeners:
            listener.close()
        self._at_the_end()

    # --- in the thread ---

    def _run(self) -> None:
        loop = self._loop = _new_loop()
        loop.set_exception_handler(lambda *_: None)  # what clients do wrong is no news
        try:
            loop.run_until_complete(self._serve(loop))
        finally:
            self._ready.set()
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    async def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        self._stop_requested = asyncio.Event()
        self._config.load()
        most = _most_connections()
        servers, takers = [], []
        for listener in self._listeners:
            state = {"mode": listener.mode, "address": listener.url}
            made = partial(Connection, self._config, self._state, state, loop, most=most)
            for sock in listener.sockets:
                if listener.tls:
                    takers.append(loop.create_task(self._take(sock, made, listener.tls)))
                else:
                    servers.append(await loop.create_server(made, sock=sock, backlog=_BACKLOG))
        self._tick(loop)
        self._ready.set()
        await self._stop_requested.wait()
        for listener in self._listeners:
            listener.shut()
        for server in servers:
            server.close()
        await _cancel(takers)
        await _cancel(self._handshakes)
        await self._end()

    async def _take(self, listening: socket.socket, made: Callable[[], Connection], tls: ssl.SSLContext) -> None:
        """Take clients, until this is cancelled.

        A loop's own server forgets a client that has not agreed on TLS, so that nothing could close its connection.
        """
        loop = asyncio.get_running_loop()
        while True:
            try:
                sock, _ = await loop.sock_accept(listening)
            except ConnectionError:  # the client is gone
                continue
            except OSError:  # there are too many files
                await asyncio.sleep(_TICK)
                continue
            task = loop.create_task(self._agree(sock, made, tls))
            self._handshakes.add(task)
            task.add_done_callback(self._handshakes.discard)

    async def _agree(self, sock: socket.socket, made: Callable[[], Connection], tls: ssl.SSLContext) -> None:
        """Agree on TLS with a client, who has some seconds for it."""
        with contextlib.suppress(OSError):  # those of TLS and time, too
            await asyncio.get_running_loop().connect_accepted_socket(
                made, sock, ssl=tls, ssl_handshake_timeout=_HANDSHAKE
            )

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        """What is to be done every second."""
        date = email.utils.formatdate(time.time(), usegmt=True).encode()
        self._state.default_headers = [(b"date", date), (b"server", b"mock-od")]
        now = loop.time()
        for connection in list(self._state.connections):
            if isinstance(connection, Connection):
                connection.look(now)
        self._each_second()
        loop.call_later(_TICK, self._tick, loop)

    async def _end(self) -> None:
        """Let calls end that are being answered, and close all connections."""
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            await asyncio.wait(self._state.tasks, timeout=_GRACE)
        for task in list(self._state.tasks):
            task.cancel()
        for connection in list(self._state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # for the callbacks of what was closed
        await asyncio.sleep(0)


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    """End these tasks, each of which has begun when this is called in a later turn of the loop."""
    await asyncio.sleep(0)
    for task in (waited := list(tasks)):
        task.cancel()
    if waited:
        await asyncio.wait(waited)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that is bound to an address, and listens as soon as it is served."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, (name, _, *more) = min(found, key=lambda each: each[0] != socket.AF_INET)  # localhost is both
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # or asyncio sets no TCP_NODELAY
    try:
        if sys.platform == "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((name, port, *more))
        sock.listen(_BACKLOG)  # now, because only this finds out on some platforms that the port is taken
        sock.settimeout(0)
    except BaseException:
        sock.close()
        raise
    return sock


def _new_loop() -> asyncio.AbstractEventLoop:
    """An event loop: uvloop's where there is one."""
    try:
        import uvloop  # not for Windows
    except ModuleNotFoundError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


def _most_connections() -> int:
    """How many connections at a time: fewer than the files that this process may have open."""
    try:
        import resource  # not on Windows
    except ModuleNotFoundError:
        return _MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if files < 0 else max(16, min(_MOST, files - _OWN_FILES))
