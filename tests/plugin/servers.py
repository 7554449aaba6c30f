"""Servers of their own process, for tests of whoever calls one from outside."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager


@contextmanager
def started_servers(folder):
    """What starts ``mock-od serve`` in a folder with an environment and gives its address; its ``servers`` are theirs."""
    servers = []

    def start(host="127.0.0.1", **env):
        command = [sys.executable, "-m", "mock_od", "serve", "--host", host]
        given = {**os.environ, "MOCK_OD_PORT": "0", "MOCK_OD_LOG": "off", "MOCK_OD_WORLD": "empty", **env}
        server = subprocess.Popen(command, cwd=folder, env=given, stdout=subprocess.PIPE, text=True)
        servers.append(server)
        for line in server.stdout:
            if ready := re.match(r"mock_od ready at http://\S+?:(\d+)/api/v1", line):
                return f"http://127.0.0.1:{ready[1]}"
        raise AssertionError("no server")

    start.servers = servers
    try:
        yield start
    finally:
        for server in servers:
            server.terminate()
            server.communicate(timeout=10)
