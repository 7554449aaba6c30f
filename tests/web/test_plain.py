"""Plain requests, and that each reads as waitress reads it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

from mock_od.web.plain import read_plain

ADJUSTMENTS = Adjustments(host="127.0.0.1")

PLAIN = {
    "curl": b"GET /api/v1/treatplans HTTP/1.1\r\nHost: x:1\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n",
    "a query": b"GET /a?PatNum=1&Note=a%20b?c HTTP/1.1\r\nHost: x\r\n\r\n",
    "an empty query": b"GET /a? HTTP/1.1\r\nHost: x\r\n\r\n",
    "escapes": b"GET /a%2Fb%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    "the root": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "odd characters": b'GET /a//b;c=[d]{"e"}|^`\\<> HTTP/1.1\r\nHost: x\r\n\r\n',
    "a body": b'POST /a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"PatNum": 2}',
    "an empty body": b"DELETE /a HTTP/1.1\r\nHost: x\r\ncontent-length: 0\r\n\r\n",
    "a body of a GET": b"GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab",
    "a verb nobody knows": b"BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n",
    "blanks around a value": b"GET /a HTTP/1.1\r\nHost:x\r\nA:   b  c  \r\nB:\r\nC: \r\n\r\n",
    "the connection": b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "the next one after it": b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n\r\n",
    "the next one after its body": b"PUT /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nxGET /b HTTP/1.1\r\n\r\n",
}

NOT_PLAIN = {
    "nothing": b"",
    "a part of a head": b"GET /a HTTP/1.1\r\nHost: x\r\n",
    "a part of a body": b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nab",
    "no header": b"GET /a HTTP/1.1\r\n\r\n",
    "HTTP/1.0": b"GET /a HTTP/1.0\r\nHost: x\r\n\r\n",
    "a lower-case verb": b"get /a HTTP/1.1\r\nHost: x\r\n\r\n",
    "a whole address": b"GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n",
    "two slashes": b"GET //a HTTP/1.1\r\nHost: x\r\n\r\n",
    "a fragment": b"GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
    "a blank line before": b"\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes in the path": b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes in a value": b"GET /a HTTP/1.1\r\nHost: \xff\r\n\r\n",
    "a bare line feed": b"GET /a HTTP/1.1\nHost: x\n\n",
    "a bare carriage return": b"GET /a HTTP/1.1\r\nHost: x\ry\r\n\r\n",
    "a folded header": b"GET /a HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",
    "a header with a low line": b"GET /a HTTP/1.1\r\nHost: x\r\nContent_Length: 5\r\n\r\n",
    "a header twice": b"GET /a HTTP/1.1\r\nA: b\r\nA: c\r\n\r\n",
    "a blank in a name": b"GET /a HTTP/1.1\r\nHost : x\r\n\r\n",
    "chunks": b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a client that asks first": b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na",
    "two lengths": b"POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length that is none": b"POST /a HTTP/1.1\r\nContent-Length: +1\r\n\r\na",
    "an empty length": b"POST /a HTTP/1.1\r\nContent-Length:\r\n\r\na",
    "an endless length": b"POST /a HTTP/1.1\r\nContent-Length: %s1\r\n\r\na" % (b"0" * 30),
    "an endless head": b"GET /a HTTP/1.1\r\nA: %s\r\n\r\n" % (b"b" * 20_000),
}


def by_waitress(data: bytes) -> tuple[HTTPRequestParser, bytes]:
    request = HTTPRequestParser(ADJUSTMENTS)
    while data and not request.completed:
        data = data[request.received(data) :]
    return request, data


def assert_alike(data: bytes) -> None:
    plain = read_plain(data)
    if plain is None:
        return
    request, rest = plain
    other, other_rest = by_waitress(data)
    assert (other.completed, other.error, other.empty) == (True, None, False)
    assert rest == other_rest
    for name in ("command", "path", "query", "request_uri", "version", "url_scheme", "error"):
        assert getattr(request, name) == getattr(other, name), name
    assert list(request.headers.items()) == list(other.headers.items())
    assert request.get_body_stream().read() == other.get_body_stream().read()
    request.close()


@pytest.mark.parametrize("what", PLAIN)
def test_a_plain_request_reads_as_waitress_reads_it(what: str) -> None:
    assert read_plain(PLAIN[what])
    assert_alike(PLAIN[what])


@pytest.mark.parametrize("what", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_waitress(what: str) -> None:
    assert read_plain(NOT_PLAIN[what]) is None


def text(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(alphabet), max_size=10)


@st.composite
def nearly_plain(draw: st.DrawFn) -> bytes:
    """A plain request, or one with a byte or two in a wrong place."""
    verb = draw(st.sampled_from(["GET", "POST", "X"]))
    target = "/" + draw(text("aB/%2fF:;@?=&.[\\")).lstrip("/")
    body = draw(text('{"a": 1}\r\n'))
    names = st.sampled_from(["Host", "A", "a-b", "CONNECTION", "Expect", "X-1"])
    fields = draw(st.dictionaries(names, text(" a,:%~"), min_size=1))
    fields |= draw(st.sampled_from([{}, {"content-length": f"{len(body)}"}, {"Content-Length": f" 0{len(body)} "}]))
    head = "".join(f"{name}:{value}\r\n" for name, value in fields.items())
    data = f"{verb} {target} HTTP/1.1\r\n{head}\r\n{body}".encode("latin-1")
    slips = st.tuples(
        st.integers(0, len(data)),
        st.integers(0, 2),
        st.sampled_from([b"", b" ", b"\r", b"\n", b"\t", b"\r\n", b":", b"/", b"#", b"_", b"0", b"+", b"\x80", b"\0"]),
    )
    for at, gone, instead in draw(st.lists(slips, max_size=2)):
        data = data[:at] + instead + data[at + gone :]
    return data


@settings(max_examples=500, deadline=None)
@given(nearly_plain())
@example(b"GET /a HTTP/1.1\r\nContent-Length: 1\r\n\r\n")
def test_whatever_reads_as_plain_reads_as_waitress_reads_it(data: bytes) -> None:
    assert_alike(data)
