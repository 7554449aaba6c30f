"""What holds for every value and every row: what was written is what is read."""

import json
import string

import pytest
from conversation import Client
from hypothesis import event, given, settings
from hypothesis import strategies as st

from mock_od import declare as d
from mock_od.fields import length, span
from mock_od.opendental import catalog
from mock_od.resources import PAGES
from mock_od.versions import version

# What it runs is covered by other tests; to count its lines would take as long as all of them.
pytestmark = pytest.mark.no_cover

TABLES = catalog().tables
SOME = sorted({*TABLES.declared, *sorted(TABLES)[::12]})
"""Every table of which code says something, and some of those that the schema alone knows."""
PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}

some = settings(max_examples=60, deadline=None)
few = settings(max_examples=8, deadline=None)


@pytest.fixture(scope="module")
def small():
    """An office that all examples of a test share."""
    return Client()


@pytest.fixture(scope="module")
def pair():
    """Two empty offices."""
    return Client(world="empty"), Client(world="empty")


# --- values of each kind of field, as JSON has them -------------------------------------------------

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
dates = st.dates().map(str)
times = st.times().map(lambda time: time.strftime("%H:%M:%S"))
moments = st.builds("{} {}".format, dates, times)
doubles = st.floats(allow_nan=False, allow_infinity=False)
flags = st.sampled_from(["true", "false"])
spans = st.builds("{}{:02}:{:02}:{:02}".format, st.sampled_from(["", "-"]), *[st.integers(0, 59)] * 3)
intervals = st.tuples(*[st.integers(0, 100)] * 4).map(
    lambda parts: "".join(f"{count}{unit}" for count, unit in zip(parts, "ymwd", strict=True) if count)
)
patterns = st.text("X/", max_size=108)
keys = st.lists(st.integers(1, 10**6), max_size=4).map(lambda parts: ",".join(map(str, parts)))
colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: ",".join(map(str, parts)))


KINDS = {
    d.Bool: flags,
    d.Double: doubles,
    d.Date: dates,
    d.DateTime: moments,
    d.Time: times,
    d.Span: spans,
    d.Interval: intervals,
    d.Pattern: patterns,
    d.NamesOf: keys,
    d.Colour: colours,
}


def json_of(field):
    """Values of a field, each as the rows of a table have it."""
    low, high = span(field.sql)
    if isinstance(field, d.Key):
        return st.integers(1, high)
    if isinstance(field, d.Number):
        return st.sampled_from(sorted(field.names))
    if isinstance(field, d.Enum):
        return st.sampled_from(sorted(field.numbers))
    if type(field) in KINDS:
        return KINDS[type(field)]
    if isinstance(field, d.NameOf | d.ForeignKey | d.Int):
        return st.integers(low, high)
    return text.map(lambda given: given[: length(field.sql)])


def rows_of(table):
    """Rows of a table, some of their columns left out."""
    columns = {field.name: json_of(field) for field in TABLES[table].columns.values()}
    key = TABLES[table].key.name
    return st.lists(
        st.fixed_dictionaries({key: columns.pop(key)}, optional=columns), max_size=3, unique_by=lambda row: row[key]
    )


# --- through the methods ----------------------------------------------------------------------------


def written(client, verb, path, body):
    got = client.call(verb, path, body)
    assert got.status in (200, 201), (got.json, body)
    return got.json


kept = st.characters(max_codepoint=0x25FF) | st.characters(
    min_codepoint=0x2800, max_codepoint=0xFFFF, exclude_categories=["Cs"]
)
kept_text = st.text(kept, max_size=40)
"""What is stored as it was sent: no emoji, none of the symbols that the program does not keep."""
shown_text = kept_text.filter(lambda given: "\r" not in given)
headings = shown_text.filter(str.strip)
counts = st.integers(-(2**31), 2**31 - 1)
plans = st.fixed_dictionaries(
    {"Description": headings, "FeeSchedNum": st.just(54), "DefNum": st.just(336)},
    optional={"IsHidden": flags, "PlanNote": shown_text, "PAFreqLimit": counts, "AnnualMax": doubles},
)


@some
@given(plans)
def test_what_is_posted_is_what_get_answers(small, plan):
    made = written(small, "POST", "/discountplans", plan)
    assert plan.items() <= made.items()
    again = small.get(f"/discountplans/{made['DiscountPlanNum']}")
    assert again.json == made
    assert again.json == small.get("/discountplans").json[-1]
    assert type(again.json["AnnualMax"]) is float


