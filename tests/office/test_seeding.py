"""Rows in the API's own words put into a store, without a server."""

import gc
import weakref
from functools import partial

import pytest
from schemas import schema_of

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine.records import Shapes, StoredRecords
from mock_od.engine.sql import table_schema
from mock_od.fields.companions import SEEDED
from mock_od.office.seeding import BadRow, Seeder
from mock_od.store import Store


class Books(d.Resource, table="book", path="/books", found_by="Title"):
    BookNum = d.Key()
    Title = d.Text()
    Kind = d.NameOf("kind", show="Name")
    State = d.Enum({"New": 1, "Old": 2}, default="New")
    Price = d.Double(default=-1.0)
    Cover = d.Colour(column="CoverColor")
    IsLent = d.Bool()
    signed = d.Present("Signature")
    kind = d.Lookup(Kind, "Name")

    several = d.LIST("1.0", shows=[BookNum, Title, d.Computed("1").called("odd")])


class Kinds(d.Table, table="kind"):
    KindNum = d.Key()
    Name = d.Text()


@pytest.fixture(scope="module")
def shapes():
    return Shapes(Catalog([Books, Kinds], schema=schema_of(Books, Kinds, book={"Signature": "text"})))


@pytest.fixture
def seeder(shapes):
    return Seeder(shapes)


@pytest.fixture
def records(shapes):
    return StoredRecords(shapes, Store((), partial(table_schema, shapes.catalog)))


def books(records):
    return [(row["BookNum"], row["Title"], row["Kind"]) for row in records.rows("book")]


def test_counts_and_defaults(seeder, records):
    assert seeder.seed(records, {"book": [{"Title": "Solaris"}, {"BookNum": 9}], "kind": []}) == {"book": 2, "kind": 0}
    assert records.rows("book")[0] == {
        "BookNum": 1,
        "Title": "Solaris",
        "Kind": 0,
        "State": "New",
        "Price": -1.0,
        "Cover": "0,0,0",
        "IsLent": False,
        "Signature": "",
    }


def test_the_apis_words_become_the_databases(seeder, records):
    row = {"State": "Old", "Price": "2", "Cover": "1,2,3", "IsLent": "true", "Kind": "Poem"}
    seeder.seed(records, {"book": [row], "kind": [{"KindNum": 5, "Name": "Poem"}]})
    stored = records.query('SELECT "State", "Price", "CoverColor", "IsLent", "Kind" FROM "book"')
    assert stored == [(2, 2.0, -16711165, 1, 5)]


def test_tables_that_others_speak_of_by_name_come_first(seeder, records):
    assert seeder.in_order(["book", "kind"]) == ["kind", "book"]
    assert seeder.in_order(["other", "book"]) == ["other", "book"]
    seeder.seed(records, {"book": [{"Kind": "Poem"}], "kind": [{"Name": "Poem"}]})
    assert books(records) == [(1, "", 1)]


def test_a_row_without_a_key_finds_the_row_that_it_replaces(seeder, records):
    seeder.seed(records, {"book": [{"BookNum": 4, "Title": "Solaris", "Price": 1}, {"Title": "Solaris", "Price": 2}]})
    assert [(row["BookNum"], row["Price"]) for row in records.rows("book")] == [(4, 2.0)]
    seeder.seed(records, {"book": [{"Title": "Fiasco"}, {"Price": 3}]})
    assert [row["BookNum"] for row in records.rows("book")] == [4, 5, 6]


def test_a_row_with_a_key_replaces_the_row_of_its_name_and_pushes_another_aside(seeder, records):
    seeder.seed(records, {"book": [{"Title": title, "Price": at} for at, title in enumerate("abc")]})
    seeder.seed(records, {"book": [{"BookNum": 2, "Title": "a", "Price": 7}, {"BookNum": 9, "Title": "c"}]})
    found = [(row["BookNum"], row["Title"], row["Price"]) for row in records.rows("book")]
    assert found == [(2, "a", 7.0), (4, "b", 1.0), (9, "c", -1.0)]


def test_a_row_that_is_spoken_of_by_name_is_made(seeder, records):
    rows = [{"Title": "a", "Kind": "Play"}, {"Title": "b", "Kind": ""}, {"Title": "c", "Kind": "Play"}]
    assert seeder.seed(records, {"book": rows, "kind": [{"Name": "Poem"}]}) == {"kind": 2, "book": 3}
    assert records.rows("kind") == [{"KindNum": 1, "Name": "Poem"}, {"KindNum": 2, "Name": "Play"}]
    assert books(records) == [(1, "a", 2), (2, "b", 0), (3, "c", 2)]


