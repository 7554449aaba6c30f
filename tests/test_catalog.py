"""Pages that do not fit together are noticed at start, each with a line that says where and what to do."""

import json
import re
from pathlib import Path

import pytest
from schemas import schema_of, schema_with

from mock_od import declare as d
from mock_od.catalog import Catalog, Misdeclared
from mock_od.engine.perform import Engine
from mock_od.engine.records import StoredRecords
from mock_od.engine.show import coverage, page
from mock_od.fields import hidden_field
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog, schema
from mock_od.resources import PAGES, TABLES
from mock_od.schema import Column, Schema
from mock_od.store import Store
from mock_od.versions import version
from mock_od.web.app import create_app

DOCUMENTED = json.loads((Path(__file__).parent.parent / "mock_od" / "documented.json").read_bytes())["methods"]


NONE = Schema()


class Shelves(d.Table, table="shelf"):
    ShelfNum = d.Key()
    Place = d.Text()


def slips(*tables, **hidden):
    """What the catalog says of these tables, with columns that they do not show."""
    known = {table.table: table for table in (*tables, Shelves) if hasattr(table, "key")}
    with pytest.raises(Misdeclared) as caught:
        Catalog([*tables, Shelves], schema=schema_of(*known.values(), **hidden) if hidden else NONE)
    return str(caught.value).split("\n")


def books(made=None, **body):
    """A page with these declarations beside its key.

    :param made: what the class statement says beside its table and its path.
    """
    return type("Books", (d.Resource,), {"BookNum": d.Key(), **body}, table="book", path="/books", **(made or {}))


# --- planted slips ----------------------------------------------------------------------------------


def test_pages_that_fit_together():
    good = Catalog([books(ShelfNum=d.ForeignKey("shelf"), single=d.GET("1.0")), Shelves])
    assert list(good.tables) == ["book", "shelf"]
    assert list(good.resources) == ["books"]


@pytest.mark.parametrize("name", ["page", "logs", "freezing"])
@pytest.mark.parametrize("lost", [d.Text(), d.LIST("1.0"), d.Choice("On.")])
def test_a_name_that_the_page_needs_for_itself(name, lost):
    with pytest.raises(Misdeclared, match=rf"^Books\.{name}: the name '{name}' is taken; give it another$"):
        books(**{name: lost})


def test_all_names_that_the_page_needs_for_itself_are_told_at_once():
    with pytest.raises(Misdeclared, match=r"^Books\.page: .+\nBooks\.key: .+$"):
        books(page=d.Text(), key=d.GET("1.0"))


def test_a_table_without_a_key():
    class Books(d.Table, table="book"):
        Title = d.Text()

    assert slips(Books) == ["Books: has no Key(); name its primary key"]


def test_a_table_and_a_path_declared_twice():
    one, other = books(single=d.GET("1.0")), books(several=d.LIST("1.0"))
    one.__module__, other.__module__ = "library.novels", "library.poems"
    assert slips(one, other) == [
        "Books: book is declared twice, in library.novels and in library.poems; one page, one table, one file",
        "Books: /books is declared twice, in library.novels and in library.poems; one page, one table, one file",
    ]


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ({"frozen": {"Kept": True}}, "Books: is frozen by 'Kept', which is no column of book; write the API's name"),
        ({"frozen": {"TitleText": ""}}, "Books: is frozen by 'TitleText', which is no column of book; write the API's name"),
        ({"found_by": "Name"}, "Books: is found by 'Name', which is no column of book; write the API's name"),
        ({"found_by": "shelf"}, "Books: is found by 'shelf', which is no column of book; write the API's name"),
    ],
)  # fmt: skip
def test_a_page_that_speaks_of_a_column_it_does_not_have(made, says):
    fields = {"Title": d.Text(column="TitleText"), "shelf": d.Computed("1")}
    good = books(made={"frozen": {"Title": "x", "Pages": 1}, "found_by": "Title"}, **fields)
    Catalog([good], schema=schema_of(good, book={"Pages": "int(11)"}))
    assert slips(books(made=made, **fields), book={"Pages": "int(11)"}) == [says]


def test_a_column_that_the_database_does_not_have():
    page = books(Titel=d.Text(), Pages=d.Int())
    with pytest.raises(Misdeclared) as caught:
        Catalog([page], schema=Schema({"book": {"key": "BookNum", "columns": {"BookNum": "bigint(20)", "Title": "text", "Pages": "int(11)"}}}))  # fmt: skip
    assert str(caught.value) == "Books.Titel: book has no column 'Titel'; did you mean Title?"


def test_a_table_that_the_database_does_not_have():
    with pytest.raises(Misdeclared) as caught:
        Catalog([books()], schema=Schema({"books": {"key": "BookNum", "columns": {"BookNum": "bigint(20)"}}}))
    assert str(caught.value) == "Books: the database has no table 'book'; did you mean books?"


def test_what_the_schema_says_completes_a_page():
    there = {
        "book": {
            "key": "BookNum",
            "columns": {
                "BookNum": "bigint(20)",
                "title": "varchar(20)",
                "ShelfNum": {"type": "bigint(20)", "fk": "shelf.ShelfNum"},
                "Binding": {"type": "tinyint(4)", "enum": "Binding"},
                "Edition": {"type": "tinyint(4)", "enum": "Binding"},
                "IsLent": {"type": "tinyint(4)", "flag": True},
                "Price": "double",
                "Printed": "date",
            },
        },
        "shelf": {"key": "ShelfNum", "columns": {"ShelfNum": "bigint(20)"}},
    }
    page = books(Title=d.Text(), ShelfNum=d.ForeignKey(), Binding=d.Enum())
    library = Catalog([page], schema=Schema(there, {"Binding": [["Paper", 0], ["Cloth", 2]]}, {"book.Price": -1}))
    assert [(name, type(field).__name__, field.sql, field.default) for name, field in page.columns.items()] == [
        ("BookNum", "Key", "bigint(20)", 0),
        ("title", "Text", "varchar(20)", ""),
        ("ShelfNum", "ForeignKey", "bigint(20)", 0),
        ("Binding", "Enum", "tinyint(4)", "Paper"),
        ("Edition", "Enum", "tinyint(4)", "Paper"),
        ("IsLent", "Bool", "tinyint(4)", False),
        ("Price", "Double", "double", -1),
        ("Printed", "Date", "date", "0001-01-01"),
    ]
    assert (page.ShelfNum.table, page.Binding.numbers) == ("shelf", {"Paper": 0, "Cloth": 2})
    page = books(Binding=d.Enum(called={"Cloth": "Linen"}), Title=d.Text(), ShelfNum=d.ForeignKey())
    Catalog([page], schema=Schema(there, {"Binding": [["Paper", 0], ["Cloth", 2]]}))
    assert page.Binding.numbers == {"Paper": 0, "Linen": 2}
    assert list(library.tables) == ["book", "shelf"]
    assert (library.tables["shelf"].row_name, [*library.tables["shelf"].columns]) == ("Shelf", ["ShelfNum"])


