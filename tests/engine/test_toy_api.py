"""The engine, the office and the web serve another API as well: a library's, with two tables. They know no resource."""

import json

import pytest
from schemas import schema_of

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.catalog import Catalog
from mock_od.engine.perform import Engine
from mock_od.office.office import Office
from mock_od.office.seeding import Seeder
from mock_od.office.settings import Settings
from mock_od.store import Store
from mock_od.web.app import create_app


class Books(d.Resource, table="book", path="/books"):
    """What can be lent."""

    BookNum = d.Key()
    Title = d.Text("What is on the cover.", sql="varchar(20)")
    Writer = d.ForeignKey("writer", "Who wrote it.", where={"Kind": "Person"}, owner=True)
    writer = d.Lookup(Writer, "Name")
    kind = d.Lookup(Writer, "Kind")
    born = d.Lookup(Writer, "Born")
    lives = d.Lookup(Writer, "Lives")
    Shelf = d.Text(column="shelf_code", default="A1", since="1.2")
    Price = d.Double(default=-1.0)
    IsLent = d.Bool()
    DateLent = d.Date()
    DateTStamp = d.DateTime(stamp="edit")
    words = d.Computed("""json_array(length(t."Title"))""", json=True)

    single = d.GET("1.0")
    several = d.LIST("1.0", optional=[Title.starting(), IsLent, Writer, Shelf], order=["-BookNum"])
    create = d.POST("1.0", required=[Title], optional=[Writer, Price.but(default=5.0), Shelf])
    lend = d.PUT("1.1", path="/Lend", required=[DateLent], sets={IsLent: True})
    delete = d.DELETE("1.0", gone="2.0")


class Writers(d.Resource, table="writer", path="/writers", frozen={"Kind": "Ghost"}):
    """Who writes."""

    WriterNum = d.Key()
    Name = d.Text()
    Kind = d.Enum(["Person", "Committee", "Ghost"])
    Born = d.Int()
    Lives = d.Bool()

    several = d.LIST("1.0")
    update = d.PUT("1.0", optional=[Name])
    delete = d.DELETE("1.0", cascades={"book": "Writer"})


@Books.create.rule
def no_shouting(call):
    if call.values["Title"].isupper():
        raise Refusal("Title must not shout.", hint="small letters help")


@Books.create.after
def note_who_made_it(call):
    call.records.update("book", call.key, {"Notes": f"made by {call.developer}"})


ROWS = {
    "writer": [{"Name": "Lem"}, {"Name": "UNESCO", "Kind": "Committee"}, {"Name": "Nobody", "Kind": "Ghost"}],
    "book": [{"BookNum": 7, "Title": "Solaris", "Writer": 1}, {"BookNum": 8, "Title": "Casper", "Writer": 3}],
}


class Libraries:
    """What the web asks of the offices of a server."""

    def __init__(self, version):
        self.engine = Engine(Catalog([Books, Writers], schema=schema_of(Books, Writers, book={"Notes": "text"})))
        self.defaults = Settings("small", version)
        self.office = Office("k", self.engine, Store().image(), self.defaults)
        self.office.seed(Seeder(self.engine.shapes), None, ROWS)

    def of_caller(self, key):
        return self.office

    def is_known(self, key):
        return True


@pytest.fixture
def library():
    return library_of("1.5")


def library_of(version):
    libraries = Libraries(version)
    client = create_app(libraries).test_client()

    def call(verb, path, body=None):
        headers = {"Authorization": "ODFHIR librarian/k"}
        answer = client.open(f"/api/v1{path}", method=verb, json=body, headers=headers)
        return answer.status_code, json.loads(answer.text) if answer.text else None

    call.office = libraries.office
    return call


