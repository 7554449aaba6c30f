"""What a call has changed: what the engine answers of it, and what listeners see."""

import json

import pytest

from mock_od import declare as d
from mock_od.call import Change, Refusal, after_changes_of, with_rows
from mock_od.catalog import Catalog
from mock_od.engine.bodies import read_body
from mock_od.engine.perform import Engine
from mock_od.engine.route import find_method, find_resource
from mock_od.office.office import Office
from mock_od.office.offices import Offices
from mock_od.office.seeding import Seeder
from mock_od.office.settings import Settings
from mock_od.opendental import schema
from mock_od.resources import LISTENERS, PAGES, TABLES
from mock_od.store import Store


class Shelves(d.Resource, table="shelf", path="/shelves"):
    ShelfNum = d.Key()
    Room = d.Text()

    create = d.POST("1.0", optional=[Room])
    update = d.PUT("1.0", optional=[Room])
    delete = d.DELETE("1.0", cascades={"book": "ShelfNum"})


class Books(d.Resource, table="book", path="/books"):
    BookNum = d.Key()
    ShelfNum = d.ForeignKey("shelf", index=True)
    Title = d.Text()

    several = d.LIST("1.0")
    create = d.POST("1.0", required=[Title], optional=[ShelfNum])
    lend = d.PUT("1.0", path="/Lend", optional=[Title])


@Books.lend.after
def nobody_lends_the_catalogue(call):
    call.records.update("shelf", 1, {"Room": "empty"})
    if call.values["Title"] == "Catalogue":
        raise Refusal("Title is invalid.")


ROWS = {
    "shelf": [{"ShelfNum": 1, "Room": "A"}, {"ShelfNum": 2}],
    "book": [
        {"BookNum": 3, "ShelfNum": 1, "Title": "Solaris"},
        {"BookNum": 4, "ShelfNum": 2, "Title": "Eden"},
        {"BookNum": 5, "ShelfNum": 1, "Title": "Fiasco"},
    ],
}


def conversation(*listeners):
    """An office of the library, and how to call it."""
    engine = Engine(Catalog([Shelves, Books], listeners))
    office = Office("k", engine, Store().image(), Settings(version="1.5"))
    office.seed(Seeder(engine.shapes), None, ROWS)
    return office, speaker(office)


def speaker(office):
    def call(verb, path, body=None):
        segments = path.strip("/").split("/")
        resource = find_resource(office.catalog, verb, segments)
        method, key = find_method(resource, verb, segments[1:], office.settings.number, office.settings.version)
        content = json.dumps(body or {}).encode()
        return office.perform(method, key, query={}, read=lambda: read_body(content), developer="d", mode="local")

    return call


@pytest.fixture
def heard():
    return []


@pytest.fixture
def library(heard):
    """A library with a listener that sees rows; what it heard stands in ``heard``."""

    @with_rows
    def listen(call, changes):
        heard.append((call.method.spoken, changes))

    _, call = conversation(listen)
    return call


def test_a_new_row(library, heard):
    answer = library("POST", "/books", {"Title": "Eden"})
    made = Change("book", 6, "insert", None, {"BookNum": 6, "ShelfNum": 0, "Title": "Eden"})
    assert heard == [("Books POST", (made,))]
    assert answer.changes == [made]


def test_a_changed_row(library, heard):
    answer = library("PUT", "/shelves/2", {"Room": "B"})
    made = Change("shelf", 2, "update", {"ShelfNum": 2, "Room": ""}, {"ShelfNum": 2, "Room": "B"})
    assert heard == [("Shelves PUT", (made,))]
    assert answer.changes == [made]


def test_a_change_to_what_is_there_already_is_none(library, heard):
    assert library("PUT", "/shelves/1", {"Room": "A"}).changes == []
    assert heard == [("Shelves PUT", ())]


def test_a_row_that_goes_with_what_goes_with_it(library, heard):
    answer = library("DELETE", "/shelves/1")
    gone = [
        Change("book", 3, "delete", {"BookNum": 3, "ShelfNum": 1, "Title": "Solaris"}, None),
        Change("book", 5, "delete", {"BookNum": 5, "ShelfNum": 1, "Title": "Fiasco"}, None),
        Change("shelf", 1, "delete", {"ShelfNum": 1, "Room": "A"}, None),
    ]
    assert heard == [("Shelves DELETE", tuple(gone))]
    assert answer.changes == gone


def test_a_row_is_as_it_was_at_each_change_of_several(library, heard):
    answer = library("PUT", "/books/3/Lend", {"Title": "Lent"})
    assert answer.changes == [
        Change("book", 3, "update", ROWS["book"][0], {**ROWS["book"][0], "Title": "Lent"}),
        Change("shelf", 1, "update", {"ShelfNum": 1, "Room": "A"}, {"ShelfNum": 1, "Room": "empty"}),
    ]


def test_what_is_refused_has_changed_nothing(library, heard):
    with pytest.raises(Refusal, match=r"Title is required\."):
        library("POST", "/books", {})
    with pytest.raises(Refusal, match=r"Book not found\."):
        library("PUT", "/books/9/Lend")
    assert heard == []


def test_what_was_taken_back_has_changed_nothing(library, heard):
    with pytest.raises(Refusal, match=r"Title is invalid\."):
        library("PUT", "/books/3/Lend", {"Title": "Catalogue"})
    assert heard == []
    # and is no part of what the next call changes
    assert [(one.table, one.key) for one in library("POST", "/shelves").changes] == [("shelf", 3)]


