"""Conversations with a lending library whose pages use the words that the API's pages will need."""

from __future__ import annotations

import json
from datetime import datetime
from types import MappingProxyType, SimpleNamespace

import pytest

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.catalog import Catalog
from mock_od.engine.perform import Engine
from mock_od.engine.show import page
from mock_od.office.office import Office
from mock_od.office.seeding import Seeder
from mock_od.office.settings import Settings
from mock_od.store import Store
from mock_od.web.app import create_app

done: list[str] = []


class Readers(d.Resource, table="reader", path="/readers", frozen={"State": "Deleted"}):
    """Who borrows."""

    ReaderNum = d.Key()
    Name = d.Text()
    State = d.Enum(["Active", "Deleted"])
    Branch = d.ForeignKey("branch")

    delete = d.DELETE("1.0", unless={"loan": "ReaderNum", "card": "ReaderNum"}, says={"loan": "Reader has loans."})


class Branches(d.Resource, table="branch", path="/branches"):
    """Where books stand."""

    BranchNum = d.Key()
    Town = d.Text()
    Code = d.Text()

    unique = MappingProxyType({Town: "Town already in use.", (Town, Code): "never said"})

    create = d.POST("1.0", required=[Town], optional=[Code])
    update = d.PUT("1.0", optional=[Town, Code])


class Kinds(d.Table, table="kind"):
    """What there is."""

    KindNum = d.Key()
    Name = d.Text()
    Category = d.Enum(["Book", "Film"])
    ItemOrder = d.Int()
    IsHidden = d.Bool()


class Cards(d.Resource, table="card", path="/cards"):
    """A reader's card, made when it is first asked for."""

    ReaderNum = d.Key(of="reader", owner=True, demand=True)
    Colour = d.Text(default="green")

    single = d.GET("1.0")
    update = d.PUT("1.0", optional=[Colour])


class Loans(d.Resource, table="loan", path="/loans"):
    """Which reader has what."""

    LoanNum = d.Key()
    ReaderNum = d.ForeignKey("reader", owner=True, living=True)
    KindNum = d.ForeignKey("kind", where={"Category": "Book"})
    kind = d.Lookup(KindNum, "Name")
    Branch = d.ForeignKey("branch")
    Town = d.TextKey("branch", "Town")
    Code = d.TextKey("branch", "Code", exact=True)
    code = d.Lookup(Town, "Code")
    Lent = d.DateTime()
    Note = d.Text()
    What = d.Enum(["Reader", "Branch"])
    WhatNum = d.ForeignKey({"Reader": "reader", "Branch": "branch"}, by=What)

    several = d.LIST("1.0", optional=[ReaderNum, kind, Town, Code, Lent.on_that_day()], order=["-Lent"])
    since = d.LIST("1.0", path="/Since", required=[ReaderNum.until("1.4")], optional=[Lent.before()])
    early = d.LIST(
        "1.0", path="/Early", optional=[Lent.at_or_before().but(since="1.2")], order={"1.4": ["Note"], "": []}
    )
    noted = d.LIST(
        "1.0",
        path="/Noted",
        optional=[d.ForeignKey("kind", column="KindNum").called("of").unless_zero(), Note.but(default="a")],
    )
    create = d.POST(
        "1.0",
        required=[ReaderNum],
        optional=[
            KindNum,
            d.Param(kind).makes(),
            Branch.but(like="reader.Branch"),
            Town,
            Code,
            Note,
            Lent,
            What,
            WhatNum,
        ],
        first_of=[(kind, KindNum)],
        not_both=[(Town, Code)],
        answers_since="1.3",
    )
    batch = d.POST(
        "1.0",
        path="/Batch",
        required=[ReaderNum, d.KeyList("reader", owner=True).called("readers")],
        optional=[d.KeyList("kind").called("kinds")],
    )
    usual = d.POST(
        "1.0", path="/Usual", required=[ReaderNum], optional=[KindNum.but(first=True), Branch.but(first=True)]
    )
    again = d.POST("1.0", path="/Again", required=[ReaderNum], optional=[KindNum, kind], one_of=[(KindNum, kind)])
    any = d.POST("1.0", path="/Any", optional=[ReaderNum, kind, Note], any_of=[(ReaderNum, kind)])
    move = d.PUT("1.0", path="/Move", by=[ReaderNum, KindNum], upsert=True, required=[ReaderNum, kind], optional=[Note])
    note = d.PUT("1.0", path="/Note", by=[ReaderNum, KindNum], required=[ReaderNum, kind, Note], answer="nothing")
    point = d.PUT("1.0", optional=[What, WhatNum])


