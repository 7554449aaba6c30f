"""What marshmallow's fields take and say with JSON's own types and one sentence."""

import pytest
from marshmallow import ValidationError
from marshmallow.validate import OneOf, Range

from mock_od.validation import (
    COLON,
    Flag,
    Members,
    Mistake,
    Number,
    Object,
    Problem,
    Text,
    Whole,
    body_of,
    checked,
    first_mistake,
    load,
    part,
    sentence,
)


def mistake(schema, given):
    """The first mistake of a body."""
    with pytest.raises(ValidationError) as bad:
        load(schema, given)
    return first_mistake(bad.value)


VALUES = [None, True, False, 0, 1, 1.5, "", "1", "true", [], {}]


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        (Text(), ["", "1", "true"]),
        (Flag(), [True, False]),
        (Whole(), [0, 1]),
        (Number(), [0, 1, 1.5]),
        (Members(), [{}]),
        (Text(allow_none=True), [None, "", "1", "true"]),
    ],
    ids=["text", "flag", "whole", "number", "object", "text or null"],
)
def test_a_field_takes_jsons_own_type_alone(field, taken):
    refused = [value for value in VALUES if repr(value) not in map(repr, taken)]
    assert [field.deserialize(value) for value in taken] == taken
    for value in refused:
        with pytest.raises(ValidationError) as bad:
            field.deserialize(value)
        assert bad.value.messages == [field.says]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400])
def test_a_number_is_finite(value):
    assert mistake(body_of(days=Number()), {"days": value}) == (
        "days must be a number",
        ("days",),
        "must be a number",
        [],
    )


def test_whatever_is_wrong_a_field_says_its_one_sentence():
    schema = body_of(size=Whole("is from 1 to 9", required=True, validate=Range(1, 9)))
    for given in ({}, {"size": None}, {"size": "1"}, {"size": 0}):
        assert mistake(schema, given) == ("size is from 1 to 9", ("size",), "is from 1 to 9", [])
    assert load(schema, {"size": 9}) == {"size": 9}


def test_a_validator_may_say_its_own():
    small = checked(lambda text: "" if text.islower() else f"{text!r} is not small")
    schema = body_of(
        name=Text(validate=small), way=Text("is in or {out}", known=["in", "out"], validate=OneOf(["in", "out"]))
    )
    assert mistake(schema, {"name": "{A}"}) == ("name '{A}' is not small", ("name",), "'{A}' is not small", [])
    assert mistake(schema, {"way": "up"}) == ("way is in or {out}", ("way",), "is in or {out}", ["in", "out"])


class Part(Object):
    """An object with a word of its own for everything."""

    error_messages = {"type": sentence("a part is an object")}  # noqa: RUF012  # as marshmallow has it
    form = COLON
    stray = Problem("there is no {name}, but {names}{near}", sentence=COLON)

    weight = Number()


def test_objects_within_say_where_it_is():
    schema = body_of(part=part(Part), parts=Members(values=Flag()))
    says = "there is no wieght, but weight; did you mean weight?"
    assert mistake(schema, {"part": {"weight": "", "wieght": 1}}) == (
        f"part.wieght: {says}", ("part", "wieght"), says, ["weight"]
    )  # fmt: skip
    assert mistake(schema, {"part": {"weight": ""}}).error == "part.weight: must be a number"
    for given in (None, [], "x"):
        assert mistake(schema, {"part": given}) == Mistake("a part is an object", ("part",), "a part is an object", [])
    flag = "is either true or false"
    assert mistake(schema, {"parts": {"a": 1}}) == (f"parts.a {flag}", ("parts", "a"), flag, [True, False])


def test_an_unknown_member_is_the_first_mistake():
    schema = body_of(a=Whole(), b=Whole())
    assert mistake(schema, {"a": "", "{d}": 1, "c": 1}) == (
        "'{d}' is unknown here",
        ("{d}",),
        "is unknown here",
        ["a", "b"],
    )
    for given in ([], "a", 1, None):
        assert mistake(schema, given) == (
            "the body must be one JSON object",
            (),
            "the body must be one JSON object",
            [],
        )


def test_a_body_may_have_any_members():
    schema = body_of(Members("is an object", values=Whole()))
    assert load(schema, {"a": 1, "{b}": 2}) == {"a": 1, "{b}": 2}
    assert mistake(schema, {"a": 1, "{b}": "2"}) == ("{b} is a whole number", ("{b}",), "is a whole number", [])
    assert mistake(schema, [1]) == ("is an object", (), "is an object", [])
