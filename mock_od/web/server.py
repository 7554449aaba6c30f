"""The HTTP server: waitress reads requests, one event loop of our own moves the bytes.

May not: know what the app is, or import any part of mock_od but its connections.

One thread, the leader, waits for all sockets at once and runs each request to its end where it stands: as long as
requests are short nothing else runs, so nothing waits for the interpreter's lock. A second thread stands by. When a
request is not done after a few milliseconds (or says by ``environ["mock_od.may_block"]()`` that it is going to wait),
the one standing by takes the lead with all other connections, and the slow request goes on in the thread it has.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from waitress.adjustments import Adjustments

from mock_od.web.connection import IDLE, OVER, PARTIAL, Connection
from mock_od.web.dropped import Dropped

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_TICK: Final = 0.005  # a request this old, and at most twice this old, loses the lead
_QUIET_TICKS: Final = 20  # then the thread standing by sleeps until there is a request again
_GRACE: Final = 0.5  # seconds that stop() gives requests in hand
_STALL: Final = 60.0  # seconds without a byte, in the middle of a request or an answer
_LINGER: Final = 2.0  # seconds to go on reading after an answer that ends a connection early
_SWEEP: Final = 0.5
_CONNECTIONS: Final = 200  # fewer than any platform's limit on open files, or on what select() can watch
_ENOUGH: Final = _CONNECTIONS + 2  # the leader, and who stands by

__all__ = ["Dropped", "Server"]


class Server:
    """Serves one WSGI app over HTTP/1.1 with keep-alive.

    The app finds two things of ours: it may raise ``Dropped``, and ``environ["mock_od.may_block"]()`` hands all other
    connections to another thread at once, to be called before a deliberate wait.

    :param app: the WSGI application; called from several threads, though seldom at the same time.
    :param host: an IPv4 or IPv6 address, or a name.
    :param port: 0 takes a free one.
    :param threads: at most so many; each slow request, and each client that is slow to read an answer, has one. As it
        is, there can be one for each connection, so that slow ones keep nobody waiting.

    :raises OSError: the port is taken, or the host is none of this machine's.
    :raises OverflowError: the port is not in 0 to 65535.
    """

    def __init__(self, app: WSGIApplication, host: str = "127.0.0.1", port: int = 0, *, threads: int = _ENOUGH) -> None:
        self.app = app
        self._limit = max(2, threads)
        self._listener = _listen(host, port)
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self.adj = Adjustments(host="127.0.0.1", ident="mock-od")
        self.environ = {  # what WSGI tells the app of a server, the same for every request
            "SERVER_NAME": host,
            "SERVER_PORT": str(self.port),
            "SERVER_SOFTWARE": "mock-od",
            "SCRIPT_NAME": "",
            "wsgi.version": (1, 0),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "wsgi.input_terminated": True,
            "mock_od.may_block": self.may_block,
        }

        self._lifecycle = threading.RLock()
        self._started = False
        self._stopping = False
        self._finished = threading.Lock()
        self._finished.acquire()

        self._selector = selectors.DefaultSelector()
        self._waker, self._woken = socket.socketpair()
        self._waker.settimeout(0)
        self._woken.settimeout(0)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._woken, selectors.EVENT_READ, self._wake_up)
        self._connections: set[Connection] = set()
        self._timed: set[Connection] = set()  # those with a deadline
        self._returned: list[Connection] = []  # from slow requests that are done

        self._mutex = threading.Lock()  # of all below
        self._threads: set[threading.Thread] = set()
        self._leader: int | None = None
        self._standing_by = False
        self._current: Connection | None = None  # what the leader is at
        self._turn = 0
        self._asleep = False  # the thread standing by does not look at the clock
        self._alarm = threading.Lock()
        self._alarm.acquire()
        self._ringing = False
        self._closed = False

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Serves in daemon threads from now on; connections are taken as soon as this returns.

        :raises RuntimeError: it was stopped.
        """
        with self._lifecycle:
            if self._stopping:
                raise RuntimeError("a server that was stopped cannot start again")
            if not self._started:
                self._started = True
                self._hire()  # without the mutex: a signal handler that calls stop() would wait for it for ever

    def serve_forever(self) -> None:
        """Serves until stop() is called, from another thread or from a signal handler, or was called already."""
        try:
            with contextlib.suppress(RuntimeError):
                self.start()
            while not self._finished.acquire(timeout=1):  # in pieces, or Windows would not see Ctrl-C
                pass
            self._finished.release()
        finally:
            self.stop()

    def stop(self) -> None:
        """Closes the listener and the idle connections and ends the threads. Does nothing the second time.

        Requests in hand have half a second to end; then their connections are cut, and a thread whose app does not
        return ends when it does.
        """
        with self._lifecycle:
            if self._stopping:
                return
            self._stopping = True
            if self._started:
                self._wake()
                self._join()
            if not self._closed:
                self._close_all()
            self._finished.release()

    # What follows runs in the server's threads.

    def _join(self) -> None:
        end = time.monotonic() + _GRACE
        while True:
            others = [thread for thread in list(self._threads) if thread is not threading.current_thread()]
            left = end - time.monotonic()
            if not others or left <= 0:
                break
            try:
                others[0].join(left)
            except RuntimeError:  # a signal handler came while it is being started
                time.sleep(0.001)
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        while self._stand_by():
            self._lead()

    def _hire(self) -> bool:
        """One thread more, if there may be one. The mutex is held, if there are other threads."""
        if len(self._threads) >= self._limit:
            return False
        thread = threading.Thread(target=self._run, name=f"mock-od:{self.port}", daemon=True)
        self._threads.add(thread)
        try:
            thread.start()
        except RuntimeError:  # the platform has no more
            self._threads.discard(thread)
            return False
        return True

    def _ring(self) -> None:
        """Wakes the thread standing by. The mutex is held."""
        if not self._ringing:
            self._ringing = True
            self._alarm.release()

    def _rouse(self) -> None:
        with self._mutex:
            self._asleep = False
            self._ring()

    def _stand_by(self) -> bool:
        """Waits until the lead is free or its holder is slow, and takes it. False when this thread is to end."""
        me = threading.get_ident()
        with self._mutex:
            if self._closed or (self._leader is not None and self._standing_by):
                self._threads.discard(threading.current_thread())
                return False
            if self._leader is None:
                self._leader = me
                return True
            self._standing_by = True
        return self._watch(me)

    def _watch(self, me: int) -> bool:
        last, quiet = -1, 0
        while True:
            rung = self._alarm.acquire(timeout=-1 if self._asleep else _TICK)
            with self._mutex:
                if rung:
                    self._ringing = False
                turn, current = self._turn, self._current
                if self._closed:
                    self._threads.discard(threading.current_thread())
                    return False
                if current is not None and turn == last:
                    self._detach(current)
                if self._leader is None:
                    self._leader = me
                    self._standing_by = self._asleep = False
                    return True
                quiet = 0 if rung or turn != last else quiet + 1
                last = turn
                self._asleep = quiet >= _QUIET_TICKS
                if self._asleep and (self._turn != turn or self._current is not None):
                    self._asleep = False  # a request came between the look at it and going to sleep

    def _detach(self, current: Connection) -> None:
        """Leaves a connection to the thread that is at it, which leads no longer. The mutex is held."""
        self._unwatch(current)
        self._timed.discard(current)
        self._current = self._leader = None

    def may_block(self) -> None:
        """Hands the lead on, if this thread has it: for a request that is going to wait."""
        with self._mutex:
            current = self._current
            if current is None or self._leader != threading.get_ident():
                return
            if self._standing_by:
                self._ring()
            elif not self._hire():
                return
            self._detach(current)

    def _lead(self) -> None:
        """Waits for all connections and gives each its turn, until another thread has the lead or all is over."""
        me = threading.get_ident()
        with self._mutex:
            if not self._standing_by:
                self._hire()
        select = self._selector.select
        while True:
            try:
                events = select(_SWEEP if self._timed else None)
            except (OSError, ValueError):
                if self._stopping:  # by a stop() that could not wait for this thread
                    return
                raise
            for key, _ in events:
                connection = key.data
                if not isinstance(connection, Connection):
                    connection()
                elif connection in self._connections and not self._give_turn(connection, me):
                    return
            if self._stopping:
                self._close_all()
                return
            if self._timed:
                self._sweep()

    def _give_turn(self, connection: Connection, me: int) -> bool:
        """One connection's turn. False when it took so long that another thread leads now."""
        self._turn += 1
        self._current = connection
        if self._asleep:
            self._rouse()
        state = connection.take_turn()
        with self._mutex:
            leads = self._leader == me
            if leads:
                self._current = None
        if not leads:
            self._give_back(connection, state)
        elif state != IDLE or connection.deadline is not None:
            self._after_turn(connection, state)
        return leads

    def _after_turn(self, connection: Connection, state: int) -> None:
        if state == OVER:
            self._discard(connection)
        elif state == IDLE:
            connection.deadline = None
            self._timed.discard(connection)
        elif not connection.lingering:
            connection.deadline = time.monotonic() + _STALL
            self._timed.add(connection)
        elif connection.deadline is None:
            connection.deadline = time.monotonic() + _LINGER
            self._timed.add(connection)

    def _give_back(self, connection: Connection, state: int) -> None:
        """Returns the connection of a slow request, that is done now, to whoever leads."""
        with self._mutex:
            if state != OVER and not self._closed:
                connection.deadline = None
                self._returned.append(connection)
                self._wake()
                return
        self._connections.discard(connection)
        connection.close()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # it has enough to wake up for, or is closed
            self._waker.send(b"\0")

    def _wake_up(self) -> None:
        with contextlib.suppress(OSError):
            self._woken.recv(4096)
        with self._mutex:
            returned, self._returned = self._returned, []
        for connection in returned:
            self._timed.discard(connection)
            self._selector.register(connection.sock, selectors.EVENT_READ, connection)
            waits = connection.request is not None or connection.lingering
            self._after_turn(connection, PARTIAL if waits else IDLE)

    def _accept(self) -> None:
        try:
            sock, addr = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionError):
            return
        except OSError:  # no more files, most likely
            if not self._evict():
                time.sleep(0.01)
            return
        try:
            sock.settimeout(0)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:  # it is gone already
            sock.close()
            return
        if len(self._connections) >= _CONNECTIONS and not self._evict():
            sock.close()
            return
        connection = Connection(self, sock, addr)
        self._connections.add(connection)
        self._selector.register(sock, selectors.EVENT_READ, connection)

    def _evict(self) -> bool:
        """Closes the connection without a request that has been idle longest, if there is one."""
        watched = (key.data for key in self._selector.get_map().values())
        idle = [each for each in watched if isinstance(each, Connection) and each.request is None]
        if not idle:
            return False
        self._discard(min(idle, key=lambda each: each.seen))
        return True

    def _sweep(self) -> None:
        now = time.monotonic()
        for connection in list(self._timed):
            if connection.deadline is not None and connection.deadline < now:
                self._discard(connection)

    def _discard(self, connection: Connection) -> None:
        self._timed.discard(connection)
        self._connections.discard(connection)
        self._unwatch(connection)
        connection.close()

    def _unwatch(self, connection: Connection) -> None:
        with contextlib.suppress(KeyError, ValueError):  # it is not watched, or is closed
            self._selector.unregister(connection.sock)

    def _close_all(self) -> None:
        with self._mutex:
            if self._closed:
                return
            self._closed = True
            self._leader = None
            returned, self._returned = self._returned, []
            watched = [key.data for key in self._selector.get_map().values()]
            current, self._current = self._current, None
            self._ring()
        for connection in (*watched, *returned):
            if isinstance(connection, Connection) and connection is not current:
                self._connections.discard(connection)
                connection.close()
        self._selector.close()
        for sock in (self._listener, self._waker, self._woken):
            sock.close()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    :raises OSError: the port is taken, or the host is none of this machine's.
    :raises OverflowError: the port is not in 0 to 65535.
    """
    if not 0 <= port <= 65_535:  # noqa: PLR2004  # getaddrinfo() may take it modulo 65536
        raise OverflowError(f"no port: {port}")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)  # localhost is both
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
        listener.settimeout(0)
    except BaseException:
        listener.close()
        raise
    return listener