class Diary(d.Resource, path="/diary"):
    """What is worked out and stands in no table."""

    days = d.LIST("1.0", path="/Days", of="reader", optional=[d.Bool().called("isShort")])
    sum = d.GET("1.0", path="/Sum", of="reader", living=True)
    find = d.FIND("1.0", path="/Found", required=[d.Text().called("word")])
    file = d.POST("1.0", path="/File", required=[d.Text().called("name")], answer="nothing")
    text = d.POST(
        "1.0",
        path="/Text",
        optional=[d.Text().called("name")],
        answer="text",
        permission={"1.4": "ApiSetup", "": "ApiComm"},
    )
    close = d.PUT("1.0", path="/Close", by=())
    ask = d.PUT("1.0", path="/Ask", by=(), required=[d.Text().called("sql")], query=[d.Offset])
    whole = d.LIST("1.0", path="/Whole", paged=False)


class Letters(d.Resource, table="letter", path="/letters"):
    """What was written to a reader, or to a branch."""

    LetterNum = d.Key()
    What = d.Enum(["None", "Reader", "Branch"])
    WhatNum = d.ForeignKey({"Reader": "reader", "Branch": "branch"}, by=What, owner=True)
    Note = d.Text()

    create = d.POST("1.0", required=[What, WhatNum])
    update = d.PUT("1.0", optional=[Note])


class Visits(d.Resource, table="visit", path="/visits"):
    """When readers came."""

    VisitNum = d.Key()
    Day = d.Date()
    Came = d.DateTime()

    create = d.POST("1.0", optional=[Day.but(today=True, since="1.4"), Came.but(today=True)])
    several = d.LIST("1.0", days=d.Days(Day, default=-7))
    before = d.LIST("1.0", path="/Before", days=d.Days(Day, last="before", default="today", since="1.2"))
    next = d.LIST("1.0", path="/Next", days=d.Days(Day, default=1))


@Diary.days.rule
def no_diary_of_the_first_branch(call):
    if call.row["Branch"] == 1:
        raise Refusal("Branch has no diary.", hint=f"reader {call.key}")


@Diary.days.give
def two_days(call):
    return [{"day": day, "of": call.row["Name"], "short": call.sent.get("isShort")} for day in (1, 2)]


@Diary.sum.give
def the_sum(call):
    return {"of": call.key, "customer": call.customer, "new": call.at_least("1.4")}


@Diary.find.give
def what_is_found(call):
    return "" if call.sent["word"] == "nothing" else {"word": call.sent["word"]}


@Diary.file.action
def put_the_file_somewhere(call):
    call.location = f"/files/{call.sent['name']}"
    call.later(lambda: done.append(call.sent["name"]))
    if call.sent["name"] == "bad":
        raise Refusal("No such file.", hint="ask for another one")
    return 0


@Diary.text.action
def no_row(_):
    return 0


@Diary.text.give
def text_or_list(call):
    call.location = None
    if call.sends(d.Text().called("name")):
        call.status = 200
        return [call.sent["name"]]
    return "Nothing to say."


@Diary.close.give
def closed(call):
    return {"closed": call.today}


@Diary.ask.give
def asked(call):
    return {"sql": call.sent["sql"], "from": call.query.get("Offset", 0)}


@Diary.whole.give
def the_whole(_):
    return [{"day": 1}, {"day": 2}]


ROWS = {
    "branch": [{"Town": "Ulm"}, {"Town": "Bonn", "Code": "bn"}],
    "kind": [{"Name": "Novel"}, {"Name": "Western", "Category": "Film"}, {"Name": "Poem"}],
    "reader": [{"Name": "Ada", "Branch": 1}, {"Name": "Bea", "Branch": 2}, {"Name": "Cy", "State": "Deleted"}, {"Name": "Di"}],
    "loan": [
        {"ReaderNum": 1, "KindNum": 1, "Town": "Bonn", "Lent": "2024-01-27 08:00:00", "Note": "b"},
        {"ReaderNum": 2, "KindNum": 3, "Code": "bn", "Lent": "2024-01-27 23:59:59", "Note": "a"},
        {"ReaderNum": 1, "KindNum": 0, "Lent": "2024-01-28 00:00:00", "Note": "c"},
    ],
    "letter": [{"What": what, "WhatNum": 3} for what in ("Reader", "Branch", "None")],
    "visit": [{"Day": f"2024-01-{day:02}"} for day in (1, 19, 20, 26, 27, 28, 29)],
}  # fmt: skip


