"""A package, so that its fixtures can be those of its tests alone: see conftest.py."""
