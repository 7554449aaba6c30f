"""Made-up dental practices of any size, as fixtures.

The one place that uses Faker; nothing of mock_od imports it before a world is asked for.
"""

from __future__ import annotations

from mock_od.generate.practice import generate
from mock_od.generate.rows import write

__all__ = ["generate", "write"]
