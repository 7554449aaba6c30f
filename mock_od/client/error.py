"""What a call of the admin plane fails with.

May not: import anything of mock_od.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class MockOdError(Exception):
    """The admin plane refused a call, or no server answered.

    :param problem: what is wrong and what to do.
    :param status: the HTTP status of the answer; 0 when there was no answer.
    :param body: the JSON object of the answer: ``error``, ``at``, ``problem`` and ``known`` (docs/admin.md).
    """

    def __init__(self, problem: str, status: int = 0, body: Mapping[str, Any] | None = None) -> None:
        super().__init__(problem)
        self.status = status
        self.body = dict(body or {})
