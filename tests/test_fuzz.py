"""Twenty thousand requests of every kind: an answer each, no 5xx, no traceback, and no row changed by a refusal."""

import io
import json
import random
import socket
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from conversation import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_od.opendental import catalog
from mock_od.web.asgi_app import server_of

# What it runs is covered by other tests; to count its lines would take as long as all of them.
pytestmark = pytest.mark.no_cover

SEEDS = range(8)
EACH = 2200  # requests to the API for each seed
ADMIN = 300  # and to the admin plane
OVER_SOCKETS = 1500
SHAPES = 300
assert len(SEEDS) * (EACH + ADMIN) + OVER_SOCKETS + 2 * SHAPES > 20_000

RESOURCES = list(catalog().resources.values())
METHODS = [method for resource in RESOURCES for method in resource.methods]
WRITES = [method for method in METHODS if method.verb != "GET"]
TABLES = list(catalog().tables)
NAMES = sorted({param.name for r in RESOURCES for m in r.methods for param in m.params})
STATUSES = {200, 201, 400, 401, 404, 429}
VALUES = [
    None, True, False, 0, 1, -1, 2, 9, 15, 48, 54, 138, 336, 2**31, 2**63, -(2**63), 10**40, 0.5, 1e308, -0.0,
    "", " ", "x", "true", "FALSE", "1", "54", "1e5", "0001-01-01", "2024-02-29", "2024-02-30", "2022-07-01 05:30:00",
    "2022-07-01T05:30:00Z", "Active", "Saved", "é歯😀", "\x00", "\ud800", "%", "_", "'", '"', "a\r\nb", "x" * 300,
    [], {}, [1], {"a": 1}, [[]],
]  # fmt: skip
BYTES = [
    b"",
    b"{",
    b"}",
    b"[]",
    b"null",
    b"{}",
    b"7",
    b"\xff\xfe",
    b"{'a':1,}",
    b"{a:/**/1}",
    b'{"PatNum":15',
    b"\xef\xbb\xbf{}",
    b"{//\n}",
]


# Pages whose reads write: rows that are made on demand; the chart makes such rows too, and numbers what is planned anew.
ON_DEMAND = ["chartmodules", *(path for path, page in catalog().resources.items() if page.table and page.key.demand)]
GOOD = {
    "PatNum": [15, 15, 15, 48, 31, 12, 999],
    "TreatPlanNum": [9, 138, 138, 7, 8, 999],
    "DiscountPlanNum": [2, 3, 999],
    "FeeSchedNum": [54, 54, 54, 999],
    "DefNum": [336, 336, 336, 151],
    "Description": ["Club", "é歯😀"],
    "ProcNum": [25, 120, 999],
}
"""For the parameters that must be sent: mostly keys of rows that there are."""


