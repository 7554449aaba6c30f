"""How an app closes a connection on purpose.

May not: import anything of mock_od.
"""

from __future__ import annotations


class Dropped(Exception):
    """Raised by the app, or by the iterable it answers with, to close the connection without another byte.

    What the iterable yielded before has been sent. Flask catches what a view raises: raise it from the iterable.

    :param reset: whether the client is to see a connection reset in place of an end of file.
    """

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__("the connection is dropped on purpose")
        self.reset = reset
