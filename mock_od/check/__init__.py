"""What does not hang together, or does not foot, in a world.

May not: be imported by a server. Change a row.
"""

from __future__ import annotations

from mock_od.check.finding import Check, Finding, World
from mock_od.check.world import CHECKS, Checked, check, findings

__all__ = ["CHECKS", "Check", "Checked", "Finding", "World", "check", "findings"]
