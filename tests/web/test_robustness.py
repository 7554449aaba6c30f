"""Whatever is sent: an answer of the API's own, never a 500; and a refusal changes nothing."""

import json
import threading
from urllib.parse import quote, urlencode

import pytest
from conversation import Client, at_once
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from mock_od.opendental import catalog

# What it runs is covered by other tests; to count its lines would take as long as all of them.
pytestmark = pytest.mark.no_cover

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}
MOST = 16_800_000

few = settings(max_examples=150, deadline=None)


class Office:
    """One office that all examples of a test share, put back before each."""

    def __init__(self):
        self.client = Client()
        self.start = self.state()

    def reset(self):
        self.client.office.reset()
        return self

    def is_as_it_was(self):
        return self.state() == self.start

    def state(self):
        """Every cell of every table, and the numbers that come next."""
        ask = self.client.office.records.query
        there = {table: ask(f'SELECT * FROM "{table}" ORDER BY 1') for table in self.client.office.tables}
        rows = {table: rows for table, rows in there.items() if rows}
        following = self.client.office.records.sequences()
        return rows, {table: number for table, number in following.items() if number > 1}  # others were only named

    def send(self, verb, target, body=b"", **headers):
        """A request as it stands, whatever it is: status, headers, bytes."""
        path, _, query = target.partition("?")
        with_defaults = EnvironBuilder("/", method="GET", data=body or None)
        environ = with_defaults.get_environ() | {
            "REQUEST_METHOD": verb,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": self.client.headers["Authorization"],
        }
        environ |= headers
        content, status, given_headers = run_wsgi_app(self.client.app.wsgi_app, environ, buffered=True)
        return int(status.split()[0]), dict(given_headers), b"".join(content)


@pytest.fixture(scope="module")
def office():
    return Office()


def is_an_answer(status, headers, content):
    """What every answer of the API is: JSON of its own, and a hint that a header can carry."""
    assert status in {200, 201, 400, 401, 404}, content
    hint = headers.get("X-Mock-Od-Hint", "")
    assert hint.isascii()
    assert hint.isprintable()
    assert len(hint) <= 1000
    if status >= 400:
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert isinstance(json.loads(content), str)
        assert hint
    elif content:
        assert isinstance(json.loads(content), dict | list)
    return True


# --- requests of any kind ---------------------------------------------------------------------------

paths = [resource.path for resource in catalog().resources.values()]
keys = sorted({table.key.name for table in catalog().tables.values()})
names = sorted({param.name for r in catalog().resources.values() for m in r.methods for param in m.params})
# Bytes reach WSGI as text of these 256 letters.
octets = st.text(st.characters(max_codepoint=255), max_size=12)
numbers = st.integers() | st.sampled_from([0, 1, 2, 9, 15, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30])
segments = st.one_of(
    st.sampled_from([*paths, "Saved", "simple", "Simple", "", ".", ".."]),
    numbers.map(str),
    octets,
)
targets = st.lists(segments, min_size=0, max_size=4).map(lambda parts: "/api/v1/" + "/".join(parts))
known = st.builds(
    lambda path, rest: f"/api/v1/{path}{rest}",
    st.sampled_from(paths),
    st.just("") | segments.map(lambda one: f"/{one}"),
)
plain = st.sampled_from(["", "true", "false", "0001-01-01", "2022-07-01 05:30:00", "Active", "1", "15", "%", "_%"])
queries = st.lists(
    st.tuples(
        st.sampled_from([*names, "Limit", "Offset"]) | st.text(max_size=5),
        plain | numbers.map(str) | st.text(max_size=20),
    ),
    max_size=5,
).map(lambda pairs: urlencode(pairs, errors="surrogatepass"))
verbs = st.sampled_from(["GET", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "FOO", ""])
headers = st.fixed_dictionaries(
    {},
    optional={
        "HTTP_AUTHORIZATION": octets | st.just("ODFHIR developer/another"),
        "CONTENT_TYPE": octets | st.just("application/json"),
        "HTTP_HOST": octets,
        "HTTP_X_FORWARDED_FOR": octets,
        "HTTP_TRANSFER_ENCODING": st.just("chunked"),
        "HTTP_IF_NONE_MATCH": octets,
        "HTTP_RANGE": octets,
        "HTTP_ACCEPT": octets,
        "CONTENT_LENGTH": st.sampled_from(["", "-1", "x", "1", "99"]),
    },
)