@some
@given(plans.filter(bool), st.booleans())
def test_what_is_put_changes_and_nothing_else_does(small, changes, as_text):
    before = small.get("/discountplans/2").json
    sent = changes
    if as_text:  # numbers may come as text
        sent = {name: value if isinstance(value, str) else repr(value) for name, value in changes.items()}
    assert written(small, "PUT", "/discountplans/2", sent) == before | changes
    assert small.get("/discountplans/2").json == before | changes


@some
@given(st.fixed_dictionaries({}, optional={"DateEffective": dates, "DateTerm": dates, "SubNote": shown_text}))
def test_dates_come_back_as_they_were_sent(small, changes):
    before = small.get("/discountplansubs?PatNum=23").json
    assert small.put("/discountplansubs/14", {"PatNum": 23, **changes}).status == 200
    assert small.get("/discountplansubs?PatNum=23").json == before | changes


@some
@given(st.sampled_from(["Insurance", "Discount"]), headings, shown_text)
def test_enums_and_texts_come_back_as_they_were_sent(small, kind, heading, note):
    sent = {"PatNum": 15, "TPType": kind, "Heading": heading, "Note": note}
    made = written(small, "POST", "/treatplans", sent)
    assert sent.items() <= made.items()
    assert made in small.get("/treatplans?PatNum=15&TPStatus=Inactive").json


@some
@given(kept_text)
def test_of_any_text_get_shows_all_but_the_carriage_returns(small, note):
    made = written(small, "POST", "/discountplans", PLAN | {"PlanNote": note})
    assert made["PlanNote"] == note.replace("\r\n", " ").replace("\r", " ")
    assert small.row("discountplan", made["DiscountPlanNum"])["PlanNote"] == note


@some
@given(st.dictionaries(st.sampled_from(["PlanNote", "AnnualMax", "XrayFreqLimit"]), st.just(None)), plans)
def test_a_null_counts_as_not_sent(small, nulls, plan):
    without = {name: value for name, value in plan.items() if name not in nulls}
    made = written(small, "POST", "/discountplans", plan | nulls)
    same = written(small, "POST", "/discountplans", without)
    assert made | {"DiscountPlanNum": 0} == same | {"DiscountPlanNum": 0}


LENIENT = st.tuples(st.sampled_from(["", " ", "\n\t", "/* a, b} */", "// to the end,\n"]), st.booleans(), st.booleans())


@some
@given(st.dictionaries(text, st.none() | st.booleans() | st.integers() | doubles | text, max_size=5), LENIENT, text)
def test_lenient_json_says_what_strict_json_says(extra, style, note):
    from mock_od.engine.bodies import read_body

    space, comma, single = style
    body = extra | {"PlanNote": note, "Name_1": [1, {"a": []}]}
    strict = json.dumps(body, indent=0)
    assert read_body(strict.encode()) == body
    lenient = space + strict.replace("\n]", ",\n]" if comma else "\n]")
    if single and "'" not in strict and '\\"' not in strict:
        lenient = lenient.replace('"', "'")
    lenient = lenient.replace('"Name_1":', "Name_1 :").replace("'Name_1':", "Name_1 :")
    lenient = lenient.removesuffix("}") + (",}" if comma else "}") + space
    assert read_body(lenient.encode()) == body


# --- through seeds ----------------------------------------------------------------------------------


@pytest.mark.parametrize("table", SOME)
@few
@given(st.data())
def test_rows_that_are_seeded_are_the_rows_of_the_table_here_and_elsewhere(pair, table, data):
    one, other = pair
    rows = data.draw(rows_of(table))
    if by := TABLES[table].found_by:  # of two with one name the last one counts
        rows = list({row.get(by) or at: row for at, row in enumerate(rows)}.values())
    for client in pair:
        client.office.reset()
        client.office.store.execute(f'DELETE FROM "{table}"')
    assert one.seed({table: rows}).json["rows"] == {table: len(rows)}
    there, key = one.rows(table), TABLES[table].key.name
    assert [row[key] for row in there] == sorted(row[key] for row in rows)
    for row in rows:
        seen = next(one for one in there if one[key] == row[key])
        assert row.items() <= seen.items()
    other.seed({table: there})
    assert other.rows(table) == there
    other.seed({table: there[::-1]})
    assert other.rows(table) == there
    event(f"{len(rows)} rows")


