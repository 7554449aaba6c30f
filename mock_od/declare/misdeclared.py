"""The exception that tells of declarations that are wrong.

May not: import anything of mock_od.
"""


class Misdeclared(Exception):
    """Pages that do not fit together. The message has one line for each slip, saying where and what to do."""