@few
@given(verbs, targets | known, queries | octets, headers, st.binary(max_size=40))
def test_any_request_is_answered(office, verb, target, query, given_headers, body):
    office.reset()
    status, headers, content = office.send(verb, f"{target}?{query}", body, **given_headers)
    event(f"{status}")
    if verb == "HEAD":
        assert (status < 500, content) == (True, b"")
    else:
        assert is_an_answer(status, headers, content)
    assert status < 400 or office.is_as_it_was()


filters = [(r, m) for r in catalog().resources.values() for m in r.methods if m.verb == "GET" and not m.by_key]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_value_of_any_filter_is_answered(office, data):
    resource, method = data.draw(st.sampled_from(filters))
    known = [param.name for param in method.params] + ["Limit", "Offset"]
    values = plain | numbers.map(str) | st.text(max_size=300) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    query = data.draw(st.dictionaries(st.sampled_from(known), values, min_size=1, max_size=4))
    target = f"/api/v1/{resource.path}/{method.sub}?{urlencode(query, errors='surrogatepass')}"
    answer = office.send("GET", target)
    event(f"{answer[0]}")
    assert is_an_answer(*answer)


# --- bodies -----------------------------------------------------------------------------------------

WRITES = [
    ("POST", "/discountplans", PLAN | {"IsHidden": "true", "PlanNote": "x", "ExamFreqLimit": 1, "AnnualMax": 5.5}),
    ("PUT", "/discountplans/2", PLAN | {"IsHidden": False, "AnnualMax": "17.00"}),
    ("POST", "/discountplansubs", {"DiscountPlanNum": 6, "PatNum": 12, "DateEffective": "2024-01-01", "SubNote": "x"}),
    ("PUT", "/discountplansubs/14", {"PatNum": 23, "DateTerm": "2030-01-01", "SubNote": ""}),
    ("POST", "/treatplans", {"PatNum": 15, "Heading": "x", "Note": "y", "TPType": "Discount"}),
    ("POST", "/treatplans/Saved", {"TreatPlanNum": 9, "Heading": "x", "UserNumPresenter": 5}),
    ("PUT", "/treatplans/9", {"Heading": "x", "Note": "y", "ResponsParty": 48, "TPType": "Insurance"}),
    ("PUT", "/treatplans/1", {"DateTP": "2024-01-27", "isSigned": "true"}),
    ("POST", "/treatplanattaches", {"TreatPlanNum": 9, "ProcNum": 132, "Priority": 151}),
    ("PUT", "/treatplanattaches/40", {"Priority": 152}),
    ("PUT", "/proctps/976", {"Priority": 0, "Descript": "x", "FeeAmt": 1.5, "ProcCode": "D0120", "Discount": "1"}),
]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    st.floats(),
    st.text(max_size=20),
    plain,
    st.sampled_from(["\ud800", "\udfff\ud800", "\x00", "x" * 300, "x" * 70_000, "９", "1e400", "-0", " 54 ", "0x1"]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def test_the_bodies_that_are_mutated_are_good_before_they_are(office):
    for verb, path, body in WRITES:
        status, _, content = office.reset().send(
            verb, f"/api/v1{path}", json.dumps(body).encode(), CONTENT_TYPE="application/json"
        )
        assert status in (200, 201), content


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_change_to_a_good_body_is_done_whole_or_refused_whole(office, data):
    verb, path, body = data.draw(st.sampled_from(WRITES))
    body = dict(body)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from([*body, *keys, "Unknown"]) | st.text(max_size=3))
        if data.draw(st.integers(0, 4)):
            body[name] = data.draw(anything)
        else:
            body.pop(name, None)
    office.reset()
    content = json.dumps(body, ensure_ascii=data.draw(st.booleans())).encode("utf-8", "surrogatepass")
    answer = office.send(verb, f"/api/v1{path}", content, CONTENT_TYPE="application/json")
    event(f"{answer[0]}")
    assert is_an_answer(*answer)
    assert answer[0] < 400 or office.is_as_it_was()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_change_to_the_bytes_of_a_body_is_done_whole_or_refused_whole(office, data):
    verb, path, body = data.draw(st.sampled_from(WRITES))
    content = bytearray(json.dumps(body).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        until = data.draw(st.integers(at, min(at + 4, len(content))))
        content[at:until] = data.draw(st.binary(max_size=3) | st.sampled_from([*map(str.encode, "{}[]\",:'/*\\")]))
    office.reset()
    answer = office.send(verb, f"/api/v1{path}", bytes(content), CONTENT_TYPE="application/json")
    event(f"{answer[0]}")
    assert is_an_answer(*answer)
    assert answer[0] < 400 or office.is_as_it_was()


INVALID = [
    b"",
    b" ",
    b"null",
    b"7",
    b'"text"',
    b"[]",
    b"[{}]",
    b"true",
    b"{",
    b"}",
    b"{}{}",
    b'{"Description"}',
    b'{"Description": }',
    b'{"Description": "x"',
    b'{"Description": "x}',
    b'{"Description": \'x}',
    b"{,}",
    b"{/*",
    b"[" * 1_000_000,
    b'{"PlanNote": ' * 100_000,
    b'{"Description": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"FeeSchedNum": ' + b"9" * 100_000 + b"}",
    b'{"FeeSchedNum": 01}',
    b"\xff\xfe{\x00}\x00",
    b"\x00",
    b'{"Description": "\xe9"}',
    b'{"Description": "\xed\xa0\x80"}',
    b'{"Description": "\\ud8"}',
    b'{"Description": "\\x41"}',
    b"<plan/>",
    b"Description=x",
    b"{Description: x}",
]


@pytest.mark.parametrize("content", INVALID, ids=lambda content: repr(content[:24]))
@pytest.mark.parametrize("verb", ["POST", "PUT"])
def test_a_body_that_is_no_json_object(office, verb, content):
    path = "/api/v1/discountplans" + ("/2" if verb == "PUT" else "")
    status, headers, answer = office.reset().send(verb, path, content, CONTENT_TYPE="application/json")
    assert (status, answer) == (400, b'"Invalid JSON."')
    assert headers["X-Mock-Od-Hint"].startswith("the body ")
    assert office.is_as_it_was()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("NaN", "Invalid JSON."),
        ("Infinity", "Invalid JSON."),
        ("-Infinity", "Invalid JSON."),
        ("1e400", "Invalid JSON."),
        ('"1e400"', "Invalid JSON."),
        ("1" + "0" * 400, "Invalid JSON."),
        ('"NaN"', "Invalid JSON."),
        ("{}", "Invalid JSON."),
    ],
)
def test_a_number_that_is_none(api, value, sentence):
    answer = api.call("PUT", "/discountplans/2", raw=b'{"AnnualMax": %s}' % value.encode())
    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize(
    ("verb", "path"), [("POST", "/api/v1/discountplans"), ("PUT", "/api/v1/nope"), ("POST", "/__admin/seed")]
)
def test_a_body_that_is_shorter_than_it_says(office, verb, path):
    body = json.dumps(PLAN).encode()
    for sent in (body, body[:-1], b""):
        length = str(len(body) + 1)
        answer = office.reset().send(verb, path, sent, CONTENT_TYPE="application/json", CONTENT_LENGTH=length)
        assert answer[0] in (201, 400, 404)
        assert answer[0] == 201 or office.is_as_it_was()
        assert isinstance(json.loads(answer[2]), str if path.startswith("/api") and answer[0] > 201 else dict)


