"""The names that clients see: where the API and the admin plane are, and the headers of our own.

May not: import anything of mock_od.
"""

from __future__ import annotations

from typing import Final

API: Final = "/api/v1"
"""The path below which the API is."""
ADMIN: Final = "/__admin"
"""The path below which the admin plane is."""

HINT: Final = "X-Mock-Od-Hint"
"""In an answer: one line of ours that helps the developer."""
MISSING: Final = "X-Mock-Od-Missing"
"""In a refusal: the documented resource or method that was called and is not here yet."""
NOT_YET: Final = "not in mock_od yet"
"""In the hint of such a refusal."""
A_FAULT: Final = "a fault that was asked for"
"""In the hint of an answer that a fault has made."""
GENERATION: Final = "X-Mock-Od-Generation"
"""In an answer: how often the admin plane has replaced rows of the office."""
FAULT: Final = "X-Mock-Od-Fault"
"""In a call: the fault that this one call is to meet."""
TOKEN: Final = "X-Mock-Od-Token"  # noqa: S105  # a header's name
"""In a call of the admin plane: the token that the server asks for."""

JSON_TYPE: Final = "application/json; charset=utf-8"