FIELDS = [
    ({"ShelfNum": d.ForeignKey("shelve")}, "Books.ShelfNum: there is no table 'shelve'; mend the name, or declare the table"),
    ({"ShelfNum": d.ForeignKey("shelf", where={"Room": 1})}, "Books.ShelfNum: shelf has no column Room"),
    ({"shelf": d.NameOf("shelf", show="Name")}, "Books.shelf: shelf has no column Name"),
    ({"shelf": d.NameOf("shelv", show="Place")}, "Books.shelf: there is no table 'shelv'; mend the name, or declare the table"),
    ({"shelf": d.Lookup("ShelfNum", "Place", table="shelf")}, "Books.shelf: looks through 'ShelfNum', which is no column of book"),
    ({"shelf": d.Lookup("ShelfNum", "Place")}, "Books.shelf: there is no table ''; mend the name, or declare the table"),
    ({"isSigned": d.Present("Signature")}, "Books.isSigned: says whether 'Signature' has text, which is no column of book"),
    ({"Kind": d.Enum(["Novel", "Poem"], default="Play")}, "Books.Kind: the default 'Play' is none of its names"),
    ({"Kind": d.Enum(["Novel", "Poem"], bare=["Play"])}, "Books.Kind: 'Play' is none of its names"),
    ({"Kind": d.Enum(["Novel", "Poem"], blank="Play")}, "Books.Kind: 'Play' is none of its names"),
    ({"Kind": d.Enum(["Novel", "Poem"], called={"Poem": "Verse"})}, "Books.Kind: 'Verse' is none of its names"),
    ({"Kinds": d.EnumList(["Novel", "Poem"], called={"Poem": "Verse"})}, "Books.Kinds: 'Verse' is none of its names"),
    ({"shelves": d.NamesOf("shelf", show="Name")}, "Books.shelves: shelf has no column Name"),
    ({"Kind": d.Number(["Novel", "Poem"], default=2)}, "Books.Kind: the default 2 is none of its names"),
    ({"Title": d.Text(since="1")}, "Books.Title: '1' is not a version such as 25.3.31"),
    ({"Day": d.Date(stamp="edit")}, "Books.Day: 'edit' is no stamp of a Date; choose 'entry'"),
    ({"Day": d.Date(stamp="made")}, "Books.Day: 'made' is no stamp of a Date; choose 'entry'"),
    ({"Time": d.DateTime(stamp="edited")}, "Books.Time: 'edited' is no stamp of a DateTime; choose 'entry' or 'edit'"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "says"), FIELDS)
def test_a_slip_in_a_field(fields, says):
    assert slips(books(**fields)) == [says]


def test_a_lookup_of_a_column_that_is_not_there():
    shelf = d.ForeignKey("shelf")
    assert slips(books(ShelfNum=shelf, shelf=d.Lookup(shelf, "Room"))) == ["Books.shelf: shelf has no column Room"]


def test_the_stamps_that_there_are():
    stamps = {"a": d.Date(stamp="entry"), "b": d.DateTime(stamp="entry"), "c": d.DateTime(stamp="edit")}
    Catalog([books(**stamps)])


# Of the pages below.
TITLE, SERIAL, MADE = d.Text(column="TitleText"), d.Int(), d.Date(stamp="entry")
TITLED, SHOWN = d.Present("TitleText"), d.Computed("1")
METHODS = [
    (d.GET("1.0.x"), "Books.method: '1.0.x' is not a version such as 25.3.31"),
    (d.GET("1.0", gone="two"), "Books.method: 'two' is not a version such as 25.3.31"),
    (d.POST("1.0", required=[TITLE], optional=[TITLE]), "Books.method: Title is a parameter twice"),
    (d.POST("1.0", optional=[TITLE.but(since="1,1")]), "Books.method, parameter Title: '1,1' is not a version such as 25.3.31"),
    (d.POST("1.0", optional=[d.Text()]), "Books.method, parameter : has no name; use Field.called(name) for what is no field of the page"),
    (d.POST("1.0", optional=[d.Computed("1").called("one")]), "Books.method, parameter one: is computed and cannot be sent"),
    (d.LIST("1.0", optional=[d.Text().called("words")]), "Books.method, parameter words: is no column; write @Books.method.where('words')"),
    (d.DELETE("1.0", cascades={"shelf": "BookNum"}), "Books.method: cascades to shelf.BookNum, which does not exist"),
    (d.DELETE("1.0", cascades={"page": "BookNum"}), "Books.method: cascades to page.BookNum, which does not exist"),
    (d.GET("1.0", hides=[d.Text()]), "Books.method: speaks of a field that is not on this page"),
    (d.POST("1.0", sets={d.Text(): "x"}), "Books.method: speaks of a field that is not on this page"),
    (d.POST("1.0", instead={d.Text(): "x"}), "Books.method: speaks of a field that is not on this page"),
    (d.LIST("1.0", optional=[SERIAL.containing()]), "Books.method, parameter Serial: is no Text, and has neither a beginning nor parts; compare it as a whole"),
    (d.LIST("1.0", optional=[SERIAL.starting()]), "Books.method, parameter Serial: is no Text, and has neither a beginning nor parts; compare it as a whole"),
    (d.LIST("1.0", optional=[SHOWN]), "Books.method, parameter shown: is computed and cannot be sent"),
    (d.LIST("1.0", optional=[TITLED]), "Books.method, parameter isTitled: is no column; write @Books.method.where('isTitled')"),
    (d.POST("1.0", optional=[MADE]), "Books.method, parameter Made: is stamped, and no caller sends a stamp; leave out the parameter or the stamp"),
    (d.LIST("1.0", order=["Serial", "Name"]), "Books.method: is ordered by 'Name', which is no column of book; write the database's name"),
    (d.LIST("1.0", order=["Title"]), "Books.method: is ordered by 'Title', which is no column of book; write the database's name"),
    (d.POST("1.0", answer="list"), "Books.method: cannot answer 'list'; choose 'object' or 'nothing' or 'text'"),
    (d.DELETE("1.0", answer="none"), "Books.method: cannot answer 'none'; choose 'object' or 'nothing' or 'text'"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "says"), METHODS)