def test_a_byte_order_mark_is_no_mistake(api):
    answer = api.call("PUT", "/discountplans/2", raw=b"\xef\xbb\xbf" + b'{"PlanNote": "x"}')
    assert (answer.status, answer.json["PlanNote"]) == (200, "x")


def test_half_a_pair_of_surrogates_becomes_a_replacement(api):
    answer = api.call("PUT", "/discountplans/2", raw=b'{"PlanNote": "a\\ud800b \\ud83d\\ude00"}')
    assert (answer.status, answer.json["PlanNote"]) == (200, "a\ufffdb \ufffd")


def test_of_two_fields_with_one_name_the_last_one_counts(api):
    answer = api.call("PUT", "/discountplans/2", raw=b'{"PlanNote": "first", "PlanNote": [], "PlanNote": "last"}')
    assert (answer.status, answer.json["PlanNote"]) == (200, "last")


def padded(characters, filler="é"):
    """A good body of that many characters: what it does not need is in a field that is ignored."""
    start, end = '{"Description": "Long", "FeeSchedNum": 54, "DefNum": 336, "Padding": "', '"}'
    return (start + filler * (characters - len(start) - len(end)) + end).encode()


@pytest.mark.parametrize("filler", ["x", "é", "😀"])
def test_a_body_of_16_8_million_characters_and_of_one_more(api, filler):
    good = api.call("POST", "/discountplans", raw=padded(MOST, filler))
    assert (good.status, good.json["Description"]) == (201, "Long")
    before = api.get("/discountplans").json
    bad = api.call("POST", "/discountplans", raw=padded(MOST + 1, filler))
    assert (bad.status, bad.json) == (400, "Request body exceeds the maximum length of 16800000 characters.")
    assert bad.hint == "a body has at most 16,800,000 characters"
    assert api.get("/discountplans").json == before


