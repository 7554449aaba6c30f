"""What a test expects of calls, as JSON.

Imported only where an expectation is read, because marshmallow takes its time.
May not: know a resource, or look at a call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from marshmallow import post_load

from mock_od.engine.bodies import is_plain
from mock_od.office.expecting import Expectation, Times
from mock_od.validation import JsonObject, Object, Part, Problem, Text, Value, Whole, invalid
from mock_od.wire import API

_ID = re.compile(r"[0-9]{1,18}")
_STATUS = re.compile(r"[1-5]([0-9]{2}|xx)", re.IGNORECASE)


def _path_problem(path: str) -> str:
    if path.startswith(API) or (path and not path.startswith(("/", "*"))):
        return f"is what follows {API}, with * for anything, and begins with a slash"
    return ""


class Parameters(JsonObject):
    """Texts by name. What is no text in JSON is one in a query: 100, true."""

    refusal = 'is an object of the parameters that the request must have: {"Offset": 100}'

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Mapping[str, str]:
        given = super()._deserialize(value, *args, **more)
        if not all(isinstance(one, str | int | float) for one in given.values()):
            self.refuse()
        return {name: one if isinstance(one, str) else json.dumps(one) for name, one in given.items()}


class Fields(JsonObject):
    """The members of a body."""

    refusal = 'is an object of the members that the request must have: {"Heading": "Mine"}'

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Mapping[str, Any]:
        given = super()._deserialize(value, *args, **more)
        if not is_plain(given):
            self.refuse()
        return given


class Status(Value):
    """A number, or a text such as 4xx."""

    refusal = 'is a number such as 201, or "4xx"'

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> str:
        text = value if isinstance(value, str) else str(value)
        if text and not _STATUS.fullmatch(text):
            self.refuse()
        return text.lower()


class Id(Text):
    """The id of a call, as a query has it."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> int:  # type: ignore[override]
        if not _ID.fullmatch(value):
            self.refuse()
        return int(value)


class TimesSchema(Object):
    """How often. Loading gives :class:`Times`."""

    what = 'times is an object: {"atLeast": 1}, {"atMost": 3} or {"exactly": 2}'
    _refusal = "is a whole number, 0 or more"

    at_least = Whole(_refusal, least=0, data_key="atLeast")
    at_most = Whole(_refusal, least=0, data_key="atMost")
    exactly = Whole(_refusal, least=0)

    @classmethod
    def unknown_member(cls, _name: str, /) -> Problem:
        """What is wrong with a member that it may not have."""
        return Problem(f"is unknown here; there are {', '.join(cls.names())}", cls.names())

    @post_load
    def make_times(self, given: dict[str, int], **_more: Any) -> Times:
        """The bounds.

        :raises ValidationError: when no number of calls is within them.
        """
        if "exactly" in given:
            if len(given) > 1:
                raise invalid("stands alone", at="exactly")
            return Times(given["exactly"], given["exactly"])
        times = Times(given.get("at_least", 0 if given else 1), given.get("at_most"))
        if times.at_most is not None and times.at_most < times.at_least:
            raise invalid("is less than times.atLeast: no number of calls is both", at="atMost")
        return times


class ExpectationSchema(Object):
    """What is expected of calls, and how often. Loading gives both, as ``expectation`` and ``times``."""

    verb = Text()
    path = Text(check=_path_problem)
    query = Parameters()
    body = Fields()
    status = Status()
    times = Part(TimesSchema, load_default=Times)

    @classmethod
    def unknown_member(cls, _name: str, /) -> Problem:
        """What is wrong with a member that it may not have."""
        return Problem(f"is unknown here; there are {', '.join(cls.names())}", cls.names())

    @post_load
    def make_expectation(self, given: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """What is expected, and how often."""
        times = given.pop("times")
        return {"expectation": Expectation(**given), "times": times}


class FiltersSchema(Object):
    """Which calls are listed. Loading gives ``expectation`` and ``since``."""

    verb = Text()
    path = Text(check=_path_problem)
    status = Status()
    since = Id("is the id of a request: those after it are listed", load_default=0)

    @post_load
    def make_filters(self, given: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """What the calls must have, and the id of the last one that is not listed."""
        since = given.pop("since")
        return {"expectation": Expectation(**given), "since": since}
