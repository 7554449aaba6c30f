"""A simulator server of Open Dental's REST API, for the tests of everyone who integrates with it."""

__version__ = "0.1.0"
