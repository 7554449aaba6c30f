"""Luck that repeats itself.

May not: be used for anything secret.
"""

from __future__ import annotations

from random import Random


class Chance(Random):
    """A seeded source of chance that answers the question most often asked."""

    def likely(self, percent: int) -> bool:
        """Answer yes in so many of a hundred cases."""
        return self.random() * 100 < percent