def test_a_slip_in_a_method(method, says):
    page = books(Title=TITLE, Serial=SERIAL, Made=MADE, isTitled=TITLED, shown=SHOWN, method=method)
    assert slips(page, book={"Pages": "int(11)"}) == [says]


def test_what_a_method_may_say():
    page = books(
        Title=TITLE,
        Serial=SERIAL,
        Made=MADE,
        several=d.LIST("1.0", optional=[TITLE.containing(), MADE.after()], order=["TitleText", "Pages"]),
        some=d.LIST("1.0", path="/Some", rows="SELECT 1 AS Rank, * FROM book", order=["Rank"]),
        create=d.POST("1.0", required=[TITLE], answer="nothing"),
        update=d.PUT("1.0", optional=[SERIAL], answer="nothing"),
    )
    Catalog([page], schema=schema_of(page, book={"Pages": "int(11)"}))


def move(what, kinds):
    return f"Books.method: has {what}, which only {kinds} looks at; take it away or move it there"


SEARCH, CHANGE, WRITE_ALL = "a LIST or FIND", "a POST or PUT", "a POST, PUT or DELETE"
READ_ALONE = (
    "Books.method: has parameters, and a GET reads them for its .give alone; take them away or write @Books.method.give"
)
WORDS = [
    (d.GET("1.0", required=[TITLE]), READ_ALONE),
    (d.GET("1.0", optional=[TITLE]), READ_ALONE),
    (d.DELETE("1.0", optional=[TITLE]), move("optional", "a GET, LIST, FIND, POST or PUT")),
    *((kind("1.0", cascades={"book": "BookNum"}), move("cascades", "a DELETE")) for kind in (d.GET, d.LIST, d.POST, d.PUT)),
    *((kind("1.0", unless={"book": "BookNum"}), move("unless", "a DELETE")) for kind in (d.GET, d.PUT)),
    *((kind("1.0", order=["Serial"]), move("order", SEARCH)) for kind in (d.GET, d.POST)),
    (d.POST("1.0", strict=True), move("strict", SEARCH)),
    (d.POST("1.0", rows="SELECT 1"), move("rows", SEARCH)),
    (d.FIND("1.0", paged=False), move("paged", "a LIST")),
    (d.POST("1.0", days=1), move("days", "a LIST")),
    (d.LIST("1.0", absent=1), move("absent", "a FIND")),
    (d.POST("1.0", of="shelf"), move("of", "a GET or LIST")),
    (d.GET("1.0", sets={TITLE: "x"}), move("sets", CHANGE)),
    (d.LIST("1.0", instead={TITLE: "x"}), move("instead", CHANGE)),
    (d.LIST("1.0", answer="object"), move("answer", WRITE_ALL)),
    (d.GET("1.0", answer="list"), move("answer", WRITE_ALL)),
    (d.GET("1.0", logs="x"), move("logs", WRITE_ALL)),
    (d.POST("1.0", by=[TITLE]), move("by", "a PUT")),
    (d.POST("1.0", upsert=True), move("upsert", "a PUT")),
    (d.LIST("1.0", query=[d.Offset]), move("query", "a PUT")),
    (d.POST("1.0", optionl=[TITLE]), "Books.method: there is no word 'optionl' for a POST; did you mean optional?"),
    (d.GET("1.0", xyz=1), "Books.method: there is no word 'xyz' for a GET; it takes any_of, first_of, gone, hides, living, not_both, of, one_of, optional, path, permission, quotes, required, shows"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "says"), WORDS)
def test_a_word_that_a_method_of_this_kind_does_not_take(method, says):
    assert slips(books(Title=TITLE, Serial=SERIAL, method=method)) == [says]