def test_a_world_can_be_carried_over_whole(api, empty):
    one, other = api, empty
    for client in (one, other):
        client.freeze("2024-01-27 14:13:05")
    one.get("/clinics")
    tables = {table: one.rows(table) for table in SOME}
    other.office.store.execute('DELETE FROM "preference"')
    other.seed(tables)
    assert {table: other.rows(table) for table in SOME} == tables
    for path in ("/treatplans", "/patients?showArchived=true", "/procedurelogs?Limit=50", "/userods"):
        shown = one.get(path).json
        assert shown
        assert other.get(path).json == shown


LISTED = [page for page in PAGES if page.table and any(m.name == "several" and not m.required for m in page.methods)]


@pytest.mark.parametrize("page", LISTED, ids=lambda page: page.__name__)
@few
@given(st.data())
def test_columns_that_are_seeded_are_shown_by_the_list(pair, page, data):
    """What a row says of the page's own columns is what GET says of them, carriage returns aside."""
    one, _ = pair
    one.office.reset()
    one.office.store.execute(f'DELETE FROM "{page.table}"')
    rows = data.draw(rows_of(page.table))
    one.seed({page.table: rows})
    answer = one.get(f"/{page.path}?Limit=1000")
    assert answer.status == 200
    shown = {row[page.key.name]: row for row in answer.json}
    plain = (d.Key, d.ForeignKey, d.Int, d.Text, d.Date, d.Bool, d.Enum, d.Time)
    for row in rows:
        seen = shown.get(row[page.key.name], {})  # some lists leave rows out
        for name in row.keys() & seen.keys():
            field = page.fields[name]
            if isinstance(field, plain) and not isinstance(field, d.NameOf) and not getattr(field, "pattern", ""):
                said = row[name]
                if isinstance(said, str) and not isinstance(field, d.Lines):
                    said = said.replace("\r\n", " ").replace("\r", " ")
                said = field.numbers[said] if said in getattr(field, "bare", ()) else said
                assert seen[name] == said
    event(f"{len(shown)} of {len(rows)} rows shown")


# --- sequences of writes ----------------------------------------------------------------------------

writes = st.one_of(
    st.tuples(st.just("POST"), st.just("/discountplans"), plans),
    st.tuples(st.just("PUT"), st.sampled_from(["/discountplans/1", "/discountplans/2", "/discountplans/9"]), plans),
    st.tuples(st.just("POST"), st.just("/treatplans"), st.fixed_dictionaries({"PatNum": st.sampled_from([15, 48, 7])})),
    st.tuples(
        st.just("POST"),
        st.just("/treatplans/Saved"),
        st.fixed_dictionaries({"TreatPlanNum": st.sampled_from([1, 7, 9, 138, 1786])}),
    ),
    st.tuples(st.just("PUT"), st.sampled_from(["/treatplans/1", "/treatplans/9"]), st.just({"isSigned": "true"})),
    st.tuples(
        st.just("DELETE"),
        st.sampled_from(["/treatplans/1", "/treatplans/9", "/treatplans/7", "/proctps/976", "/discountplansubs/14"]),
        st.none(),
    ),
    st.tuples(
        st.just("SEED"),
        st.sampled_from([{}, {"world": "empty"}, {"world": "clinic"}]),
        rows_of("treatplan"),
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(writes, max_size=8))
def test_whatever_was_written_a_reset_gives_back_the_very_rows(small, steps):
    def state():
        return {table: small.stored(table) for table in SOME}

    small.post("/__admin/reset", {"office": small.key})
    start = state()
    for verb, path, body in steps:
        if verb == "SEED":
            small.seed({"treatplan": body}, **path)
        else:
            assert small.call(verb, path, body).status < 500
    event(f"changed: {state() != start}")
    assert small.post("/__admin/reset", {"office": small.key}).status == 200
    assert state() == start
    assert small.post("/discountplans", PLAN).json["DiscountPlanNum"] == 9


# --- versions ---------------------------------------------------------------------------------------

numbers = st.lists(st.integers(0, 10**9 - 1), min_size=2, max_size=4)


@some
@given(numbers, numbers)
def test_versions_are_in_the_order_of_their_numbers(one, other):
    padded = [part + [0] * (4 - len(part)) for part in (one, other)]
    texts = [version(".".join(map(str, part))) for part in (one, other)]
    assert (texts[0] < texts[1]) == (padded[0] < padded[1])
    assert (texts[0] == texts[1]) == (padded[0] == padded[1])


@some
@given(st.text(string.printable + "٣é", max_size=12))
def test_any_other_text_is_no_version(given_text):
    parts = given_text.split(".")
    is_one = 2 <= len(parts) <= 4 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
    if is_one:
        assert len(version(given_text)) <= len(parts)
    else:
        with pytest.raises(ValueError, match="is not a version such as"):
            version(given_text)