def test_a_long_body_with_a_trailing_comma_is_read_in_reasonable_time(api):
    content = b"{'Description': 'Long', 'FeeSchedNum': 54, 'DefNum': 336, 'Padding': '" + b"x" * 16_000_000 + b"',}"
    assert api.call("POST", "/discountplans", raw=content).status == 201


# --- keys -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [2**63 - 1, 2**63, -(2**63) - 1, 10**300, "0" * 400 + "2"])
@pytest.mark.parametrize("verb", ["GET", "PUT"])
def test_a_huge_key_in_the_path(api, verb, key):
    answer = api.call(verb, f"/discountplans/{key}")
    if int(key) == 2:
        assert (answer.status, answer.json["Description"]) == (200, "Happy Smiles Basic")
    else:
        assert (answer.status, answer.json) == (404, "DiscountPlan not found.")


def test_a_key_too_long_to_be_one(api):
    answer = api.get("/discountplans/" + "9" * 5000)
    assert answer.status == 400
    assert answer.json.endswith("9 is not a valid method.")


def test_when_the_highest_key_is_taken_no_row_can_be_numbered(api):
    api.seed({"discountplan": [PLAN | {"DiscountPlanNum": 2**63 - 1}]})
    before = api.get("/discountplans").json
    assert before[-1]["DiscountPlanNum"] == 2**63 - 1
    for _ in range(2):
        answer = api.post("/discountplans", PLAN)
        assert (answer.status, answer.json) == (400, "DiscountPlanNum is invalid.")
        assert "highest key" in answer.hint
    assert api.get("/discountplans").json == before
    assert api.put("/discountplans/9223372036854775807", {"PlanNote": "x"}).json["PlanNote"] == "x"
    assert api.post("/treatplans", {"PatNum": 15}).status == 201


def test_a_write_of_several_rows_is_undone_when_the_last_one_cannot_be_numbered(api):
    api.seed({"proctp": [{"ProcTPNum": 2**63 - 1}]})
    before = api.get("/treatplans").json
    answer = api.post("/treatplans/Saved", {"TreatPlanNum": 138})
    assert (answer.status, answer.json) == (400, "ProcTPNum is invalid.")
    assert api.get("/treatplans").json == before
    assert api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == before[-1]["TreatPlanNum"] + 1


def test_long_filters(api):
    for query in (
        "LName=" + "x" * 100_000,
        "LName=" + quote("%_\\" * 33),
        "Address=" + quote("%" * 100),
        "clinicNums=" + "1," * 32_767 + "1",
        "clinicNums=" + "1," * 300_000 + "1",
        "Phone=" + "5" * 255,
        "SubscriberId=" + "x" * 255,
    ):
        assert api.get(f"/patients?{query}").status in (200, 400)
    assert api.get("/discountplans?" + "&".join(f"n{at}=1" for at in range(5000))).status == 200


# --- the admin plane --------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_seed_is_done_whole_or_refused_whole(office, data):
    tables = {}
    for table in data.draw(st.lists(st.sampled_from(sorted(catalog().tables)), min_size=1, max_size=3)):
        columns = [field.name for field in catalog().tables[table].fields.values()] + ["Nope"]
        row = st.dictionaries(st.sampled_from(columns), anything, max_size=2)
        tables[table] = data.draw(st.lists(row, max_size=2) | anything)
    body = {"office": office.client.key, "tables": tables} | data.draw(st.sampled_from([{}, {"world": "empty"}]))
    office.reset()
    content = json.dumps(body).encode()
    status, _, answer = office.send("POST", "/__admin/seed", content, CONTENT_TYPE="application/json")
    event(f"{status}")
    assert status in (200, 400), answer
    assert isinstance(json.loads(answer), dict)
    if status == 400:
        assert list(json.loads(answer)) == ["error", "at", "problem", "known"]
        assert office.is_as_it_was()