class Libraries:
    """What the web asks of the offices of a server."""

    def __init__(self, version):
        self.engine = Engine(Catalog([Readers, Branches, Kinds, Cards, Loans, Diary, Letters, Visits]))
        self.defaults = Settings("small", version)
        self.office = Office("k", self.engine, Store().image(), self.defaults)
        self.office.seed(Seeder(self.engine.shapes), None, ROWS)
        self.office.clock.set(datetime.fromisoformat("2024-01-27 09:00:00"), frozen=True)

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

    def call(verb, path, body=None, **more):
        headers = {"Authorization": "ODFHIR librarian/k"}
        answer = client.open(f"/api/v1{path}", method=verb, json=body, headers=headers, **more)
        call.last = SimpleNamespace(
            hint=answer.headers.get("X-Mock-Od-Hint", ""), location=answer.headers.get("Location")
        )
        return answer.status_code, json.loads(answer.text) if answer.text else None

    call.office = libraries.office
    return call


def numbers(answer, name="LoanNum"):
    status, rows = answer
    assert status == 200, rows
    return [row[name] for row in rows]


# --- the row that a PUT is about ------------------------------------------------------------------------


def test_a_put_finds_its_row_by_what_was_sent(library):
    assert library("PUT", "/loans/Note", {"ReaderNum": 1, "kind": "NOVEL", "Note": "late"}) == (200, None)
    assert library.office.records.get("loan", 1)["Note"] == "late"
    assert library("PUT", "/loans/Note", {"ReaderNum": 1, "kind": "Poem", "Note": "x"}) == (404, "Loan not found.")
    assert library.last.hint == "there is no loan with ReaderNum 1, KindNum 3 in this office"
    assert library("PUT", "/loans/Note", {"ReaderNum": 1, "Note": "x"}) == (400, "kind is required.")


def test_a_put_that_finds_no_row_inserts_one_where_it_may(library):
    status, moved = library("PUT", "/loans/Move", {"ReaderNum": 1, "kind": "Novel", "Note": "moved"})
    assert (status, moved["LoanNum"], moved["Note"]) == (200, 1, "moved")
    status, made = library("PUT", "/loans/Move", {"ReaderNum": 2, "kind": "Novel"})
    assert (status, made["LoanNum"], made["ReaderNum"], made["kind"], made["Note"]) == (200, 4, 2, "Novel", "")
    assert library("PUT", "/loans/Move", {"ReaderNum": 3, "kind": "Novel"}) == (400, "Reader is deleted.")


def test_a_put_about_no_row_reads_a_body_where_it_has_parameters(library):
    assert library("PUT", "/diary/Close") == (200, {"closed": "2024-01-27"})
    assert library("PUT", "/diary/Close", data="no json") == (200, {"closed": "2024-01-27"})
    assert library("PUT", "/diary/Ask", {"sql": "SELECT 1"}) == (200, {"sql": "SELECT 1", "from": 0})
    assert library("PUT", "/diary/Ask", {}) == (400, "sql is required.")


def test_a_put_reads_from_the_url_what_it_says(library):
    assert library("PUT", "/diary/Ask?Offset=100", {"sql": "x"}) == (200, {"sql": "x", "from": 100})
    assert library("PUT", "/diary/Ask?Offset=ten", {"sql": "x"}) == (400, "Offset is invalid.")
    assert library("PUT", "/diary/Ask?Limit=5", {"sql": "x"}) == (200, {"sql": "x", "from": 0})
    assert library.last.hint == "Limit in the URL was ignored; PUT reads nothing but the body"


# --- below the key of another table ---------------------------------------------------------------------