@pytest.fixture(scope="module", autouse=True)
def no_waits():
    """A throttle or a fault may ask for minutes; what is answered after them is the same."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mock_od.web.wsgi.time", SimpleNamespace(sleep=lambda _: None))
        yield


class Target:
    """An office whose every request is watched."""

    def __init__(self, client=None):
        self.client = client or Client()
        self._read = None, None, {}
        self.start = self.rows()

    @property
    def connection(self):
        """The store's: another one after each restore."""
        return self.client.office.store._connection

    def rows(self):
        """Every cell of every table, and the numbers that come next."""
        store = self.client.office.store
        if self._read[:2] != (store, store.edition):  # else nothing was written since
            ask = self.connection.execute
            there = {table: ask(f'SELECT * FROM "{table}" ORDER BY 1').fetchall() for table in store.tables}
            self._read = store, store.edition, {table: rows for table, rows in there.items() if rows}
        rows = self._read[2]
        following = self.client.office.records.sequences()
        return rows, {table: number for table, number in following.items() if number > 1}  # others were only named

    def reset(self):
        self.client.office.reset()
        self.known = self.start

    def send(self, verb, path, query="", body=b"", **environ):
        """One request through the WSGI app, and what every answer must be: status, headers, bytes."""
        given = {
            "REQUEST_METHOD": verb,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": self.client.headers["Authorization"],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        } | environ
        started = []
        answer = self.client.app.wsgi_app(given, lambda status, headers: started.append((status, headers)))
        content = b"".join(answer)
        getattr(answer, "close", bool)()
        ((status, headers),) = started
        assert given["wsgi.errors"].getvalue() == ""
        return int(status.split()[0]), dict(headers), content

    def watched(self, verb, path, query="", body=b"", **environ):
        """The same, and what it may have changed."""
        changes = self.connection.total_changes
        status, headers, content = self.send(verb, path, query, body, **environ)
        said = (verb, path, query, body, status, content)
        assert status in STATUSES, said
        if self.connection.total_changes != changes:
            now = self.rows()
            made = any(path.startswith(f"/api/v1/{page}/") for page in ON_DEMAND)  # a read makes the row
            assert now == self.known or (status < 400 and (made or verb in ("POST", "PUT", "DELETE"))), said
            self.known = now
        hint = headers.get("X-Mock-Od-Hint", "")
        assert hint.isascii(), said
        assert hint.isprintable(), said
        if status >= 400 and verb != "HEAD":
            assert isinstance(json.loads(content), str), said
            assert hint, said
            assert headers["Content-Type"] == "application/json; charset=utf-8", said
        elif content:
            assert isinstance(json.loads(content), dict | list), said
        return status


def a_body(chance, method=None):
    """A body that is good, nearly good or nothing of the kind."""
    if chance.random() < 0.1:
        return chance.choice(BYTES)
    known = [param.name for param in method.params] if method else []
    body = {}
    if method and chance.random() < 0.9:
        body = {param.name: chance.choice(GOOD.get(param.name, [2, 9, "x"])) for param in method.required}
    for _ in range(chance.choice([0, 0, 1, 2, 3])):
        body[chance.choice([*known, *known, *known, chance.choice(NAMES), "Unknown", ""])] = chance.choice(VALUES)
    text = json.dumps(body, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if chance.random() < 0.15 and text:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice([b"", b",", b"'", b'"', b"}", b"/*", b"\\", b"\xff"]) + text[at + 1 :]
    return text


def a_request(chance):
    """Verb, path, query, body and what else is in the environment."""
    method = chance.choice(WRITES if chance.random() < 0.4 else METHODS)
    resource = method.resource
    verb, parts = method.verb, [resource.path]
    if method.by_key or chance.random() < 0.1:
        parts.append(str(chance.choice([1, 2, 7, 8, 9, 15, 40, 138, 0, -1, 999, 2**63, 10**50])))
    if method.sub:
        parts.append(method.sub)
    if chance.random() < 0.12:
        verb = chance.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "X"])
    if chance.random() < 0.12:
        junk = ["", "..", "nope", "Saved", "simple", "v1", "\xff", "1.5", "%", "a" * 200, "\x00", "-"]
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(junk))
    pairs = []
    if verb == "GET":
        pairs = [(param.name, chance.choice([1, 9, 15, 138])) for param in method.required if chance.random() < 0.9]
        known = [param.name for param in method.params] + [
            "Limit",
            "Offset",
            "DateFormatString",
            "DateTimeFormatString",
        ]
        for _ in range(chance.randrange(3)):
            value = chance.choice([*VALUES, "yyyy", "%", "dd'", "zzz", "R"])
            pairs.append((chance.choice([*known, *known, "Unknown"]), value))
    query = "&".join(f"{name}={quote(str(value).encode('utf-8', 'surrogatepass'))}" for name, value in pairs)
    environ = {}
    if chance.random() < 0.06:
        name = chance.choice(["HTTP_AUTHORIZATION", "CONTENT_TYPE", "HTTP_HOST", "CONTENT_LENGTH"])
        environ[name] = chance.choice(["", "x", "ODFHIR a", "ODFHIR /", "text/plain", "-1", "\xff", "a\tb", "7"])
    body = a_body(chance, method) if verb in ("POST", "PUT") or chance.random() < 0.05 else b""
    return verb, "/api/v1/" + "/".join(parts), query, body, environ


@pytest.mark.parametrize("seed", SEEDS)
def test_seeded_requests_to_the_api(seed, capfd):
    chance, target, seen = random.Random(seed), Target(), {}
    target.reset()
    for turn in range(EACH):
        if turn % 300 == 0:
            target.reset()
        verb, path, query, body, environ = a_request(chance)
        status = target.watched(verb, path, query, body, **environ)
        seen[status] = seen.get(status, 0) + 1
    assert capfd.readouterr().err == ""
    assert min(seen.get(status, 0) for status in (200, 201, 400, 404)) > 20, seen  # it gets everywhere


# --- the admin plane --------------------------------------------------------------------------------

