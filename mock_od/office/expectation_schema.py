"""What a test expects of calls, as JSON.

Imported only where an expectation is read, because marshmallow takes its time.
May not: know a resource, or look at a call.
"""

from __future__ import annotations

import json
import re
from typing import Any

from marshmallow import ValidationError, post_load
from marshmallow.validate import Range, Regexp

from mock_od.engine.bodies import is_plain
from mock_od.office.expecting import Expectation, Times
from mock_od.validation import Members, Object, Problem, Text, Whole, checked, part, sentence
from mock_od.wire import API

_UNKNOWN = Problem("is unknown here; there are {names}", sentence="{at} {problem}")
_PATH = Problem(f"is what follows {API}, with * for anything, and begins with a slash")
_IS_PATH = Regexp(rf"(?!{API})([/*]|\Z)", error=_PATH)
_QUERY = 'is an object of the parameters that the request must have: {"Offset": 100}'
_BODY = 'is an object of the members that the request must have: {"Heading": "Mine"}'
_SINCE = "is the id of a request: those after it are listed"


class Status(Text):
    """A number, or a text such as 4xx."""

    json = (int, str)
    says = 'is a number such as 201, or "4xx"'

    def __init__(self) -> None:
        super().__init__(validate=Regexp(r"([1-5]([0-9]{2}|xx))?\Z", re.IGNORECASE))

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        given = str(value) if type(value) is int else value
        return str(super()._deserialize(given, *args, **more)).lower()


class TimesSchema(Object):
    """How often. Loading gives :class:`Times`."""

    error_messages = {  # noqa: RUF012  # marshmallow's
        "type": sentence('times is an object: {"atLeast": 1}, {"atMost": 3} or {"exactly": 2}')
    }
    stray = _UNKNOWN
    _says = "is a whole number, 0 or more"

    at_least = Whole(_says, validate=Range(0), data_key="atLeast")
    at_most = Whole(_says, validate=Range(0), data_key="atMost")
    exactly = Whole(_says, validate=Range(0))

    @post_load
    def make_times(self, given: dict[str, int], **_more: Any) -> Times:
        """The bounds.

        :raises ValidationError: when no number of calls is within them.
        """
        if "exactly" in given:
            if len(given) > 1:
                raise ValidationError("stands alone", "exactly")
            return Times(given["exactly"], given["exactly"])
        times = Times(given.get("at_least", 0 if given else 1), given.get("at_most"))
        if times.at_most is not None and times.at_most < times.at_least:
            raise ValidationError("is less than times.atLeast: no number of calls is both", "atMost")
        return times


class ExpectationSchema(Object):
    """What is expected of calls, and how often. Loading gives both, as ``expectation`` and ``times``."""

    stray = _UNKNOWN

    verb = Text()
    path = Text(validate=_IS_PATH)
    # What is no text in JSON is one in a query: 100, true.
    query = Members(
        _QUERY,
        validate=checked(
            lambda given: "" if all(isinstance(one, str | int | float) for one in given.values()) else _QUERY
        ),
    )
    body = Members(_BODY, validate=checked(lambda given: "" if is_plain(given) else _BODY))
    status = Status()
    times = part(TimesSchema, load_default=Times)

    @post_load
    def make_expectation(self, given: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """What is expected, and how often."""
        times, query = given.pop("times"), given.pop("query", {})
        texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in query.items()}
        return {"expectation": Expectation(query=texts, **given), "times": times}


class FiltersSchema(Object):
    """Which calls are listed. Loading gives ``expectation`` and ``since``, the last one that is not listed."""

    verb = Text()
    path = Text(validate=_IS_PATH)
    status = Status()
    since = Text(_SINCE, validate=Regexp(r"[0-9]{1,18}\Z"), load_default="0")

    @post_load
    def make_filters(self, given: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """What the calls must have, and after which."""
        since = int(given.pop("since"))
        return {"expectation": Expectation(**given), "since": since}