def test_a_list_below_the_key_of_another_table(library):
    two = [{"day": 1, "of": "Bea", "short": None}, {"day": 2, "of": "Bea", "short": None}]
    assert library("GET", "/diary/2/Days") == (200, two)
    assert library("GET", "/diary/2/Days?Limit=1&Offset=1&isShort=true") == (200, [{**two[1], "short": True}])
    assert library("GET", "/diary/9/Days") == (404, "Reader not found.")
    assert library.last.hint == "there is no reader with ReaderNum 9 in this office"
    assert library("GET", "/diary/Days") == (400, "ReaderNum is required.")
    assert library("GET", "/diary/1/Days") == (400, "Branch has no diary.")


def test_an_object_below_the_key_of_another_table(library):
    assert library("GET", "/diary/1/Sum") == (200, {"of": 1, "customer": "k", "new": True})
    assert library_of("1.3")("GET", "/diary/1/Sum") == (200, {"of": 1, "customer": "k", "new": False})
    assert library("GET", "/diary/3/Sum") == (400, "Reader is deleted.")
    assert library("GET", "/diary/3/Days") == (200, [{"day": day, "of": "Cy", "short": None} for day in (1, 2)])


def test_a_filter_of_another_name_than_its_column_that_0_switches_off(library):
    assert numbers(library("GET", "/loans/Noted?Note=b&of=1")) == [1]
    assert numbers(library("GET", "/loans/Noted?Note=b&of=3")) == []
    assert numbers(library("GET", "/loans/Noted?Note=b&of=0")) == [1]
    assert library("GET", "/loans/Noted?of=9") == (404, "Kind not found.")


def test_a_filter_with_a_default(library):
    assert numbers(library("GET", "/loans/Noted")) == [2]
    assert numbers(library("GET", "/loans/Noted?Note=c")) == [3]


def test_a_list_that_is_not_paged(library):
    assert library("GET", "/diary/Whole?Limit=1&Offset=1") == (200, [{"day": 1}, {"day": 2}])
    assert "Limit is no parameter of Diary GET Whole and was ignored" in library.last.hint


def test_an_object_that_no_row_gives(library):
    assert library("GET", "/diary/Found?word=tree") == (200, {"word": "tree"})
    assert library("GET", "/diary/Found?word=nothing") == (200, "")


# --- parameters that belong together --------------------------------------------------------------------


def test_one_of_two(library):
    assert library("POST", "/loans/Again", {"ReaderNum": 1}) == (400, "KindNum or kind is required.")
    assert library.last.hint == "send one of them"
    both = {"ReaderNum": 1, "KindNum": 1, "kind": "Novel"}
    assert library("POST", "/loans/Again", both) == (400, "Only one of KindNum and kind may be sent.")
    assert library("POST", "/loans/Again", {"ReaderNum": 1, "kind": "poem"})[1]["KindNum"] == 3
    assert library("POST", "/loans/Again", {"ReaderNum": 1, "KindNum": 3})[1]["kind"] == "Poem"


def test_at_least_one_of_two(library):
    assert library("POST", "/loans/Any", {"Note": "x"}) == (400, "ReaderNum or kind is required.")
    assert library.last.hint == "send at least one of them"
    assert library("POST", "/loans/Any", {"ReaderNum": 1, "kind": "Novel"})[0] == 201


def test_not_both(library):
    both = {"ReaderNum": 1, "Town": "Bonn", "Code": "bn"}
    assert library("POST", "/loans", both) == (400, "Only one of Town and Code may be sent.")
    assert library("POST", "/loans", {"ReaderNum": 1})[0] == 201


def test_the_first_wins(library):
    status, made = library("POST", "/loans", {"ReaderNum": 1, "KindNum": 99, "kind": "Poem"})
    assert (status, made["KindNum"], made["kind"]) == (201, 3, "Poem")
    assert library.last.hint == "KindNum was ignored, as kind was sent"
    for body, number in (
        ({"kind": "", "KindNum": 3}, 3),
        ({"kind": "Poem", "KindNum": 0}, 3),
        ({"kind": "", "KindNum": 0}, 0),
    ):
        assert library("POST", "/loans", {"ReaderNum": 1, **body})[1]["KindNum"] == number  # one that says none
        assert not library.last.hint


# --- texts that name rows -------------------------------------------------------------------------------


def test_a_companion_sets_the_key_it_looks_through(library):
    assert library("POST", "/loans", {"ReaderNum": 1, "kind": "nOVEL"})[1]["KindNum"] == 1
    assert library("POST", "/loans", {"ReaderNum": 1, "kind": ""})[1]["KindNum"] == 0
    assert library("POST", "/loans/Again", {"ReaderNum": 1, "kind": "Western"}) == (400, "kind is invalid.")
    assert library.last.hint == "kind: no kind has the Name 'Western'"


