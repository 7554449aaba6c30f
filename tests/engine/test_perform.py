"""When the engine reads the body, and what of it reaches the answer."""

import pytest

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.catalog import Catalog
from mock_od.engine.perform import Engine
from mock_od.office.office import Office
from mock_od.office.settings import Settings
from mock_od.store import Store


class Books(d.Resource, table="book", path="/books"):
    BookNum = d.Key()
    Title = d.Text()

    single = d.GET("1.0")
    create = d.POST("1.0", required=[Title])
    update = d.PUT("1.0", optional=[Title])
    delete = d.DELETE("1.0")
    lent = d.LIST(
        "1.0",
        path="/Lent",
        shows=[d.Text().called("to"), d.Date().called("day"), d.DateTime().called("back")],
    )
    last = d.GET("1.0", path="/Last", of="book", shows=[d.Date().called("day")])
    none = d.FIND("1.0", path="/None", shows=[d.Date().called("day")])


@Books.lent.give
def to_whom_a_book_is_lent(call):
    return [{"to": "2024-01-27", "day": "2024-01-27", "back": "2024-02-01 09:30:00"}]


@Books.last.give
def when_it_was_last_lent(call):
    return {"day": "2024-01-27"}


@Books.none.give
def nothing(call):
    return ""


@pytest.fixture
def perform():
    """Performs a method; what was read stands in ``perform.read``."""
    engine = Engine(Catalog([Books]))
    office = Office("k", engine, Store().image(), Settings(version="25.3.31"))
    office.records.insert("book", {"Title": "Solaris"})

    def perform(method, key=None, body=None, **query):
        def read():
            perform.read += 1
            if body is None:
                raise Refusal("Invalid JSON.", hint="the body is not JSON")
            return body

        return office.perform(method, key, query=query, read=read, developer="d", mode="local")

    perform.read = 0
    return perform


def test_a_body_is_read_once_and_after_the_row_in_the_path(perform):
    with pytest.raises(Refusal, match=r"Book not found\."):
        perform(Books.update, 9)
    assert perform.read == 0
    with pytest.raises(Refusal, match=r"Invalid JSON\."):
        perform(Books.update, 1)
    assert perform.read == 1
    assert perform(Books.update, 1, {"Title": "Eden"}).body == {"BookNum": 1, "Title": "Eden"}
    assert perform.read == 2


def test_what_takes_no_body_reads_none(perform):
    assert perform(Books.single, 1).body == {"BookNum": 1, "Title": "Solaris"}
    assert perform(Books.delete, 1).status == 200
    assert perform.read == 0


def test_of_many_names_that_nobody_knows_a_few_are_spoken_of_and_none_at_length(perform):
    answer = perform(Books.create, None, {"Title": "Eden", **{f"{number}" + "x" * 1000: 1 for number in range(5000)}})
    assert answer.hints == [f"{number}{'x' * 59}... is no field of Books POST and was ignored" for number in range(8)]
    assert answer.ignored == answer.hints


def test_what_a_page_gives_is_written_as_the_caller_wants_it(perform):
    lent = {"to": "2024-01-27", "day": "2024-01-27", "back": "2024-02-01 09:30:00"}
    days, moments = {"DateFormatString": "dd.MM.yyyy"}, {"DateTimeFormatString": "HH:mm"}
    assert perform(Books.lent).body == [lent]
    assert perform(Books.lent, **days).body == [lent | {"day": "27.01.2024"}]
    assert perform(Books.lent, **moments).body == [lent | {"back": "09:30"}]
    assert perform(Books.last, 1, **days).body == {"day": "27.01.2024"}
    assert perform(Books.last, 1, **moments).body == {"day": "2024-01-27"}
    assert perform(Books.none, **days).body == ""
