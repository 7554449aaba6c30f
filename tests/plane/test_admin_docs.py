"""docs/admin.md is held to the admin plane's routes and schemas."""

import re
from pathlib import Path

import pytest
from marshmallow import fields

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.office.settings_schema import PaceSchema, SettingsSchema
from mock_od.opendental import catalog
from mock_od.validation import Mistake
from mock_od.web.app import create_app

DOCS = (Path(__file__).parents[2] / "docs" / "admin.md").read_text(encoding="utf-8")
INTRODUCTION, *SECTIONS = re.split(r"^## .*$", DOCS, flags=re.MULTILINE)
APP = create_app(Offices(Engine(catalog()), Settings("empty")))
ADDRESS = APP.url_map.bind("localhost")
CALLS = {name: view.__self__ for name, view in APP.view_functions.items() if name.startswith("plane.")}


def endpoints(text):
    """The calls that a text names."""
    for verb, path in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) ((?:/__admin|\.\.\.)[^ `?]*)", text):
        yield ADDRESS.match(path.replace("...", "/__admin/offices/KEY").replace("/ID", "/1"), verb)[0]


def test_the_docs_have_every_call_once_and_no_other():
    rules = [rule for rule in APP.url_map.iter_rules() if rule.rule.startswith("/__admin")]
    assert sorted(endpoints(DOCS)) == sorted(rule.endpoint for rule in rules)
    assert {rule.endpoint for rule in rules} == set(CALLS)


def members(schema):
    """The names of all members of a schema's object, and of the objects within."""
    for name, field in schema().fields.items():
        yield field.data_key or name
        inner = field.inner if isinstance(field, fields.List) else field
        inner = inner.value_field if isinstance(inner, fields.Dict) and inner.value_field else inner
        if isinstance(inner, fields.Nested):
            yield from members(type(inner.schema))


def code(text):
    """The words in a text that stand in code."""
    found = re.findall(r"```json\n.*?```|`[^`]+`", text, re.DOTALL)
    return set(re.findall(r"\w+", " ".join(found)))


@pytest.mark.parametrize("name", CALLS)
def test_the_docs_name_every_member_of_a_body_a_query_and_an_answer(name):
    (section,) = [section for section in SECTIONS if name in endpoints(section)]
    call = CALLS[name]
    schemas = [schema for schema in (call.body, call.query, call.answer) if schema]
    names = {member for schema in schemas for member in members(schema)}
    assert names
    assert names <= code(section) | code(INTRODUCTION)


def test_the_docs_name_every_member_of_an_error():
    assert set(Mistake._fields) <= code(INTRODUCTION)


def row(name):
    """The line of a setting in the table of settings."""
    _, _, table = DOCS.partition("| setting | values |\n|---|---|\n")
    lines = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table.partition("\n\n")[0], re.MULTILINE))
    assert list(lines) == SettingsSchema.names()
    return lines[name]


@pytest.mark.parametrize(
    ("name", "field"), [(field.data_key or name, field) for name, field in SettingsSchema().fields.items()]
)
def test_the_docs_have_every_setting_with_its_values(name, field):
    known = [value for value in getattr(field, "known", ()) if isinstance(value, str)]
    if name == "permissions":
        known = ["all"]  # the others are listed by the API itself
    if name == "throttle":
        known = ["off", "faithful", "real", "virtual"]
    shown = row(name)
    for value in known:
        assert f'"{value}"' in shown
    assert ("null" in shown) == field.allow_none
    if name == "throttle":
        assert set(PaceSchema.names()) <= code(shown)
