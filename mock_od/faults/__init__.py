"""Calls that fail because a test wants it: the kinds of faults, and the rules by which calls meet them.

``kinds.py`` has the one list of kinds. To add a kind, write a class there, put it on the list, and put its lines into
the table of docs/admin.md.
"""

from mock_od.faults.faults import BadFault, Fault, Faults, Rule

__all__ = ["BadFault", "Fault", "Faults", "Rule"]
