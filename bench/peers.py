"""The servers that are measured, each a process of its own on 127.0.0.1.

Run as a script, it is the bare Flask app: ``python bench/peers.py PORT``.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from load import Ask

CREDENTIALS = {"Authorization": "ODFHIR developer/bench"}
SIGNED = {  # what moto tells its services apart by
    "Authorization": "AWS4-HMAC-SHA256 Credential=x/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x"
}
BEFORE = "MOCK_OD_BENCH_BEFORE"
"""In the environment: the ``mock-od`` script of another checkout, to measure beside this one."""

_STARTING = 30.0  # seconds
_INSTALLING = 110.0  # likewise


class NoPeer(Exception):
    """A server that cannot be had here, and why."""


@dataclass(frozen=True)
class Peer:
    """A server: its name, the command that starts it (``{port}`` stands for the port), and its smallest read.

    :param is_ours: whether it is a mock-od, which is asked for more than its smallest read.
    """

    name: str
    command: tuple[str, ...]
    ask: Ask
    is_ours: bool = False

    @contextlib.contextmanager
    def running(self) -> Iterator[Running]:
        """The server from before its first answer until the block ends."""
        port = _free_port()
        command = [part.replace("{port}", str(port)) for part in self.command]
        other = ("MOCK_OD_", "PYTHONDONTWRITEBYTECODE")  # each starts as it does for its users, compiled before
        environment = {name: value for name, value in os.environ.items() if not name.startswith(other)}
        environment["MOCK_OD_LOG"] = "off"  # what it costs is measured by itself, see docs/performance.md
        began = time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment)
        try:
            self._first_answer(process, port, began + _STARTING)
            yield Running(self, port, process.pid, time.perf_counter() - began)
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _first_answer(self, process: subprocess.Popen[bytes], port: int, deadline: float) -> None:
        while time.perf_counter() < deadline and process.poll() is None:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request(self.ask.verb, self.ask.path, headers=self.ask.headers)
                status = connection.getresponse().status
                connection.close()
            except (OSError, http.client.HTTPException):
                time.sleep(0.002)
                continue
            if status == http.HTTPStatus.OK:
                return
            raise NoPeer(f"the first answer of {self.name} was {status}")
        ended = "" if process.poll() is None else f": it ended with status {process.returncode}"
        raise NoPeer(f"{self.name} did not start{ended}")


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    peer: Peer
    port: int
    pid: int
    first_answer: float
    """Seconds from the start of the process to the first 200."""

    def memory(self) -> float:
        """Resident memory in MB of 1,000,000 bytes."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            kib = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        else:
            kib = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, check=True).stdout
        return int(kib) * 1024 / 1e6


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def mock_od() -> Peer:
    """What all this is about."""
    script = Path(sys.executable).with_name("mock-od")
    return _ours("mock-od", *((str(script),) if script.exists() else (sys.executable, "-m", "mock_od")))


def _ours(name: str, *start: str) -> Peer:
    serve = ("serve", "--host", "127.0.0.1", "--port", "{port}", "--world", "clinic")
    return Peer(name, (*start, *serve), Ask("/api/v1/discountplans/2", headers=CREDENTIALS), is_ours=True)


def bare_flask() -> Peer:
    """A Flask app that answers a constant, on mock-od's own server class."""
    return Peer("bare Flask", (sys.executable, __file__, "{port}"), Ask("/"))


def others(folder: Path) -> tuple[list[Peer], dict[str, str]]:
    """The servers beside ours, and why some cannot be had.

    :param folder: where those of others are installed, unless they are there.
    """
    found, missing = [], {}
    if before := os.environ.get(BEFORE):
        if Path(before).exists():
            found.append(_ours("before", str(Path(before).absolute())))
        else:
            missing["before"] = f"{BEFORE} names no file"
    with ThreadPoolExecutor() as pool:
        for name, made in (("moto", pool.submit(_moto, folder)), ("json-server", pool.submit(_json_server, folder))):
            try:
                found.append(made.result())
            except subprocess.TimeoutExpired:
                missing[name] = "its installation took too long"
            except (NoPeer, OSError, subprocess.CalledProcessError) as problem:
                missing[name] = "it could not be installed" if not isinstance(problem, NoPeer) else str(problem)
    return found, missing


def _install(*command: str) -> None:
    subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_INSTALLING, check=True)


def _moto(folder: Path) -> Peer:
    beside = Path(sys.executable).with_name("moto_server")
    script = beside if beside.exists() else folder / "moto" / "bin" / "moto_server"
    if not script.exists():
        _install(sys.executable, "-m", "venv", str(folder / "moto"))
        _install(str(folder / "moto" / "bin" / "python"), "-m", "pip", "install", "--quiet", "moto[server]>=5,<6")
    return Peer("moto", (str(script), "-H", "127.0.0.1", "-p", "{port}"), Ask("/", headers=SIGNED))


def _json_server(folder: Path) -> Peer:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node:
        raise NoPeer("there is no node here")
    home = folder / "json-server"
    script = home / "node_modules" / ".bin" / "json-server"
    if not script.exists():
        if not npm:
            raise NoPeer("there is no npm here")
        home.mkdir(exist_ok=True)
        _install(npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "--silent", "json-server@0.17.4")
    posts = home / "posts.json"
    posts.write_text(json.dumps({"posts": [{"id": number, "title": "a post"} for number in range(1, 4)]}))
    command = (node, str(script.resolve()), "--host", "127.0.0.1", "--port", "{port}", "--quiet", str(posts))
    return Peer("json-server", command, Ask("/posts/1"))


def _serve_bare(port: int) -> None:
    from flask import Flask  # only this process needs it

    from mock_od.web.in_threads import InThreads
    from mock_od.web.server import Server

    app = Flask("bare", static_folder=None)

    @app.route("/", methods=["GET", "POST"])
    def constant() -> dict[str, int | str]:
        return {"DiscountPlanNum": 2, "Description": "Senior Membership"}

    server = Server(InThreads(lambda: app))
    server.listen(port=port)
    server.start()
    threading.Event().wait()


if __name__ == "__main__":
    _serve_bare(int(sys.argv[1]))