def test_it_reads(library):
    status, solaris = library("GET", "/books/7")
    assert (status, list(solaris)) == (200, [*Books.fields])
    assert solaris == {
        "BookNum": 7,
        "Title": "Solaris",
        "Writer": 1,
        "writer": "Lem",
        "kind": "Person",
        "born": 0,
        "lives": "false",
        "Shelf": "A1",
        "Price": -1.0,
        "IsLent": "false",
        "DateLent": "0001-01-01",
        "DateTStamp": "0001-01-01 00:00:00",
        "words": [7],
    }
    assert [book["BookNum"] for book in library("GET", "/books")[1]] == [8, 7]  # the newest first
    assert [book["BookNum"] for book in library("GET", "/books?Title=sOl")[1]] == [7]
    unesco = {"WriterNum": 2, "Name": "UNESCO", "Kind": "Committee", "Born": 0, "Lives": "false"}
    assert library("GET", "/writers?Limit=1&Offset=1")[1] == [unesco]


def test_what_is_looked_up_of_nobody_is_empty(library):
    book = library("POST", "/books", {"Title": "Beowulf"})[1]
    assert [book[name] for name in ("Writer", "writer", "kind", "born", "lives")] == [0, "", "", "", ""]


def test_it_writes(library):
    status, book = library("POST", "/books", {"Title": "Fiasco", "Writer": "1"})
    assert (status, book["BookNum"], book["writer"], book["Price"], book["Shelf"]) == (201, 9, "Lem", 5.0, "A1")
    assert library.office.records.find("book", 9)["Notes"] == "made by librarian"
    status, lent = library("PUT", "/books/9/lend", {"DateLent": "2024-01-27"})
    assert (status, lent["IsLent"], lent["DateLent"]) == (200, "true", "2024-01-27")
    assert [book["BookNum"] for book in library("GET", "/books?IsLent=true")[1]] == [9]
    assert library("DELETE", "/writers/1") == (200, None)
    assert [book["BookNum"] for book in library("GET", "/books")[1]] == [8]


@pytest.mark.parametrize(
    ("verb", "path", "body", "answer"),
    [
        ("GET", "/book", None, (404, "book is not a valid resource.")),
        ("GET", "/treatplans", None, (404, "treatplans is not a valid resource.")),
        ("PATCH", "/books", None, (400, "books PATCH  is not a valid method.")),
        ("GET", "/books/9", None, (404, "Book not found.")),
        ("GET", "/books?Writer=9", None, (404, "Writer not found.")),
        ("POST", "/books", {}, (400, "Title is required.")),
        ("POST", "/books", {"Title": "x", "Writer": 9}, (404, "Writer not found.")),
        ("POST", "/books", {"Title": "x", "Writer": 2}, (400, "Writer is invalid.")),
        ("POST", "/books", {"Title": "SOLARIS"}, (400, "Title must not shout.")),
        ("PUT", "/books/7/Lend", {"DateLent": "soon"}, (400, "DateLent format must be yyyy-MM-dd.")),
        ("PUT", "/writers/3", {"Name": "x"}, (400, "Writer is ghost.")),
        ("PUT", "/books/8/Lend", {"DateLent": "2024-01-27"}, (400, "Writer is ghost.")),
    ],
)
def test_it_refuses(library, verb, path, body, answer):
    before = library("GET", "/books")
    assert library(verb, path, body) == answer
    assert library("GET", "/books") == before


def test_it_gates_by_version(library):
    old = library_of("1.0")
    assert old("PUT", "/books/7/Lend", {"DateLent": "2024-01-27"}) == (400, "books PUT Lend is not a valid method.")
    assert "Shelf" not in old("GET", "/books/7")[1]
    assert old("POST", "/books", {"Title": "x", "Shelf": "B2"})[0] == 201
    assert old.office.records.find("book", 9)["Shelf"] == "A1"
    assert library("POST", "/books", {"Title": "x", "Shelf": "B2"})[1]["Shelf"] == "B2"


def test_a_method_that_is_gone_is_410():
    assert library_of("1.9")("DELETE", "/books/7") == (200, None)
    assert library_of("2.0")("DELETE", "/books/7") == (410, "Books DELETE has been deprecated.")
    assert library_of("2.1.4")("DELETE", "/books") == (410, "Books DELETE has been deprecated.")