# What is written in the wrong shape: not a traceback, but a line that says what to write.
SHAPES = [
    (d.POST("1.0", optional=TITLE), "optional is not a list; write fields in brackets: optional=[...]"),
    (d.POST("1.0", optional="Title"), "optional is not a list; write fields in brackets: optional=[...]"),
    (d.POST("1.0", optional=["Title"]), "optional has the text 'Title'; write the field itself, without quotation marks"),
    (d.POST("1.0", required=[d.Text]), "required has the kind Text itself; write a field of the page"),
    (d.POST("1.0", required=[7]), "required has 7, which is no field; write fields of the page"),
    (d.GET("1.0", hides=TITLE), "hides is not a list; write fields in brackets: hides=[...]"),
    (d.GET("1.0", hides=["Title"]), "hides has the text 'Title'; write the field itself, without quotation marks"),
    (d.GET("1.0", shows=[TITLE, TITLE.but()]), "shows has <mock_od.fields.field.Param object at"),
    (d.POST("1.0", sets={"Title": "x"}), "sets has the text 'Title'; write the field itself, without quotation marks"),
    (d.POST("1.0", sets=[TITLE]), "sets is [<mock_od.fields.texts.Text object at"),
    (d.POST("1.0", instead={"Title": "x"}), "instead has the text 'Title'; write the field itself, without quotation marks"),
    (d.POST("1.0", optional=[TITLE, SERIAL], one_of=[TITLE, SERIAL]), "one_of has groups of fields; write brackets round each: one_of=[(One, Other)]"),
    (d.POST("1.0", optional=[TITLE, SERIAL], one_of=(TITLE)), "one_of is not a list; write groups of fields in brackets: one_of=[...]"),
    (d.POST("1.0", optional=[TITLE], any_of=[("Title", TITLE)]), "any_of has the text 'Title'; write the field itself, without quotation marks"),
    (d.POST("1.0", optional=[TITLE], not_both=[(TITLE,)]), "not_both has a group of one field; name the other one, or take it away"),
    (d.LIST("1.0", order="Serial"), "order is not a list; write columns in brackets: order=[...]"),
    (d.LIST("1.0", order=[SERIAL]), "order has <mock_od.fields.numbers.Int object at"),
    (d.LIST("1.0", days=MADE), "days is <mock_od.fields.moments.Date object at"),
    (d.LIST("1.0", strict="yes"), "strict is 'yes'; write True or False"),
    (d.LIST("1.0", path=TITLE), "path is <mock_od.fields.texts.Text object at"),
    (d.POST("1.0", status="200"), "status is '200'; write an HTTP status"),
    (d.POST("1.0", status=True), "status is True; write an HTTP status"),
    (d.DELETE("1.0", cascades=["shelf"]), "cascades is ['shelf']; write texts with texts: cascades={'...': '...'}"),
    (d.DELETE("1.0", unless={"book": SERIAL}), "unless is {'book': <mock_od.fields.numbers.Int object at"),
    (d.PUT("1.0", by=SERIAL), "by is not a list; write fields in brackets: by=[...]"),
    (d.PUT("1.0", query=["Offset"]), "query has the text 'Offset'; write the field itself, without quotation marks"),
    (d.GET("1.0", permission=["ApiComm"]), "permission is ['ApiComm']; write texts with texts: permission={'...': '...'}"),
    (d.POST(TITLE), "begins with <mock_od.fields.texts.Text object at"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "says"), SHAPES)
def test_what_is_written_in_another_shape_is_told_in_one_line(method, says):
    (line,) = slips(books(Title=TITLE, Serial=SERIAL, Made=MADE, method=method))
    assert line.startswith(f"Books.method: {says}")
    assert re.search("; (write|name) ", line)


@pytest.mark.parametrize(
    ("under", "says"),
    [
        (lambda method: method.fill("Title"), ".fill was given the text 'Title'; write the field itself: .fill(Page.Field)"),
        (lambda method: method.fill(print), ".fill was given no field; write the field itself: .fill(Page.Field)"),
    ],
)  # fmt: skip
def test_a_decorator_without_its_field(under, says):
    create = d.POST("1.0", optional=[TITLE])
    under(create)(print)
    assert slips(books(Title=TITLE, create=create)) == [f"Books.create: {says}"]


def test_a_condition_without_its_name():
    several = d.LIST("1.0", optional=[TITLE])
    several.where(print)
    says = ".where was not given the parameter's name; write .where('name'), or .where() for none"
    assert slips(books(Title=TITLE, several=several)) == [f"Books.several: {says}"]


