"""The declared pages are compared with the documentation's facts, and a slip is told with the fact beside it."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from test_cli import call

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine.documented import Difference, OnPurpose, differences, documentation, on_purpose, told
from mock_od.opendental import catalog

FACTS = documentation()


@pytest.mark.parametrize("resource", catalog().resources.values(), ids=lambda resource: resource.__name__)
def test_a_page_is_declared_as_it_is_documented(resource):
    meant = {(one.where, one.what) for one in on_purpose()}
    found = differences(catalog(), FACTS)
    of_this = [one for one in found if one.where.replace(".", " ").split()[0] == resource.__name__]
    slips = [str(one) for one in of_this if (one.where, one.what) not in meant]
    assert not slips, f"{resource.page}; mend the page, or say why in mock_od/differences.json:\n" + "\n".join(slips)


def test_each_difference_that_is_meant_is_there():
    found = {(one.where, one.what) for one in differences(catalog(), FACTS)}
    meant = Counter((one.where, one.what) for one in on_purpose())
    assert [mark for mark in meant if mark not in found or meant[mark] > 1] == []
    assert all(one.reason for one in on_purpose())


def test_the_facts_are_whole():
    assert len(FACTS["methods"]) == 343
    assert set(FACTS["fields"]) == {one["resource"] for one in FACTS["methods"]}
    assert sum(len(fields) for fields in FACTS["fields"].values()) == 1217
    assert sum(len(method["params"]) for method in FACTS["methods"]) == 1381


# --- planted slips ------------------------------------------------------------------------------------


class Shelves(d.Table, table="shelf"):
    ShelfNum = d.Key()
    Place = d.Text()


class Rooms(d.Table, table="room"):
    RoomNum = d.Key()


KEY, TITLE, SHELF, LENT, PLACE = d.Key(), d.Text(), d.ForeignKey("shelf"), d.Bool(), d.Text(since="2.0")
KIND = d.Enum(["Novel", "Poem"])
FIELDS = {
    "BookNum": KEY,
    "Title": TITLE,
    "ShelfNum": SHELF,
    "Kind": KIND,
    "IsLent": LENT,
    "Place": PLACE,
    "shelf": d.Lookup(SHELF, "Place"),
    "isThick": d.Bool(column="IsThick"),
    "Lender": d.ForeignKey("room"),
}
type("Bound", (d.Resource,), FIELDS, table="book")  # gives the fields their names, whichever test comes first
LENT_SINCE = LENT.but(since="1.2")
LIBRARY = {
    "fields": {
        "Books": [
            {"name": "BookNum", "kind": "key"},
            {"name": "Title", "kind": "text"},
            {"name": "ShelfNum", "kind": "foreign key", "table": "shelf"},
            {"name": "Kind", "kind": "enum", "allowed": ["Novel", "Poem"]},
            {"name": "IsLent", "kind": "true or false"},
            {"name": "Place", "kind": "text", "since": "2.0"},
            {"name": "shelf", "kind": "text", "companionOf": "ShelfNum"},
            {"name": "isThick", "kind": "true or false", "companionOf": "IsThick"},
            {"name": "Lender", "kind": "foreign key", "table": "room", "perhapsSince": "1.5"},
        ]
    },
    "methods": [
        {
            "resource": "Books",
            "verb": "POST",
            "path": "/books",
            "since": "1.1",
            "permission": "ApiAllOthers",
            "success": [201],
            "answer": "object",
            "params": [
                {"name": "Title", "required": "yes", "kind": "text"},
                {"name": "ShelfNum", "required": "no", "kind": "whole number"},
                {"name": "Kind", "required": "no", "kind": "enum", "allowed": ["Novel"], "default": "Novel"},
                {"name": "IsLent", "required": "no", "kind": "true or false", "default": "false", "since": "1.2"},
                {"name": "Place", "required": "conditional", "kind": "text"},
            ],
        }
    ],
}


def slips(fields=FIELDS, *, added="1.1", required=(TITLE,), optional=(SHELF, KIND, LENT_SINCE, PLACE), **method):
    """What is said of a page with these fields and a POST like this."""
    create = d.POST(added, required=required, optional=optional, **method)
    page = type("Books", (d.Resource,), {**fields, "create": create}, table="book", path="/books")
    return [str(one) for one in differences(Catalog([page, Shelves, Rooms]), LIBRARY)]


def test_a_page_that_is_as_documented():
    assert slips() == []
    assert slips(required=(TITLE, PLACE), optional=(SHELF, KIND, LENT_SINCE)) == []  # conditional: a rule's business


TWIN = {name: field for name, field in FIELDS.items() if name != "Title"}
SWAPPED = {"BookNum": KEY, "ShelfNum": SHELF, **FIELDS}
ORDER = f"Books, order: documented {[*FIELDS]}, ours {[*SWAPPED]}"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (SWAPPED, [ORDER]),
        ({**TWIN, "Titel": d.Text()}, ["Books.Title, field: documented 'there', ours 'missing'", "Books.Titel, field: documented 'missing', ours 'there'"]),
        ({**FIELDS, "Title": d.Int()}, ["Books.Title, kind: documented 'text', ours 'whole number'"]),
        ({**FIELDS, "Title": d.Computed("1")}, ["Books.Title, kind: documented 'text', ours 'companion'"]),
        ({**FIELDS, "ShelfNum": d.ForeignKey("room")}, ["Books.ShelfNum, table: documented 'shelf', ours 'room'"]),
        ({**FIELDS, "Kind": d.Enum(["Poem", "Novel"])}, ["Books.Kind, names: documented ['Novel', 'Poem'], ours ['Poem', 'Novel']", "Books.Kind, numbers: documented {'Novel': 0, 'Poem': 1}, ours {'Novel': 1, 'Poem': 0}"]),
        ({**FIELDS, "Kind": d.Enum({"Novel": 0, "Poem": 2})}, ["Books.Kind, numbers: documented {'Novel': 0, 'Poem': 1}, ours {'Novel': 0, 'Poem': 2}"]),
        ({**FIELDS, "Place": d.Text()}, ["Books.Place, since: documented '2.0', ours None"]),
        ({**FIELDS, "Lender": d.ForeignKey("room", since="1.5")}, []),
        ({**FIELDS, "Lender": d.ForeignKey("room", since="1.6")}, ["Books.Lender, since: documented None, ours '1.6'"]),
        ({**FIELDS, "shelf": d.Computed("'x'")}, []),
        ({**FIELDS, "shelf": d.Text()}, ["Books.shelf, kind: documented 'companion of ShelfNum', ours 'text'"]),
        ({**FIELDS, "isThick": d.Bool(column="Thick")}, ["Books.isThick, kind: documented 'companion of IsThick', ours 'true or false'"]),
        ({**FIELDS, "isThick": d.Computed("1")}, []),
        ({**FIELDS, "Title": d.Text(since="3.0")}, ["Books.Title, since: documented None, ours '3.0'"]),
    ],
)  # fmt: skip
def test_a_slip_in_a_field(fields, says):
    assert slips(fields) == says


HERE = "Books POST"


@pytest.mark.parametrize(
    ("method", "says"),
    [
        ({"added": "1.2"}, [f"{HERE}, since: documented '1.1', ours '1.2'"]),
        ({"gone": "3.0"}, [f"{HERE}, gone: documented None, ours '3.0'"]),
        ({"permission": "ApiSetup"}, [f"{HERE}, permission: documented 'ApiAllOthers', ours 'ApiSetup'"]),
        ({"status": 200}, [f"{HERE}, status: documented [201], ours 200"]),
        ({"answer": "nothing"}, [f"{HERE}, answer: documented 'object', ours 'nothing'"]),
        ({"path": "/New"}, ["Books POST New, path: documented 'no such method', ours '/books/New'"]),
        ({"required": (), "optional": (TITLE, SHELF, KIND, LENT_SINCE, PLACE)}, [f"{HERE}, parameter Title, required: documented 'yes', ours 'no'"]),
        ({"required": (TITLE, SHELF), "optional": (KIND, LENT_SINCE, PLACE)}, [f"{HERE}, parameter ShelfNum, required: documented 'no', ours 'yes'"]),
        ({"optional": (SHELF, KIND, LENT_SINCE)}, [f"{HERE}, parameter Place, parameter: documented 'there', ours 'missing'"]),
        ({"optional": (SHELF, KIND, LENT_SINCE, PLACE, d.Text().called("More"))}, [f"{HERE}, parameter More, parameter: documented 'missing', ours 'there'"]),
        ({"optional": (SHELF, KIND, LENT, PLACE)}, [f"{HERE}, parameter IsLent, since: documented '1.2', ours None"]),
        ({"optional": (SHELF, KIND.but(default="Poem"), LENT_SINCE, PLACE)}, [f"{HERE}, parameter Kind, default: documented 'Novel', ours 'Poem'"]),
        ({"optional": (SHELF, KIND, LENT_SINCE.but(default=True), PLACE)}, [f"{HERE}, parameter IsLent, default: documented 'false', ours 'true'"]),
        ({"optional": (SHELF, d.Enum(["Play"]).called("Kind").but(default="Novel"), LENT_SINCE, PLACE)}, [f"{HERE}, parameter Kind, names: documented ['Novel'], ours ['Play']"]),
        ({"optional": (d.Text().called("ShelfNum"), KIND, LENT_SINCE, PLACE)}, [f"{HERE}, parameter ShelfNum, kind: documented 'whole number', ours 'text'"]),
    ],
)  # fmt: skip
def test_a_slip_in_a_method(method, says):
    assert slips(**method) == says


CHANGED = {"category": 4, "condition": "one_of:ShelfNum|Place", "defaultRule": "first shelf"}


@pytest.mark.parametrize(
    ("fact", "method", "says"),
    [
        ("category", {}, [f"{HERE}, parameter ShelfNum, category: documented 4, ours None"]),
        ("category", {"optional": (d.ForeignKey("shelf", where={"Category": 4}).called("ShelfNum"), KIND, LENT_SINCE, PLACE)}, []),
        ("condition", {}, [f"{HERE}, parameter ShelfNum, condition: documented 'one of ShelfNum, Place', ours 'no group'"]),
        ("condition", {"any_of": [(SHELF, PLACE)]}, []),
        ("defaultRule", {}, [f"{HERE}, parameter ShelfNum, default: documented 'first shelf', ours 'no function'"]),
        ("defaultRule", {"optional": (SHELF.but(like="shelf.Next"), KIND, LENT_SINCE, PLACE)}, []),
    ],
)  # fmt: skip
def test_a_slip_in_what_is_documented_of_a_parameter(fact, method, says, monkeypatch):
    monkeypatch.setitem(LIBRARY["methods"][0]["params"][1], fact, CHANGED[fact])
    page = type("Books", (d.Resource,), {**FIELDS, "create": d.POST("1.1", required=(TITLE,), **({"optional": (SHELF, KIND, LENT_SINCE, PLACE)} | method))}, table="book", path="/books")  # fmt: skip
    shelves = type("Shelves", (d.Table,), {"ShelfNum": d.Key(), "Place": d.Text(), "Category": d.Int()}, table="shelf")
    library = SimpleNamespace(resources={"books": page}, tables={"shelf": shelves})
    assert [str(one) for one in differences(library, LIBRARY)] == says


def test_differences_are_printed_with_their_reasons():
    status, said, _ = call("coverage", "--differences")
    assert status == 0
    for one in on_purpose():
        assert f"\n{one.where}, {one.what}: documented " in f"\n{said}"
        assert f"\n  {one.reason}\n" in said
    assert "not meant" not in said


def test_a_difference_without_a_reason_says_what_to_do():
    found = [
        Difference("Books.Title", "kind", "text", "date"),
        Difference("Books.Kind", "names", ["a", "b"], ["b", "c"]),
    ]
    assert told(found, [OnPurpose("Books.Kind", "names", "So it was recorded")]).split("\n") == [
        "Books.Title, kind: documented 'text', ours 'date'",
        "  not meant: mend the page, or say why in mock_od/differences.json",
        "Books.Kind, names: documented ['a'], ours ['c']",
        "  So it was recorded",
    ]


def test_an_answer_of_another_shape():
    method = {**LIBRARY["methods"][0], "shows": ["Title", "Kind"]}
    shown = {**LIBRARY, "methods": [method]}
    fields = {"BookNum": d.Key(), "Title": d.Text(), "Kind": d.Text()}
    page = type("Books", (d.Resource,), {**fields, "create": d.POST("1.1")}, table="book", path="/books")
    found = [str(one) for one in differences(Catalog([page]), shown) if one.what == "shows"]
    assert found == ["Books POST, shows: documented ['Title', 'Kind'], ours ['BookNum', 'Title', 'Kind']"]
    trimmed = d.POST("1.1", hides=[fields["BookNum"]])
    page = type("Books", (d.Resource,), {**fields, "create": trimmed}, table="book", path="/books")
    assert [one for one in differences(Catalog([page]), shown) if one.what == "shows"] == []