def test_a_companion_makes_the_row_that_is_not_there(library):
    status, made = library("POST", "/loans", {"ReaderNum": 1, "kind": "Play"})
    assert (status, made["KindNum"], made["kind"]) == (201, 4, "Play")
    assert library.office.records.get("kind", 4) == {
        "KindNum": 4,
        "Name": "Play",
        "Category": "Book",
        "ItemOrder": 0,
        "IsHidden": False,
    }
    assert library("POST", "/loans", {"ReaderNum": 1, "kind": "PLAY"})[1]["KindNum"] == 4
    assert library("POST", "/loans", {"ReaderNum": 9, "kind": "Saga"}) == (404, "Reader not found.")
    assert library.office.records.rows("kind", Name="Saga") == []


def test_a_list_by_a_companion(library):
    assert numbers(library("GET", "/loans?kind=novel")) == [1]
    assert numbers(library("GET", "/loans?kind=Play")) == []


def test_a_text_that_is_a_key(library):
    made = library("POST", "/loans", {"ReaderNum": 1, "Town": "bonn"})[1]
    assert (made["Town"], made["code"]) == ("bonn", "")
    assert library("POST", "/loans", {"ReaderNum": 1, "Town": "Bonn"})[1]["code"] == "bn"
    assert library("POST", "/loans", {"ReaderNum": 1, "Town": "Rome"}) == (404, "Branch not found.")
    assert library.last.hint == "Town: no branch has the Town 'Rome'"
    assert library("POST", "/loans", {"ReaderNum": 1, "Code": "bn"})[0] == 201
    assert library("POST", "/loans", {"ReaderNum": 1, "Code": "BN"}) == (404, "Branch not found.")
    assert numbers(library("GET", "/loans?Code=bn")) == [2, 6]
    assert library("GET", "/loans?Code=BN") == (404, "Branch not found.")
    assert numbers(library("GET", "/loans?Town=BONN")) == [1, 4, 5]


def test_a_key_into_one_of_several_tables(library):
    assert library("PUT", "/loans/1", {"What": "Branch", "WhatNum": 3}) == (404, "Branch not found.")
    assert library("PUT", "/loans/1", {"What": "Reader", "WhatNum": 3})[1]["WhatNum"] == 3
    assert library("PUT", "/loans/1", {"WhatNum": 4})[1]["WhatNum"] == 4
    assert library("PUT", "/loans/1", {"WhatNum": 9}) == (404, "Reader not found.")
    assert library("POST", "/loans", {"ReaderNum": 1, "WhatNum": 9}) == (404, "Reader not found.")


def test_a_row_that_belongs_to_a_row_of_one_of_several_tables(library):
    assert library("PUT", "/letters/1", {"Note": "x"}) == (400, "Reader is deleted.")
    for letter in (2, 3):
        assert library("PUT", f"/letters/{letter}", {"Note": "x"})[1]["Note"] == "x"
    assert library("POST", "/letters", {"What": "Reader", "WhatNum": 3}) == (400, "Reader is deleted.")
    assert library("POST", "/letters", {"What": "Branch", "WhatNum": 2})[0] == 201


def test_a_row_that_is_made_when_it_is_asked_for(library):
    assert library("GET", "/cards/1") == (200, {"ReaderNum": 1, "Colour": "green"})
    assert library("GET", "/cards/9") == (404, "Reader not found.")
    assert library("PUT", "/cards/2", {"Colour": "red"}) == (200, {"ReaderNum": 2, "Colour": "red"})
    assert library("PUT", "/cards/3", {"Colour": "red"}) == (400, "Reader is deleted.")
    assert library.office.records.rows("card")[:2] == [
        {"ReaderNum": 1, "Colour": "green"},
        {"ReaderNum": 2, "Colour": "red"},
    ]


