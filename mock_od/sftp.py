"""Sends a file to an SFTP server.

May not: import anything of mock_od. The library is the extra ``sftp``, imported when a file is first sent.
"""

from __future__ import annotations

import posixpath
from typing import Any, Protocol

SECONDS = 20.0
"""How long a transfer may take."""


class NotSent(Exception):
    """A file did not reach its place; the text says why."""


class File(Protocol):
    """What is sent, and where to."""

    @property
    def host(self) -> str:
        """The site's name or address."""

    @property
    def port(self) -> int:
        """The site's port."""

    @property
    def path(self) -> str:
        """The full path of the file there."""

    @property
    def username(self) -> str:
        """Who may write there."""

    @property
    def password(self) -> str:
        """Theirs."""

    @property
    def content(self) -> bytes:
        """What the file is to have."""


def is_installed() -> bool:
    """Whether the library is there."""
    try:
        import asyncssh  # noqa: F401  # only whether it is there
    except ModuleNotFoundError:
        return False
    return True


def send(file: File) -> None:
    """Write a file, and the folders that it lies in; one that is there is overwritten.

    This takes its time, and a thread that has no event loop.
    :raises NotSent: when it cannot be done.
    """
    import asyncio

    import asyncssh

    async def write() -> None:
        options: dict[str, Any] = {"username": file.username, "password": file.password, "known_hosts": None}
        options |= {"client_keys": None, "agent_path": None, "config": None}
        async with (
            asyncssh.connect(file.host, file.port, **options) as connection,
            connection.start_sftp_client() as sftp,
        ):
            await sftp.makedirs(posixpath.dirname(file.path), exist_ok=True)
            async with sftp.open(file.path, "wb") as there:
                await there.write(file.content)

    try:
        asyncio.run(asyncio.wait_for(write(), SECONDS))
    except (asyncssh.Error, OSError, asyncio.TimeoutError, ValueError) as failed:
        raise NotSent(f"{type(failed).__name__}: {failed}") from failed