def test_reading_changes_nothing(library, heard):
    assert list(library("GET", "/books").changes) == []
    assert heard == []


def test_without_a_listener_that_wants_rows_none_are_read():
    heard = []
    _, call = conversation(lambda _, changes: heard.append(changes))
    answer = call("PUT", "/shelves/2", {"Room": "B"})
    assert answer.changes == [Change("shelf", 2, "update", None, None)]
    assert heard == [(Change("shelf", 2, "update", None, None),)]


def test_listeners_come_one_after_another_and_see_what_those_before_them_did():
    heard = []

    def write(call, changes):
        heard.append(("first", [one.table for one in changes]))
        call.records.insert("shelf", {"Room": "new"})

    _, call = conversation(write, lambda _, changes: heard.append(("second", [one.table for one in changes])))
    answer = call("POST", "/books", {"Title": "Eden"})
    assert heard == [("first", ["book"]), ("second", ["book", "shelf"])]
    assert [(one.table, one.key) for one in answer.changes] == [("book", 6), ("shelf", 3)]


def test_a_listener_of_some_tables_hears_of_their_changes_alone(heard):
    def write(call, changes):
        if changes[0].kind == "update":
            call.records.insert("shelf", {"Room": "new"})

    of_shelves = after_changes_of("shelf")(lambda _, changes: heard.append([one.table for one in changes]))
    _, call = conversation(write, of_shelves)
    call("POST", "/books", {"Title": "Eden"})
    assert heard == []
    call("POST", "/shelves")
    assert heard == [["shelf"]]
    call("PUT", "/books/3/Lend", {"Title": "Lent"})
    assert heard == [["shelf"], ["book", "shelf", "shelf"]]  # the page's own, and the first listener's


def test_a_listener_belongs_to_the_writes_transaction():
    @with_rows
    def fail(call, _):
        call.records.insert("shelf", {"Room": "never"})
        raise RuntimeError("a bug")

    office, call = conversation(fail)
    for verb, path in (("PUT", "/books/3/Lend"), ("POST", "/books")):
        with pytest.raises(RuntimeError, match="a bug"):
            call(verb, path, {"Title": "Lent"})
    assert office.records.rows("shelf") == [{"ShelfNum": 1, "Room": "A"}, {"ShelfNum": 2, "Room": ""}]
    assert office.records.rows("book") == ROWS["book"]


def test_seeds_and_resets_are_no_calls(library, heard):
    office, call = conversation(lambda *_: heard.append("called"))
    office.seed(Seeder(office._engine.shapes), None, {"book": [{"Title": "Eden"}]})
    office.reset()
    office.records.insert("book", {"Title": "Fiasco"})
    assert heard == []
    assert [(one.table, one.key) for one in call("POST", "/shelves").changes] == [("shelf", 1)]


def test_a_row_that_must_be_there():
    office, _ = conversation()
    assert office.records.get("shelf", 1) == {"ShelfNum": 1, "Room": "A"}
    with pytest.raises(LookupError, match=r"^shelf has no row with the key 9$"):
        office.records.get("shelf", 9)


# --- a page that writes many rows -------------------------------------------------------------------


def practice(*listeners):
    """Open Dental's API with more listeners, in the neighbourhood of the documentation's examples."""
    offices = Offices(Engine(Catalog([*PAGES, *TABLES], [*LISTENERS, *listeners], schema=schema())), Settings("small"))
    office = offices.open("k")
    return office, speaker(office)


def test_saving_a_plan_gives_all_that_it_writes_in_order(heard):
    office, call = practice(with_rows(lambda _, changes: heard.append(changes)))
    answer = call("POST", "/treatplans/Saved", {"TreatPlanNum": 1787, "Heading": "As agreed"})
    copies = office.records.rows("proctp", TreatPlanNum=answer.key)
    assert copies
    assert [(one.table, one.key, one.kind) for one in answer.changes] == [
        ("treatplan", answer.key, "insert"),
        ("claimproc", 507, "update"),  # an estimate is of the day on which it is made
        *(("proctp", copy["ProcTPNum"], "insert") for copy in copies),
        ("securitylog", office.records.rows("securitylog")[-1]["SecurityLogNum"], "insert"),
    ]
    assert [one.after for one in answer.changes[2:-1]] == copies
    assert heard == [tuple(answer.changes)]


def test_signing_a_plan_gives_the_plan_before_and_after_each_step():
    office, call = practice(with_rows(lambda *_: None))
    office.seed(
        Seeder(office._engine.shapes),
        None,
        {"preference": [{"PrefName": "TreatPlanSaveSignedToPdf", "ValueString": "1"}]},
    )
    answer = call("PUT", "/treatplans/9087", {"isSigned": "true"})
    assert [(one.table, one.kind) for one in answer.changes] == [
        ("treatplan", "update"),
        ("document", "insert"),
        ("document", "update"),
        ("treatplan", "update"),
        ("securitylog", "insert"),
    ]
    signed, archived = answer.changes[0], answer.changes[3]
    assert (signed.before["Signature"], bool(signed.after["Signature"])) == ("", True)
    assert archived.before == signed.after
    assert archived.after["DocNum"] == answer.changes[1].key
