"""Servers of their own process, for tests of whoever calls one from outside."""

import os
import re
import socket
import subprocess
import sys

import pytest


@pytest.fixture
def serving(tmp_path):
    """Starts ``mock-od serve`` with an environment and answers its address; ``serving.servers`` are the processes."""
    servers = []

    def start(host="127.0.0.1", **env):
        command = [sys.executable, "-m", "mock_od", "serve", "--host", host]
        given = {**os.environ, "MOCK_OD_PORT": "0", **env}
        server = subprocess.Popen(command, cwd=tmp_path, env=given, stdout=subprocess.PIPE, text=True)
        servers.append(server)
        for line in server.stdout:
            if ready := re.match(r"mock_od ready at http://\S+?:(\d+)/api/v1", line):
                return f"http://127.0.0.1:{ready[1]}"
        raise AssertionError("no server")

    start.servers = servers
    yield start
    for server in servers:
        server.terminate()
        server.communicate(timeout=10)


@pytest.fixture
def unused_url():
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
