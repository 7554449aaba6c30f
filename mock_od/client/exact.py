"""What has exactly the attributes that it declares: a misspelt one is an error that names the near one.

May not: import anything of ours but what finds the near name.
"""

from __future__ import annotations

from typing import Any

from mock_od.suggest import did_you_mean

__tracebackhide__ = True  # pytest shows the line of the test that misspelt it


class Exact:
    """Has no attributes but those of its class; each class below it declares ``__slots__``."""

    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute.

        :raises AttributeError: when there is none of that name, or it cannot be set.
        """
        if not hasattr(type(self), name):
            raise AttributeError(self._unknown(name))
        try:
            super().__setattr__(name, value)
        except AttributeError as fixed:
            kind = "is a method" if callable(getattr(type(self), name)) else "is read only"
            raise AttributeError(f"{name} of an {type(self).__name__} {kind} and cannot be set") from fixed

    def __getattr__(self, name: str) -> Any:
        """Where an attribute cannot be had.

        :raises AttributeError: always.
        """
        if hasattr(type(self), name):  # a property of ours has failed so: let it say why
            return object.__getattribute__(self, name)
        raise AttributeError(self._unknown(name))

    def _unknown(self, name: str) -> str:
        public = [known for known in dir(type(self)) if not known.startswith("_")]
        return f"{type(self).__name__} has no attribute {name!r}{did_you_mean(name, public)}"