SHELF = d.ForeignKey("shelf")
PLACE, PLACES, STAMPED = d.Lookup(SHELF, "Place"), d.TextKey("shelf", "Place"), d.DateTime()
OTHER, KIND = d.Lookup(SHELF, "Place"), d.Enum(["Novel", "Poem"])
SAID = [
    (d.POST("1.0", optional=[TITLE], one_of=[(TITLE, SERIAL)]), "one_of speaks of Serial, which is none of its parameters; add it to optional"),
    (d.POST("1.0", required=[TITLE], optional=[SERIAL], not_both=[(TITLE, SERIAL)]), "not_both speaks of Title, which is required; move it to optional"),
    (d.GET("1.0", permission="ApiAll"), f"'ApiAll' is no permission; choose among {', '.join(d.PERMISSIONS)}"),
    (d.GET("1.0", permission={"25.1": "ApiAll", "": "ApiComm"}), f"'ApiAll' is no permission; choose among {', '.join(d.PERMISSIONS)}"),
    (d.GET("1.0", permission={"25.1": "ApiComm"}), 'permission by version begins with the newest version and ends with "", for those before'),
    (d.GET("1.0", permission={"24.1": "ApiComm", "25.1": "ApiSetup", "": "ApiComm"}), 'permission by version begins with the newest version and ends with "", for those before'),
    (d.GET("1.0", permission={"newest": "ApiComm", "": "ApiSetup"}), "'newest' is not a version such as 25.3.31"),
    (d.LIST("1.0", order={"25.1": ["Serial"]}), 'order by version begins with the newest version and ends with "", for those before'),
    (d.LIST("1.0", order={"25.1": ["Name"], "": []}), "is ordered by 'Name', which is no column of book; write the database's name"),
    (d.LIST("1.0", order=["-Name"]), "is ordered by 'Name', which is no column of book; write the database's name"),
    (d.LIST("1.0", days=d.Days(d.Date())), "days compares what is no column of this page; write Days(Field), without quotation marks"),
    (d.LIST("1.0", days=d.Days(MADE, lst="before")), "days: there is no word 'lst' for Days; did you mean last?"),
    (d.LIST("1.0", days=d.Days(MADE, last="after")), "days: last is 'after'; choose 'included' or 'before'"),
    (d.LIST("1.0", days=d.Days(MADE, default="week")), "days: default is 'week'; choose 'all', 'today' or a number of days"),
    (d.LIST("1.0", days=d.Days("Made")), "days compares what is no column of this page; write Days(Field), without quotation marks"),
    (d.GET("1.0", path="/Sum", of="shelv"), "there is no table 'shelv'; mend the name, or declare the table"),
    (d.GET("1.0", path="/Sum", of="shelf"), "is about a row of shelf, and nothing is answered; write @Books.method.give"),
    (d.GET("1.0", living=True), "has living, which is said of the row that of= names; write of=, or ForeignKey(..., living=True)"),
    (d.PUT("1.0", by=[TITLE], optional=[TITLE]), "finds its row by Title, which need not be sent; add it to required"),
    (d.PUT("1.0", by=[d.Text()], required=[TITLE]), "finds its row by a field, which is no column of this page"),
    (d.PUT("1.0", upsert=True, optional=[TITLE]), "has upsert and finds its row by the URL; name the fields that find it: by=[...]"),
    (d.PUT("1.0", by=()), "is about no row; write @Books.method.action or @Books.method.give"),
    (d.POST("1.0", answer="text"), "answers a text, and none is given; write @Books.method.give"),
    (d.POST("1.0", answers_since="x"), "'x' is not a version such as 25.3.31"),
    (d.DELETE("1.0", unless={"shelf": "BookNum"}), "is refused while there is a row in shelf.BookNum, which does not exist"),
    (d.DELETE("1.0", says="No."), "says a sentence that is never said; name the table and its column in unless"),
    (d.DELETE("1.0", unless={"book": "Serial"}, says={"shelf": "No."}), "says a sentence that is never said; name the table and its column in unless"),
]  # fmt: skip
OF_PARAMETERS = [
    (d.POST("1.0", required=[SERIAL.until("x")]), "Serial: 'x' is not a version such as 25.3.31"),
    (d.POST("1.0", optional=[d.KeyList("shelv").called("shelves")]), "shelves: there is no table 'shelv'; mend the name, or declare the table"),
    (d.POST("1.0", optional=[d.ForeignKey("shelv").called("Shelf")]), "Shelf: there is no table 'shelv'; mend the name, or declare the table"),
    (d.POST("1.0", optional=[d.Text(fild=True).called("Text")]), "Text: there is no word 'fild' for Text; did you mean filled?"),
    (d.POST("1.0", optional=[SERIAL.but(defalt=1)]), "Serial: there is no word 'defalt' for .but; did you mean default?"),
    (d.POST("1.0", optional=[KIND.but(only=["Novl"])]), "Kind: 'Novl' is none of its names; did you mean Novel?"),
    (d.POST("1.0", optional=[KIND.but(without=["Play"])]), "Kind: 'Play' is none of its names"),
    (d.POST("1.0", optional=[SERIAL.until("2.0")]), "Serial: is optional already; write .until(version) in required"),
    (d.POST("1.0", optional=[d.Param(TITLE).makes()]), "Title: makes a row, which only a Lookup of a POST or PUT does; take .makes() away"),
    (d.LIST("1.0", optional=[PLACE.makes()]), "place: makes a row, which only a Lookup of a POST or PUT does; take .makes() away"),
    (d.POST("1.0", optional=[OTHER.called("place")]), "place: is looked up through a column of another page; write the Lookup of this page"),
    (d.LIST("1.0", optional=[MADE.on_that_day()]), "Made: is no DateTime, which alone has days; compare it as a whole"),
    (d.PUT("1.0", optional=[TITLE.but(like="shelf.Place"), SHELF]), "Title: has a default, which only an optional parameter of a POST has; take like=, today= or first= away"),
    (d.POST("1.0", optional=[TITLE.but(like="shelf.Place")]), "Title: is like 'shelf.Place'; write table.Column, of a table whose row a parameter names"),
    (d.POST("1.0", optional=[TITLE.but(first=True)]), "Title: is no key of one table, and has no first row; take first= away"),
    (d.POST("1.0", optional=[TITLE.but(today=True)]), "Title: is no Date, and has no day; take today= away"),
    (d.PUT("1.0", optional=[STAMPED.called("Stamped").but(today=True)]), "Stamped: has a default, which only an optional parameter of a POST has; take like=, today= or first= away"),
    (d.POST("1.0", optional=[TITLE.but(like="shelf"), SHELF]), "Title: is like 'shelf'; write table.Column, of a table whose row a parameter names"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "says"), [*SAID, *((method, f", parameter {says}") for method, says in OF_PARAMETERS)]
)
def test_a_slip_in_a_word(method, says):
    page = books(Title=TITLE, Serial=SERIAL, Made=MADE, ShelfNum=SHELF, place=PLACE, Kind=KIND, method=method)
    between = "" if says.startswith(", parameter") else ": "
    assert slips(page) == [f"Books.method{between}{says}"]


def test_an_answer_of_nothing_that_is_given():
    create = d.POST("1.0", answer="nothing")
    create.give(print)
    assert slips(books(create=create)) == ["Books.create: answers nothing, and has .give; take one of them away"]


WORDED = [
    ({"Place": d.TextKey("shelv", "Place")}, "Books.Place: there is no table 'shelv'; mend the name, or declare the table"),
    ({"Place": d.TextKey("shelf", "Room")}, "Books.Place: shelf has no column Room"),
    ({"ShelfNum": SHELF, "place": d.Lookup(SHELF, "Place", on="Room")}, "Books.place: shelf has no column Room"),
    ({"WhatNum": d.ForeignKey({"Shelf": "shelf"})}, "Books.WhatNum: names rows of several tables; say by which field of the page: by=Field"),
    ({"WhatNum": d.ForeignKey({"Shelf": "shelf"}, by="What")}, "Books.WhatNum: names rows of several tables; say by which field of the page: by=Field"),
    ({"What": (what := d.Enum(["Shelf"])), "WhatNum": d.ForeignKey({"Shelf": "shelf", "Room": "shelf"}, by=what)}, "Books.WhatNum: 'Room' is none of the names of What"),
    ({"What": what, "WhatNum": d.ForeignKey({"Shelf": "shelv"}, by=what)}, "Books.WhatNum: there is no table 'shelv'; mend the name, or declare the table"),
    ({"BookNum": d.Key(of="shelv")}, "Books.BookNum: there is no table 'shelv'; mend the name, or declare the table"),
    ({"Pages": d.Int(defalt=1)}, "Books.Pages: there is no word 'defalt' for Int; did you mean default?"),
    ({"Day": d.DateTime(stmp="edit")}, "Books.Day: there is no word 'stmp' for DateTime; did you mean stamp?"),
    ({"OtherNum": d.Key()}, "Books: has the keys BookNum and OtherNum; keep one, and write ForeignKey(...) or Int() else"),
    ({"Title": TITLE, "unique": {"Title": "Title already in use."}}, "Books.unique: speaks of what is no column of this page; write its fields, without quotation marks"),
    ({"Title": TITLE, "unique": [TITLE]}, "Books.unique: has no sentences; write fields with sentences: unique = {Field: '...'}"),
    ({"ShelfNum": SHELF, "place": PLACE, "unique": {PLACE: "x"}}, "Books.unique: speaks of what is no column of this page; write its fields, without quotation marks"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "says"), WORDED)