def test_keys_in_a_list(library):
    assert library("POST", "/loans/Batch", {"ReaderNum": 1, "readers": [2, "4", 2], "kinds": []})[0] == 201
    assert library("POST", "/loans/Batch", {"ReaderNum": 1, "readers": [2, 99]}) == (404, "ReaderNum 99 is invalid.")
    assert library.last.hint == "readers: there is no reader 99 in this office"
    assert library("POST", "/loans/Batch", {"ReaderNum": 1, "readers": [3]}) == (400, "Reader is deleted.")
    assert library("POST", "/loans/Batch", {"ReaderNum": 1, "readers": [1], "kinds": [7]})[0] == 404
    assert library("POST", "/loans/Batch", {"ReaderNum": 1, "readers": 1}) == (400, "Invalid JSON.")
    assert library("POST", "/loans/Batch", {"ReaderNum": 1}) == (400, "readers is required.")


# --- what depends on the version -----------------------------------------------------------------------


def test_what_was_required_until_a_version(library):
    assert numbers(library("GET", "/loans/Since")) == [1, 2, 3]
    old = library_of("1.3")
    assert old("GET", "/loans/Since") == (400, "ReaderNum is required.")
    assert numbers(old("GET", "/loans/Since?ReaderNum=2")) == [2]


def test_what_is_answered_since_a_version(library):
    assert library("POST", "/loans", {"ReaderNum": 1})[1]["LoanNum"] == 4
    assert library_of("1.2")("POST", "/loans", {"ReaderNum": 1}) == (201, None)


def test_an_order_that_has_changed(library):
    assert numbers(library("GET", "/loans/Early")) == [2, 1, 3]
    assert numbers(library_of("1.3")("GET", "/loans/Early")) == [1, 2, 3]


def test_a_permission_that_has_changed():
    for version, lacking, status in (("1.5", "ApiSetup", 401), ("1.5", "ApiComm", 201), ("1.3", "ApiComm", 401)):
        library = library_of(version)
        settings = library.office.settings
        library.office.apply(
            settings.__class__("small", version, permissions=frozenset(settings.permissions) - {lacking})
        )
        answer = library("POST", "/diary/Text", {})
        assert answer[0] == status
        if status == 401:
            assert answer[1] == f"Diary POST Text requires the permission {lacking}."


# --- which rows ------------------------------------------------------------------------------------------


def test_the_last_comes_first(library):
    assert numbers(library("GET", "/loans")) == [3, 2, 1]


def test_rows_of_one_day_before_and_until_a_moment(library):
    assert numbers(library("GET", "/loans?Lent=2024-01-27")) == [2, 1]
    assert library("GET", "/loans?Lent=2024-01-27 08:00:00") == (400, "Lent format must be yyyy-MM-dd.")
    assert numbers(library("GET", "/loans/Since?Lent=2024-01-27 23:59:59")) == [1]
    assert numbers(library("GET", "/loans/Early?Lent=2024-01-27 23:59:59")) == [2, 1]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", [20, 26, 27]),
        ("?date=2024-01-01", [1]),
        ("?dateStart=2024-01-28", [28, 29]),
        ("?dateEnd=2024-01-19", [1, 19]),
        ("?dateStart=2024-01-19&dateEnd=2024-01-26", [19, 20, 26]),
        ("/Before", [27]),
        ("/Before?dateEnd=2024-01-20", [1, 19]),
        ("/Next", [27, 28]),
    ],
)
def test_rows_of_days(library, query, days):
    status, rows = library("GET", f"/visits{query}")
    assert (status, [row["Day"] for row in rows]) == (200, [f"2024-01-{day:02}" for day in days])


def test_days_of_a_later_version_are_unknown_before():
    old = library_of("1.1")
    assert len(old("GET", "/visits/Before?date=2024-01-01")[1]) == 1  # those of today: the default stays
    assert old.last.hint == "date was added in 1.2; this office runs 1.1"


def test_a_day_that_is_none(library):
    assert library("GET", "/visits?date=today") == (400, "date format must be yyyy-MM-dd.")


def test_a_read_that_is_refused_for_a_frozen_row(library):
    assert library("GET", "/loans?ReaderNum=3") == (400, "Reader is deleted.")
    assert library("GET", "/loans?ReaderNum=9") == (404, "Reader not found.")


# --- what may not be written ------------------------------------------------------------------------------