@few
@given(
    verbs,
    st.lists(octets | st.sampled_from(["reset", "seed", "offices", "tables", "choices"]), max_size=4),
    st.binary(),
)
def test_any_call_of_the_admin_plane_is_answered_with_an_object(office, verb, parts, body):
    target = "/__admin/" + "/".join(parts)
    assume("?" not in target)
    status, _, content = office.send(verb, target, body)
    assert status < 500, content
    if status not in (200, 308) and verb not in ("HEAD", "OPTIONS"):
        assert isinstance(json.loads(content), dict)


# --- many at once -----------------------------------------------------------------------------------


def test_sixteen_writers_of_one_office_get_keys_of_their_own_and_lose_nothing(api):
    each = 25

    def work(at):
        return [api.post("/treatplans", {"PatNum": 15, "Heading": f"{at}.{turn}"}).json for turn in range(each)]

    made = [plan for plans in at_once(16, work) for plan in plans]
    assert len({plan["TreatPlanNum"] for plan in made}) == 16 * each
    shown = {plan["TreatPlanNum"]: plan["Heading"] for plan in api.get("/treatplans?PatNum=15").json}
    assert {plan["TreatPlanNum"]: plan["Heading"] for plan in made}.items() <= shown.items()


def test_sixteen_writers_that_open_an_office_open_one(api):
    at_once(16, lambda at: api.post("/discountplans", PLAN | {"Description": f"{at}"}))
    plans = api.get("/discountplans").json
    assert [plan["DiscountPlanNum"] for plan in plans[4:]] == list(range(9, 25))
    assert {plan["Description"] for plan in plans[4:]} == {str(at) for at in range(16)}


def test_readers_never_see_half_a_write(api):
    """A Saved plan comes with all its copies and goes with all of them; a seed comes whole."""
    done = threading.Event()
    seen = []

    def write(_):
        try:
            for turn in range(30):
                saved = api.post("/treatplans/Saved", {"TreatPlanNum": 138}).json["TreatPlanNum"]
                api.seed(
                    {table: [{"Description": f"{turn}"} for _ in range(20)] for table in ("feesched", "discountplan")}
                )
                assert api.delete(f"/treatplans/{saved}").status == 200
        finally:
            done.set()

    def read(_):
        while not done.is_set():
            with api.office.lock:  # two reads of one moment
                plans = [plan["TreatPlanNum"] for plan in api.get("/treatplans?PatNum=15&TPStatus=Saved").json]
                copies = [len(api.get(f"/proctps?TreatPlanNum={plan}").json) for plan in plans]
            seen.append(copies[-1] if plans and plans[-1] > 9087 else 3)
            seen.append(3 if len(api.get("/discountplans").json) % 20 == 4 else 0)

    at_once(4, lambda at: write(at) if at == 0 else read(at))
    assert set(seen) == {3}
    assert len(api.get("/discountplans").json) == 604


def test_resets_between_writers_leave_an_office_whole(api):
    start = api.get("/discountplans").json

    def work(at):
        for _ in range(10):
            if at % 4:
                assert api.post("/discountplans", PLAN).status == 201
            else:
                assert api.post("/__admin/reset", {"office": api.key}).status == 200

    at_once(8, work)
    assert api.get("/discountplans").json[:4] == start
    api.post("/__admin/reset", {"office": api.key})
    assert api.get("/discountplans").json == start


def test_an_office_without_memory_is_back_at_its_world_and_goes_on(capfd):
    client = Client()
    connection = client.office.store._connection
    plan = {"Description": "x", "FeeSchedNum": 54, "DefNum": 336}
    before = client.get("/discountplans").json
    assert client.post("/discountplans", plan).status == 201
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    assert client.post("/discountplans", {**plan, "PlanNote": "n" * 60_000}).status == 500
    connection.execute("PRAGMA max_page_count = 100000").fetchone()
    assert client.get("/discountplans").json == before
    made = client.post("/discountplans", plan)
    assert (made.status, made.json["DiscountPlanNum"]) == (201, before[-1]["DiscountPlanNum"] + 1)
    client.post("/__admin/reset", {"office": client.key})
    assert client.get("/discountplans").json == before
    assert "database or disk is full" in capfd.readouterr().err
