"""Tables in memory: transactions, images, and back to where they were."""

import sqlite3
import weakref

import pytest

from mock_od.store import Store

SCHEMA = ['CREATE TABLE "book" ("BookNum" INTEGER PRIMARY KEY, "Title" varchar(255) NOT NULL DEFAULT \'\')']


@pytest.fixture
def store():
    made = Store(SCHEMA)
    made.execute("INSERT INTO book (Title) VALUES ('Solaris'), ('Fiasco')")
    yield made
    made.close()


def titles(store):
    return [title for (title,) in store.execute("SELECT Title FROM book ORDER BY BookNum")]


def test_statements_and_values(store):
    store.execute("UPDATE book SET Title = ? WHERE BookNum = ?", ("a ' \" ; b\x00", 1))
    assert titles(store) == ["a ' \" ; b\x00", "Fiasco"]
    store.many("INSERT INTO book (BookNum, Title) VALUES (?, ?)", [(7, "x"), (9, "y")])
    assert titles(store)[2:] == ["x", "y"]


def test_a_transaction_is_all_or_nothing(store):
    with store.transaction():
        store.execute("INSERT INTO book (Title) VALUES ('kept')")

    class Stop(BaseException):
        pass

    def stop_in_the_middle():
        with store.transaction():
            store.execute("DELETE FROM book")
            raise Stop

    with pytest.raises(Stop):
        stop_in_the_middle()
    assert titles(store) == ["Solaris", "Fiasco", "kept"]
    store.execute("INSERT INTO book (Title) VALUES ('after')")
    assert titles(store)[-1] == "after"


def test_a_store_without_room_says_so_and_is_back_at_its_image(store):
    filled = Store(store.image())
    filled.execute("PRAGMA max_page_count = 8")
    filled.execute("DELETE FROM book WHERE BookNum = 1")
    filled.numbers["book"] = 7

    def fill_the_memory():
        with filled.transaction():
            filled.execute("INSERT INTO book (Title) VALUES (?)", ("x" * 100_000,))

    with pytest.raises(sqlite3.OperationalError, match="full"):
        fill_the_memory()
    assert (titles(filled), filled.numbers) == (["Solaris", "Fiasco"], {})
    with filled.transaction():
        filled.execute("DELETE FROM book")
    assert titles(filled) == []


def test_an_image_fills_any_number_of_stores_that_share_nothing(store):
    image = store.image()
    one, other = Store(image), Store(image)
    one.execute("DELETE FROM book WHERE BookNum = 1")
    store.execute("UPDATE book SET Title = 'changed'")
    assert (titles(one), titles(other)) == (["Fiasco"], ["Solaris", "Fiasco"])
    store.close()
    assert titles(Store(image)) == ["Solaris", "Fiasco"]


def test_restore_brings_back_rows_and_numbers(store):
    image = store.image()
    for _ in range(3):
        store.execute("INSERT INTO book (Title) VALUES ('more')")
        store.execute("DELETE FROM book WHERE BookNum = 2")
        store.execute("CREATE TABLE other (x)")
        store.numbers["book"] = 9
        store.restore(image)
        assert store.numbers == {}
        assert titles(store) == ["Solaris", "Fiasco"]
        assert store.execute("INSERT INTO book (Title) VALUES ('x')").lastrowid == 3
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            store.execute("SELECT * FROM other")


def test_going_back_and_forth_between_images_that_were_taken_at_different_times(store):
    first = store.image()
    store.execute("INSERT INTO book (Title) VALUES ('Eden')")
    store.numbers["book"] = 3
    second = store.image()
    store.execute("DELETE FROM book")
    store.numbers["book"] = 4
    store.execute("SELECT * FROM book")  # and leave the cursor where it is
    for image, there, numbers in ((second, 3, {"book": 3}), (first, 2, {}), (first, 2, {}), (second, 3, {"book": 3})):
        store.restore(image)
        assert (len(titles(store)), store.numbers) == (there, numbers)
        store.execute("UPDATE book SET Title = 'changed'")
        assert Store(image).execute("SELECT COUNT(*) FROM book WHERE Title = 'changed'").fetchone() == (0,)