def test_no_two_rows_are_alike(library):
    assert library("POST", "/branches", {"Town": "ULM"}) == (400, "Town already in use.")
    assert library.last.hint == "branch 1 has this Town already"
    assert library("PUT", "/branches/2", {"Town": "Ulm"}) == (400, "Town already in use.")
    assert library("PUT", "/branches/2", {"Town": "BONN"})[1]["Town"] == "BONN"
    assert library("PUT", "/branches/2", {"Code": "x"})[0] == 200
    assert library("POST", "/branches", {"Town": "Trier"})[0] == 201


def test_a_row_in_use_stays(library):
    assert library("DELETE", "/readers/2") == (400, "Reader has loans.")
    assert library.last.hint == "loan 2 has ReaderNum 2; change or delete that row first"
    library("GET", "/cards/4")
    assert library("DELETE", "/readers/4") == (400, "Reader cannot be deleted. It is used by a Card.")
    library.office.records.delete("card", ReaderNum=4)
    assert library("DELETE", "/readers/4") == (200, None)


def test_a_default_like_that_of_the_row_that_is_named(library):
    assert library("POST", "/loans", {"ReaderNum": 2})[1]["Branch"] == 2
    assert library("POST", "/loans", {"ReaderNum": 2, "Branch": 1})[1]["Branch"] == 1
    assert library("POST", "/loans", {"ReaderNum": 4})[1]["Branch"] == 0


def test_a_default_that_is_the_first_of_a_list(library):
    def kind(**more):
        return library("POST", "/loans/Usual", {"ReaderNum": 2, **more})[1]["kind"]

    records = library.office.records
    assert kind() == "Novel"
    records.update("kind", 1, {"ItemOrder": 2})
    records.update("kind", 2, {"ItemOrder": -1})  # a film
    assert kind() == "Poem"
    assert kind(KindNum=1) == "Novel"
    records.update("kind", 3, {"IsHidden": True})
    assert kind() == "Novel"
    records.update("kind", 1, {"IsHidden": True})
    assert kind() == ""
    assert library("POST", "/loans/Usual", {"ReaderNum": 2})[1]["Branch"] == 1  # of a list without an order


def test_a_default_that_is_today(library):
    made = {"VisitNum": 8, "Day": "2024-01-27", "Came": "2024-01-27 09:00:00"}
    assert library("POST", "/visits", {}) == (201, made)
    sent = {"Day": "2020-01-01", "Came": "2020-01-01 08:00:00"}
    assert library("POST", "/visits", sent) == (201, {"VisitNum": 9, **sent})
    assert library_of("1.3")("POST", "/visits", {"Day": "2020-01-01"}) == (201, made)


# --- what is answered ------------------------------------------------------------------------------------


def test_a_location_of_its_own_and_what_is_done_later(library):
    done.clear()
    assert library("POST", "/diary/File", {"name": "a.pdf"}) == (201, None)
    assert library.last.location == "/files/a.pdf"
    assert done == ["a.pdf"]
    assert library("POST", "/diary/File", {"name": "bad"}) == (400, "No such file.")
    assert done == ["a.pdf"]


def test_what_is_done_later_is_done_when_the_office_is_free(library):
    free = []

    @Diary.file.after
    def look(call):
        call.later(lambda: free.append(library.office.lock._is_owned()))

    library("POST", "/diary/File", {"name": "b.pdf"})
    Diary.file.afters.remove(look)
    assert free == [False]


def test_a_text_a_list_and_a_status_of_its_own(library):
    assert library("POST", "/diary/Text", {}) == (201, "Nothing to say.")
    assert library.last.location is None
    assert library("POST", "/diary/Text", {"name": "one"}) == (200, ["one"])


def test_what_the_page_is_shown_to_take():
    shown = page(Loans).split("\n")
    assert "GET /loans/Since  since 1.0, ApiReadAll" in shown
    assert "  ReaderNum             required    optional since 1.4" in shown
    assert ["Branch", "optional", "default", "as", "reader.Branch"] in [line.split() for line in shown]
    assert "  the first that is sent of kind, KindNum" in shown
    assert "  not more than one of Town, Code" in shown
    assert "  one of KindNum, kind" in shown
    assert any(line.split() == ["WhatNum", "foreign", "key", "of", "reader", "or", "branch"] for line in shown)
    shown = page(Diary).split("\n")
    assert "GET /diary/{key of reader}/Sum  since 1.0, ApiReadAll" in shown
    assert "POST /diary/Text  since 1.0, ApiSetup since 1.4, before ApiComm" in shown
    assert "  Offset                in the URL" in shown