SETTINGS = {
    "version": ["24.1", "25.3.31", "x", 1, "99.99.99.99"],
    "mode": ["local", "service", "remote", "x", None],
    "world": ["small", "empty", "nope", "", 1],
    "permissions": ["all", [], ["ApiReadAll"], ["ApiReadAll", "ApiAllOthers", "ApiEnterprise"], [1], {}],
    "keyStatus": ["Enabled", "EnabledReadOnly", "DisabledByHQ", "Unassigned", "x", []],
    "developerKeys": [None, {}, {"developer": "é"}, {"developer": "\ud800"}, {"developer": 1}, []],
    "eConnector": ["running", "stopped", "duplicate", 1],
    "throttle": [None, "off", {"wait": "virtual"}, {"seconds": 10**9, "wait": "virtual", "bound": 10**9}, {"seconds": -1}, 10**400, []],
    "timezone": ["", "UTC", "Asia/Kolkata", "../x", "\x00", 5],
    "faithful": [True, False, 1],
    "choices": [{}, {"DiscountPlanSubs.one_per_patient": False}, {"x": True}, []],
}  # fmt: skip
MOMENTS = ["0001-01-01 00:00:00", "2024-02-29 23:59:59", "9999-12-31 23:59:59", "x", "", 7]


def an_admin_request(chance, key):
    """Verb, path and object."""
    here = f"/offices/{key}"
    some = [
        lambda: ("PUT", here, {name: chance.choice(SETTINGS[name]) for name in chance.sample(sorted(SETTINGS), 2)}),
        lambda: ("PUT", here, {chance.choice(["nope", "", "modes"]): chance.choice(VALUES)}),
        lambda: ("PUT", f"{here}/clock", {"now": chance.choice(MOMENTS), "frozen": chance.choice([True, False, 1])}),
        lambda: ("POST", f"{here}/clock/advance", {chance.choice(["days", "seconds", "x"]): chance.choice(VALUES)}),
        lambda: ("PUT", f"{here}/sequence", {chance.choice([*TABLES, "nope"]): chance.choice(VALUES)}),
        lambda: ("POST", f"{here}/snapshots", {"name": chance.choice(["a", "b", "", "a/b", 7, "\ud800"])}),
        lambda: ("POST", f"{here}/snapshots/{chance.choice('ab')}/restore", {}),
        lambda: ("DELETE", f"{here}/snapshots/{chance.choice('ab')}", {}),
        lambda: ("GET", f"{here}/{chance.choice(['export', 'diff', 'clock', 'sequence', 'snapshots', 'tables/fee'])}", {}),
        lambda: ("POST", f"{here}/import", {"tables": chance.choice([{}, [], {"fee": [{}]}, {"fee": [7]}, {"x": []}])}),
        lambda: ("POST", "/offices", {"from": chance.choice([key, {"world": "empty"}, 7]), "settings": chance.choice(VALUES), "key": f"{key}-f"}),
        lambda: ("DELETE", f"/offices/{key}-f", {}),
        lambda: ("PUT", f"{here}/choices", {"DiscountPlanSubs.one_per_patient": chance.choice(VALUES)}),
        lambda: ("POST", "/seed", {"office": key, "tables": {chance.choice(TABLES): [{chance.choice(NAMES): chance.choice(VALUES)}]}}),
        lambda: ("POST", "/reset", {"office": chance.choice([key, "", 7, "\ud800"])}),
    ]  # fmt: skip
    return chance.choice(some)()


@pytest.mark.parametrize("seed", SEEDS)
def test_seeded_requests_to_the_admin_plane_with_calls_between(seed, capfd):
    chance, target, seen = random.Random(seed), Target(), set()
    for turn in range(ADMIN):
        verb, path, given = an_admin_request(chance, target.client.key)
        body = json.dumps(given).encode()
        if chance.random() < 0.05:
            body = chance.choice(BYTES)
        before = target.rows()
        status, headers, content = target.send(verb, f"/__admin{path}", "", body)
        assert status in (200, 201, 400, 404, 409), (turn, verb, path, body, content)
        assert isinstance(json.loads(content), dict)
        assert status < 400 or target.rows() == before, (verb, path, body)
        seen.add(status)
        if turn % 3 == 0:
            status, headers, content = target.send(*a_request(chance)[:4])
            assert status in STATUSES, (turn, content)
            assert "X-Mock-Od-Generation" in headers
    assert {200, 201, 400, 404} <= seen
    assert capfd.readouterr().err == ""


# --- shapes -----------------------------------------------------------------------------------------

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), values, max_size=4)
posts = st.sampled_from(
    ["/treatplans", "/treatplans/Saved", "/discountplans", "/discountplansubs", "/treatplanattaches"]
)