def test_an_image_has_what_no_image_had_before(store):
    image = store.image()
    store.execute("INSERT INTO book (Title) VALUES ('Eden')")
    assert titles(Store(store.image())) == ["Solaris", "Fiasco", "Eden"]
    store.restore(image)
    assert titles(store) == ["Solaris", "Fiasco"]


def test_going_back_costs_what_was_changed(store):
    store.many("INSERT INTO book (Title) VALUES (?)", [("x" * 1000,)] * 20_000)
    image = store.image()
    store.execute("UPDATE book SET Title = 'changed' WHERE BookNum = 10000")
    connection = store._connection
    store.restore(image)
    assert store._connection is connection  # nothing was copied
    assert store.execute("SELECT COUNT(*) FROM book WHERE Title = 'changed'").fetchone() == (0,)


def test_a_transaction_in_another_is_taken_back_by_itself(store):
    def fail():
        with store.transaction():
            store.execute("DELETE FROM book")
            store.numbers["book"] = 8
            raise ValueError("on purpose")

    with store.transaction():
        store.execute("UPDATE book SET Title = 'Eden' WHERE BookNum = 1")
        store.numbers["book"] = 5
        with pytest.raises(ValueError, match="on purpose"):
            fail()
    assert (titles(store), store.numbers) == (["Eden", "Fiasco"], {"book": 5})


def test_a_rehearsal_leaves_nothing(store):
    with store.rehearsal():
        with store.transaction():
            store.execute("DELETE FROM book")
            store.numbers["book"] = 8
        assert titles(store) == []
    assert (titles(store), store.numbers) == (["Solaris", "Fiasco"], {})


def test_a_store_takes_over_the_state_of_another(store):
    other = Store(store.image())
    other.execute("DELETE FROM book WHERE BookNum = 1")
    other.numbers["book"] = 8
    store.execute("SELECT * FROM book").fetchone()
    store.adopt(other)
    assert (titles(store), store.numbers) == (["Fiasco"], {"book": 8})


def test_writing_leaves_nothing_on_the_disk(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    filled = Store(store.image())
    with filled.transaction():
        filled.execute("UPDATE book SET Title = 'x'")
        assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_an_image_that_has_its_tables_elsewhere_is_read_and_written_right():
    first, second = ('CREATE TABLE "a" ("x" int)', 'CREATE TABLE "b" ("x" int)')
    one, other = Store([first, second]), Store([second, first])
    other.execute('INSERT INTO "a" VALUES (1)')
    one.execute('SELECT * FROM "a"').fetchall()
    one.execute('SELECT * FROM "b"').fetchall()
    one.restore(other.image())
    with one.transaction():
        one.execute('INSERT INTO "b" VALUES (2)')
    assert one.execute('SELECT * FROM "a"').fetchall() == [(1,)]
    assert one.execute('SELECT * FROM "b"').fetchall() == [(2,)]
    assert one.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_store_that_nobody_closes_closes_itself():
    forgotten = Store(SCHEMA)
    connection = forgotten._connection
    del forgotten
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_store_gives_its_memory_back_when_it_is_closed(store):
    filled = Store(store.image())
    closed = weakref.ref(filled.image())
    assert closed() is filled._base
    filled.close()
    assert closed() is None
    filled.close()  # as often as one likes
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        filled.execute("SELECT 1")


def test_a_statement_is_the_connections_own_from_the_first_to_the_last(store):
    filled = Store(store.image())
    execute = filled.execute
    filled.execute("DELETE FROM book")
    filled.restore(filled._base)
    with filled.rehearsal():
        filled.execute("DELETE FROM book")
    assert filled.execute is execute
    other = Store(store.image())
    filled.adopt(other)
    assert filled.execute is not execute
    assert titles(filled) == ["Solaris", "Fiasco"]


def test_a_store_that_lost_its_transaction_goes_back_to_its_image_all_the_same(store):
    image = store.image()
    store.execute("COMMIT")  # as SQLite does by itself, without memory
    store.execute("DELETE FROM book")
    store.restore(image)
    assert titles(store) == ["Solaris", "Fiasco"]