def test_a_slip_in_a_word_of_the_page(body, says):
    assert slips(books(**body)) == [says]


def test_a_method_on_two_pages():
    method = d.GET("1.0")
    one = books(single=method)
    other = type("Films", (d.Resource,), {"FilmNum": d.Key(), "one": method}, table="film", path="/films")
    assert slips(one, other) == ["Books: has one of Films as well; write a method of its own"]


LOST = [
    ({"IsHidden": d.Bool}, "IsHidden: is the kind Bool itself; write IsHidden = Bool()"),
    ({"ShelfNum": d.ForeignKey}, 'ShelfNum: is the kind ForeignKey itself; write ShelfNum = ForeignKey("...")'),
    ({"single": d.GET}, 'single: is the kind GET itself; write single = GET("24.1.10")'),
    ({"Name": TITLE}, "Name: is the field Title once more; write a field of its own"),
    ({"Title": TITLE.but(default="x")}, "Title: is a parameter and no field; write it in the method's list"),
    ({"uniqe": {TITLE: "x"}}, "uniqe: is no field, method or choice, and nothing looks at it; move it above the class"),
    ({"table": "book"}, "table: is no field, method or choice, and nothing looks at it; move it above the class"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "says"), LOST)
def test_what_would_be_lost_without_a_word(body, says):
    with pytest.raises(Misdeclared, match=f"^{re.escape(f'Books.{says}')}$"):
        books(**body)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"frozn": {}}, "Books: there is no word 'frozn' for a page; did you mean frozen?"),
        ({"pth": "/x"}, "Books: there is no word 'pth' for a page; did you mean path?"),
    ],
)
def test_a_word_that_a_page_does_not_take(words, says):
    with pytest.raises(Misdeclared, match=f"^{re.escape(says)}$"):
        books(made=words)


def test_an_annotation_makes_no_field():
    says = "Films.ShelfNum: is an annotation, which makes no field; write ShelfNum = ... with its kind"
    with pytest.raises(Misdeclared, match=f"^{re.escape(says)}$"):

        class Films(d.Resource, table="film", path="/films"):
            FilmNum = d.Key()
            ShelfNum: d.ForeignKey


def test_every_file_of_a_page_is_listed():
    folder = Path(__file__).parent.parent / "mock_od" / "resources"
    files = {file.stem for file in folder.glob("*.py")} - {"__init__", "common", "tables"}
    listed = {table.__module__.rpartition(".")[2] for table in (*PAGES, *TABLES)}
    assert files <= listed, f"list the pages of {files - listed} in mock_od/resources/__init__.py"


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("Operatories", "Operatory"), ("Allergies", "Allergy"), ("InsVerifies", "InsVerify"), ("Diseases", "Disease"),
        ("PatientRaces", "PatientRace"), ("RefAttaches", "RefAttach"), ("Fees", "Fee"), ("Employees", "Employee"),
        ("Etranss", "Etrans"), ("EmailAddresses", "EmailAddress"), ("Boxes", "Box"), ("Statuses", "Status"),
        ("PatPlans", "PatPlan"), ("Sheep", "Sheep"),
    ],
)  # fmt: skip
def test_what_one_row_is_called(name, one):
    assert type(name, (d.Table,), {"Num": d.Key()}, table="row").row_name == one


DECORATORS = [
    *((kind, "fill", "a POST") for kind in (d.GET, d.LIST, d.FIND, d.PUT, d.DELETE)),
    *((kind, "where", SEARCH) for kind in (d.GET, d.POST, d.PUT, d.DELETE)),
    *((kind, "sort", SEARCH) for kind in (d.GET, d.POST, d.PUT, d.DELETE)),
    *((kind, name, WRITE_ALL) for name in ("prepare", "action", "after") for kind in (d.GET, d.LIST, d.FIND)),
]


@pytest.mark.parametrize(("kind", "name", "kinds"), DECORATORS)
def test_a_decorator_that_a_method_of_this_kind_does_not_have(kind, name, kinds):
    page = books(method=kind("1.0"))
    with pytest.raises(Misdeclared, match=f"^{re.escape(move('.' + name, kinds))}$"):
        getattr(page.method, name)


def test_a_decorator_that_no_method_has():
    page = books(method=d.DELETE("1.0"))
    says = "Books.method: there is no .ruel; it has .rule, .prepare, .action, .after, .give, .reshape"
    with pytest.raises(Misdeclared, match=f"^{re.escape(says)}$"):
        page.method.ruel(print)


def test_a_condition_where_no_table_is_read():
    method = d.LIST("1.0", optional=[d.Text().called("words")])
    method.give(print)
    assert list(Catalog([books(method=method)]).resources) == ["books"]
    method.where("words")(print)
    assert slips(books(method=method)) == [move(".where", "a LIST or FIND without .give")]


ROW = "is about one row, and the page has no table; give it one, or name the row's table with of="
READ = "has no table to read; give the page one, or write @Words.method.give"
WRITE = "has no table to write; give the page one, or write @Words.method.action and answer='nothing'"


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (d.GET("1.0"), ROW), (d.PUT("1.0"), ROW), (d.DELETE("1.0"), ROW),
        (d.LIST("1.0"), READ), (d.FIND("1.0"), READ),
        (d.POST("1.0"), WRITE), (d.POST("1.0", answer="nothing"), WRITE),
    ],
)  # fmt: skip
def test_what_a_page_without_a_table_cannot_have(method, says):
    words = type("Words", (d.Resource,), {"word": d.Text(), "method": method}, path="/words")
    assert slips(words) == [f"Words.method: {says}"]


