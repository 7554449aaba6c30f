"""What several tests of the plugin start."""

import socket

import pytest
from servers import started_servers


@pytest.fixture
def serving(tmp_path):
    """Starts ``mock-od serve`` with an environment and answers its address; ``serving.servers`` are the processes."""
    with started_servers(tmp_path) as start:
        yield start


@pytest.fixture
def unused_url():
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
