"""One office: its rows, its clock, its version, what it was seeded with."""