def test_what_a_page_without_a_table_can_have():
    class Words(d.Resource, path="/words"):
        several = d.LIST("1.0")
        say = d.POST("1.0", answer="nothing")

    said = []
    Words.several.give(lambda _: [{"word": word} for word in said])
    Words.say.action(lambda _: said.append("boo") or 0)
    client = create_app(
        Offices(Engine(Catalog([Words, *PAGES, *TABLES], schema=schema())), Settings("empty"))
    ).test_client()
    keys = {"Authorization": "ODFHIR a/b"}
    assert client.post("/api/v1/words", json={}, headers=keys).status_code == 201
    assert client.get("/api/v1/words", headers=keys).json == [{"word": "boo"}]


def test_a_method_declared_twice_in_any_case():
    twice = books(save=d.POST("1.0", path="/Saved"), again=d.POST("1.0", path="/saved"))
    assert slips(twice) == ["Books.again: Books POST saved is declared twice"]


def test_a_function_for_a_parameter_that_is_none():
    method, create = d.LIST("1.0"), d.POST("1.0")
    method.where("words")(print)
    create.fill(d.Text().called("Title"))(print)
    assert slips(books(method=method, create=create)) == [
        "Books.method: has a function for words, which is none of its parameters",
        "Books.create: has a function for Title, which is none of its parameters",
    ]


def test_all_slips_are_told_at_once():
    found = slips(
        books(ShelfNum=d.ForeignKey("shelve"), Kind=d.Enum(["a"], default="b"), first=d.GET("1"), second=d.GET("1"))
    )
    assert len(found) == 5
    assert all(line.startswith("Books.") for line in found)


def test_whoever_comes_by_is_sent_to_the_first_list_that_asks_for_nothing():
    class Books(d.Resource, table="book", path="/books"):
        BookNum = d.Key()
        Title = d.Text()
        single = d.GET("1.0")
        several = d.LIST("1.0", required=[Title])
        newer = d.LIST("99.1", path="/Newer")
        older = d.LIST("1.0", path="/Older")

    client = create_app(
        Offices(Engine(Catalog([Books, *PAGES, *TABLES], schema=schema_with(Books))), Settings("empty"))
    ).test_client()
    command = client.get("/").json["try"]
    address = command.split()[-1]
    assert address == "http://localhost/api/v1/books/Older"
    assert client.get(address, headers={"Authorization": "ODFHIR developer/customer"}).json == []


def test_what_is_looked_up_cannot_be_changed():
    for mapping in (catalog().tables, catalog().resources, catalog().choices):
        with pytest.raises(TypeError):
            mapping["x"] = None


# --- what declarations make of themselves ----------------------------------------------------------


def test_a_resource_knows_its_fields_columns_key_and_methods():
    class Books(d.Resource, table="book", path="/books/", page="apilibrarybooks"):
        BookNum = d.Key()
        Title = d.Text(column="TitleText")
        shelf = d.Computed("'x'")

        single = d.GET("1.0")
        create = d.POST("1.0", path="/Fast/", required=[Title.but(default="x")])

    assert list(Books.fields) == ["BookNum", "Title", "shelf"]
    assert list(Books.columns) == ["BookNum", "TitleText"]
    assert (Books.key, Books.path, Books.row_name) == (Books.BookNum, "books", "Book")
    assert Books.page == "https://www.opendental.com/site/apilibrarybooks.html"
    assert Books.methods == (Books.single, Books.create)
    assert (Books.create.spoken, Books.single.spoken) == ("Books POST Fast", "Books GET")
    assert (Books.create.params[0].default, Books.Title.default) == ("x", "")


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("bigint(20)", d.Int), ("tinyint", d.Int), ("int(11) unsigned", d.Int), ("double", d.Double), ("float", d.Double),
        ("date", d.Date), ("datetime", d.DateTime), ("timestamp", d.DateTime), ("time", d.Time),
        ("varchar(255)", d.Text), ("char(1)", d.Text), ("mediumtext", d.Text),
    ],
)  # fmt: skip
def test_a_column_nothing_is_known_of(sql, kind):
    made = hidden_field("Made", Column(sql))
    assert (type(made), made.name, made.column, made.sql) == (kind, "Made", "Made", sql)
    assert getattr(made, "stamp", "") == ("edit" if sql == "timestamp" else "")


# --- Open Dental's own --------------------------------------------------------------------------------

METHODS_HERE = [(page, method) for page in PAGES for method in page.methods]


@pytest.mark.parametrize(("resource", "method"), METHODS_HERE, ids=[method.spoken for _, method in METHODS_HERE])
def test_a_method_is_declared_as_it_is_documented(resource, method):
    path = f"/{resource.path}"
    path += f"/{{{catalog().key_of(method).name}}}" if method.by_key else ""
    path += f"/{method.sub}" if method.sub else ""
    found = [one for one in DOCUMENTED if (one["verb"], one["path"]) == (method.verb, path)]
    assert [one["resource"] for one in found] == [resource.__name__]
    assert found[0]["since"] == method.since
    assert found[0]["permission"] == method.permission


ADDED = {
    "ApiPayments": "21.3",
    "ApiPayPlans": "21.3",
    "ApiProcedureLogs": "21.4",
    "ApiSetup": "23.1",
    "ApiTextingASAP": "23.3",
    "ApiInsuranceSimple": "25.1",
}
"""Since when there are permissions, as documented."""


@pytest.mark.parametrize(("resource", "method"), METHODS_HERE, ids=[method.spoken for _, method in METHODS_HERE])
def test_no_permission_is_needed_before_it_was_added(resource, method):
    for since, permission in method.permissions.items():
        first = max(version(since or "0.0"), version(method.since or "0.0"))
        assert first >= version(ADDED.get(permission, "0.0")), f"{method.spoken}: {permission} since {since or 'ever'}"