def test_companions_are_ignored_wherever_an_answer_has_them(seeder, records):
    seeder.seed(records, {"book": [{"Title": "x", "kind": "?", "odd": 7, "CoverColor": "9,9,9", "Price": None}]})
    assert records.rows("book")[0]["Cover"] == "9,9,9"


@pytest.mark.parametrize(("row", "text"), [({"signed": "true"}, SEEDED), ({"signed": False}, ""), ({"signed": "true", "Signature": "x"}, "x"), ({}, "")])  # fmt: skip
def test_a_flag_puts_the_text_there_that_it_stands_for(seeder, records, row, text):
    seeder.seed(records, {"book": [row]})
    assert records.rows("book")[0]["Signature"] == text


BAD = [
    ({"book": [{}, {"Titel": "x"}]}, "book[1].Titel: there is no such column; did you mean Title?"),
    ({"book": [{"Zzz": "x"}]}, "book[0].Zzz: there is no such column"),
    ({"books": []}, "books: there is no such table; did you mean book?"),
    ({"zzz": []}, "zzz: there is no such table"),
    ({"book": "x"}, "book: must be a list of rows"),
    ({"book": [[]]}, "book[0]: a row must be an object"),
    ({"book": [None]}, "book[0]: a row must be an object"),
    ({"book": [{"BookNum": 0}]}, "book[0].BookNum: a primary key is 1 or more"),
    ({"book": [{"State": "older"}]}, "book[0].State: State is one of New, Old"),
    ({"book": [{"signed": 2}]}, 'book[0].signed: signed is either "true" or "false"'),
    (
        {"kind": [{"KindNum": 2**63 - 1}], "book": [{"Kind": "Play"}]},
        "book[0].Kind: kind has a row with the highest key",
    ),
    ({"book": [{"BookNum": 2**63 - 1}, {}]}, "book[1].BookNum: book has a row with the highest key there is"),
    ([], 'tables: must be an object such as {"TABLE": [{...}]}'),
    (None, 'tables: must be an object such as {"TABLE": [{...}]}'),
]


@pytest.mark.parametrize(("tables", "says"), BAD)
def test_a_bad_row_says_where_and_what(seeder, records, tables, says):
    with pytest.raises(BadRow) as caught:
        seeder.seed(records, tables)
    assert str(caught.value).startswith(says)
    assert says.endswith(caught.value.problem) or caught.value.problem.startswith(says.partition(": ")[2])


def test_pouring_is_seeding_without_the_checks(seeder, records, shapes):
    rows = [
        {
            "BookNum": 3,
            "Title": "x",
            "State": "Old",
            "Price": 2.0,
            "Cover": "1,2,3",
            "IsLent": "true",
            "signed": "true",
        },
        {"Title": "y", "Kind": "Poem", "signed": "false"},
    ]
    later = [{"Title": "z"}, {"Title": "y", "Kind": 1, "Signature": "mine"}]
    other = StoredRecords(shapes, Store((), partial(table_schema, shapes.catalog)))
    for table, given in (("kind", [{"Name": "Poem"}]), ("book", rows), ("book", later)):
        seeder.insert_checked(records, table, given)
        seeder.seed(other, {table: given})
    assert records.rows("book") == other.rows("book")
    assert [row["Signature"] for row in records.rows("book")] == [SEEDED, "mine", ""]


def test_the_number_of_a_row_that_is_gone_is_not_given_again(seeder, records):
    records.insert_raw("book", ["BookNum", "Title"], [(4, "Solaris"), (7, "Fiasco")])
    assert records.delete("book", BookNum=7) == 1
    assert (records.put("book", {}), records.put("book", {"BookNum": 3}), records.put("book", {})) == (8, 3, 9)
    records.delete("book")
    assert (records.put("book", {}), records.sequences()) == (10, {"book": 11, "kind": 1})


def test_rows_are_given_back_without_the_collector_of_circles(shapes, seeder):
    store = Store((), partial(table_schema, shapes.catalog))
    records = StoredRecords(shapes, store)
    seeder.seed(records, {"kind": [{"Name": "Novel"}], "book": [{"Title": "Solaris", "Kind": "Novel"}]})
    records.update("book", 1, {"Kind": "Novel"})
    assert len(records.rows("book", Kind="Novel")) == 1
    gone = [weakref.ref(store), weakref.ref(records)]
    gc.disable()
    try:
        del store, records
        assert [one() for one in gone] == [None, None]
    finally:
        gc.enable()
