"""Tables in memory: transactions, images, and back to where they were."""

import sqlite3

import pytest

from mock_od.office.store import Store

SCHEMA = [
    'CREATE TABLE "book" ("BookNum" INTEGER PRIMARY KEY AUTOINCREMENT, "Title" varchar(255) NOT NULL DEFAULT \'\')'
]


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


def test_a_transaction_that_sqlite_itself_gives_up_says_why(store):
    store.execute("INSERT INTO book (BookNum) VALUES (?)", (2**63 - 1,))

    def fill_the_table():
        with store.transaction():
            store.execute("DELETE FROM book WHERE BookNum = 1")
            store.execute("INSERT INTO book (Title) VALUES ('no key is left')")

    with pytest.raises(sqlite3.OperationalError, match="full"):
        fill_the_table()
    assert titles(store) == ["Solaris", "Fiasco", ""]
    with store.transaction():
        store.execute("DELETE FROM book")
    assert titles(store) == []


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
        store.restore(image)
        assert titles(store) == ["Solaris", "Fiasco"]
        assert store.execute("INSERT INTO book (Title) VALUES ('x')").lastrowid == 3
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            store.execute("SELECT * FROM other")


def test_numbers_of_rows_that_are_gone_are_not_given_again(store):
    store.execute("DELETE FROM book")
    assert store.execute("INSERT INTO book (Title) VALUES ('x')").lastrowid == 3


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