@pytest.mark.parametrize("resource", PAGES, ids=lambda resource: resource.__name__)
def test_a_page_is_logged_under_a_permission_that_the_log_knows(resource):
    known = catalog().tables["securitylog"].fields["PermType"].numbers
    assert {method.logs or "None" for method in resource.methods} <= set(known)


def test_the_documentation_is_whole():
    assert len(DOCUMENTED) == 343
    assert len({one["resource"] for one in DOCUMENTED}) == 103
    assert len({(one["verb"], one["path"]) for one in DOCUMENTED}) == 343
    for one in DOCUMENTED:
        assert one["since"] is None or version(one["since"])
        assert one["path"].startswith("/" + one["path"].split("/")[1].lower())


COMPLETE = {"TreatPlans": 5, "TreatPlanAttaches": 3, "ProcTPs": 3, "DiscountPlans": 4, "DiscountPlanSubs": 4}


def test_the_complete_resources_are_complete():
    lines = {line.split()[0]: line for line in coverage(catalog(), DOCUMENTED).split("\n")}
    for name, count in COMPLETE.items():
        assert re.fullmatch(rf"{name} +{count} of +{count}", lines[name])


def test_coverage_has_a_line_for_each_documented_resource_and_a_sum():
    lines = coverage(catalog(), DOCUMENTED).split("\n")
    assert len(lines) == 104
    assert [line.split()[0] for line in lines[:-1]] == list(dict.fromkeys(one["resource"] for one in DOCUMENTED))
    done = sum(int(re.match(r"\S+ +(\d+) of", line)[1]) for line in lines[:-1])
    assert re.fullmatch(rf"all +{done} of 343", lines[-1])
    assert done == len(METHODS_HERE)
    users = next(line for line in lines if line.startswith("Userods "))
    assert users.endswith("1 of  3  without POST /userods, PUT /userods/{UserNum}")


def test_coverage_of_what_is_not_there_at_all():
    documented = [
        {"resource": "Books", "verb": "GET", "path": "/books/{BookNum}", "since": "1.0"},
        {"resource": "Books", "verb": "PUT", "path": "/books/{BookNum}/Lend", "since": "1.0"},
        {"resource": "Films", "verb": "GET", "path": "/films", "since": "1.0"},
    ]
    library = Catalog([books(single=d.GET("1.0")), Shelves])
    assert coverage(library, documented).split("\n") == [
        "Books                   1 of  2  without PUT /books/{BookNum}/Lend",
        "Films                   0 of  1",
        "all                     1 of 3",
    ]


def test_a_page_is_shown_as_its_page_has_it():
    shown = page(catalog().resources["treatplans"])
    lines = shown.split("\n")
    assert lines[0] == "TreatPlans  https://www.opendental.com/site/apitreatplans.html"
    assert "POST /treatplans/Saved  since 23.2.22, ApiAllOthers" in lines
    assert "DELETE /treatplans/{TreatPlanNum}  since 24.4.26, ApiAllOthers" in lines
    assert re.search(r"^  TPStatus +Saved \| Active \| Inactive +Active is kept by", shown, re.MULTILINE)
    assert re.search(r"^  PatNum +foreign key of patient +The patient\.$", shown, re.MULTILINE)
    assert re.search(r'^  Heading +optional +default "Inactive Treatment Plan"$', shown, re.MULTILINE)
    assert re.search(r"^  PatNum +required$", shown, re.MULTILINE)
    assert all(line == line.rstrip() for line in lines)


def test_a_default_is_shown_as_a_caller_would_send_it():
    lent, price = d.Bool(), d.Double()
    create = d.POST("1.0", optional=[lent.but(default=True, since="2.0"), price.but(default=5.0)])
    shown = page(books(IsLent=lent, Price=price, create=create))
    assert re.search(r'^  IsLent +optional +default "true" \(since 2\.0\)$', shown, re.MULTILINE)
    assert re.search(r"^  Price +optional +default 5\.0$", shown, re.MULTILINE)


def test_a_version_of_a_field_a_parameter_and_a_method_that_is_gone_are_shown():
    title = d.Text("What it says.", since="2.0")
    made = books(Title=title, single=d.GET("1.0", gone="3.0"), several=d.LIST("1.0", optional=[title.but(since="2.1")]))
    shown = page(made)
    assert re.search(r"^  Title +text +What it says\. \(since 2\.0\)$", shown, re.MULTILINE)
    assert "GET /books/{BookNum}  since 1.0, gone in 3.0, ApiReadAll" in shown
    assert re.search(r"^  Title +optional +\(since 2\.1\)$", shown, re.MULTILINE)


@pytest.mark.parametrize("resource", PAGES, ids=lambda resource: resource.__name__)
def test_every_page_can_be_shown(resource):
    shown = page(resource)
    for field in resource.fields:
        assert re.search(rf"^  {field} ", shown, re.MULTILINE)


@pytest.mark.parametrize(
    "table", [table for table in [*PAGES, *TABLES] if table.table], ids=lambda table: table.__name__
)
def test_every_table_says_what_it_is(table):
    assert table.__doc__
    assert re.fullmatch("[a-z]+", table.table)
    assert table.row_name[0].isupper()
    assert next(iter(table.columns.values())) is table.key or isinstance(
        next(iter(table.fields.values())), d.ServerTime
    )


def test_rules_decorate_and_hand_the_function_back():
    method = d.POST("1.0")

    def function(call):
        return None

    for decorate in (method.rule, method.prepare, method.action, method.after, method.reshape):
        assert decorate(function) is function
    assert method.fill(TITLE)(function) is function
    assert (method.rules, method.prepares, method.afters, method.reshapes) == ([function],) * 4
    assert method.acts is function


def test_every_documented_table_can_be_read():
    # a few have enums without a name for 0, or without names: their numbers are all that is known
    engine = Engine(catalog())
    store = Store((), engine.create_table)
    rows = {table: store.execute(f'SELECT * FROM "{table}"').fetchall() for table in engine.catalog.tables}
    assert len(rows) > 400
    assert not any(rows.values())
    records = StoredRecords(engine.shapes, store)
    assert records.get("tasklist", records.insert("tasklist", {}))["GlobalTaskFilterType"] == 0
