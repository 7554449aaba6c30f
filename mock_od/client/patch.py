"""One function of a library, replaced for a while.

May not: import anything of mock_od.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Patch:
    """A function of a class or a module that can be replaced, and put back.

    :param owner: the class or the module.
    :param name: the function's name.
    :param make: gives the function that stands there meanwhile, of the original one.
    """

    def __init__(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        self._owner = owner
        self._name = name
        self._make = make
        self._original: Any = None
        self._ours: Any = None

    def apply(self) -> None:
        """Replace the function; one that is replaced already stays so."""
        original = vars(self._owner)[self._name]
        if original is not self._ours:
            self._original, self._ours = original, self._make(original)
            setattr(self._owner, self._name, self._ours)

    def undo(self) -> None:
        """Put the original back, unless another patch came after this one and is there still: it may hold ours."""
        if vars(self._owner)[self._name] is self._ours:
            setattr(self._owner, self._name, self._original)