@pytest.fixture(scope="module")
def shared():
    return Target()


@settings(max_examples=SHAPES, deadline=None)
@given(posts, bodies, st.sampled_from(["", ",", "/**/", "//\n"]), st.booleans())
def test_any_shape_of_body(shared, path, body, before_the_end, single):
    text = json.dumps(body)
    if single and "'" not in text and '\\"' not in text:
        text = text.replace('"', "'")
    shared.reset()
    shared.watched("POST", f"/api/v1{path}", "", f"{text[:-1]}{before_the_end}}}".encode())


@settings(max_examples=SHAPES, deadline=None)
@given(st.text(st.characters(max_codepoint=255), max_size=20), st.binary(max_size=30), st.text(max_size=8))
def test_any_path_query_and_value(shared, path, query, pattern):
    shared.reset()
    shared.watched("GET", f"/api/v1/{path}", query.decode("latin-1"))
    formats = f"DateFormatString={quote(pattern.encode('utf-8', 'surrogatepass'))}"
    shared.watched("GET", "/api/v1/patients/15", f"{formats}&DateTime{formats[4:]}")


# --- over a real socket -----------------------------------------------------------------------------


def raw_request(chance, key):
    """The bytes of a request as clients and worse send it, and whether it is one at all."""
    verb, path, query, body, _ = a_request(chance)
    target = quote(path.encode("latin-1", "replace"), safe="/%") + (f"?{query}" if query else "")
    head = [f"{verb} {target} HTTP/1.1", "Host: localhost", f"Authorization: ODFHIR developer/{key}"]
    head.append("Content-Type: application/json")
    if chance.random() < 0.3 and body:
        head.append("Transfer-Encoding: chunked")
        cut = chance.randrange(len(body) + 1)
        parts = [part for part in (body[:cut], body[cut:]) if part]
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    else:
        head.append(f"Content-Length: {len(body)}")
    whole = "\r\n".join([*head, "", ""]).encode("latin-1") + body
    if chance.random() < 0.15:
        at = chance.randrange(len(whole))
        junk = chance.choice([b"\x00", b"\r\n", b"\n\n", b" ", b"\xff", b":", b"", b"HTTP/9.9"])
        return whole[:at] + junk + whole[at + chance.randrange(3) :], False, verb
    return whole, True, verb


def read_answer(stream, verb):
    """One answer; None when the connection is closed before it."""
    line = stream.readline()
    if not line:
        return None
    version, status, _ = line.split(b" ", 2)
    assert version in {b"HTTP/1.1", b"HTTP/1.0"}, line
    headers = {}
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    content = b"" if verb == "HEAD" else stream.read(int(headers.get("content-length", 0)))
    return int(status), headers, content


def test_raw_requests_over_sockets_that_are_kept_alive(capfd, caplog):
    chance, target = random.Random(99), Target()
    target.reset()
    server, sent, refused, kept = server_of(target.client.offices), 0, 0, 0
    server.listen()
    server.start()
    try:
        while sent < OVER_SOCKETS:
            with (
                socket.create_connection(("127.0.0.1", server.port), timeout=10) as link,
                link.makefile("rb") as stream,
            ):
                for _ in range(40):
                    content, sane, verb = raw_request(chance, target.client.key)
                    sent += 1
                    link.sendall(content)
                    if not sane:
                        link.shutdown(socket.SHUT_WR)
                        try:
                            while (answer := read_answer(stream, verb)) is not None:
                                assert answer[0] < 500 or answer[0] == 501, (content, answer)
                        except (ConnectionError, ValueError):
                            pass  # what is no HTTP may be answered by a closed connection
                        break
                    status, headers, body = read_answer(stream, verb)
                    assert status in STATUSES, (content, status, body)
                    kept += 1
                    if status >= 400:
                        refused += 1
                        assert verb == "HEAD" or isinstance(json.loads(body), str)
                    if headers.get("connection") == "close":
                        break
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link, link.makefile("rb") as stream:
            link.sendall(
                f"GET /api/v1/clinics HTTP/1.1\r\nHost: x\r\nAuthorization: ODFHIR a/{target.client.key}\r\n\r\n".encode()
            )
            assert read_answer(stream, "GET")[0] == 200  # it is well
    finally:
        server.stop()
    assert kept > OVER_SOCKETS // 2
    assert refused > 100
    assert capfd.readouterr().err == ""
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []
