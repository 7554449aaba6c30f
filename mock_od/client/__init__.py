"""What a test holds in its hand: a server, an office of it, pytest's fixtures, the real address answered by an office.

May not: import anything of mock_od; each module is imported where it is used.
"""
