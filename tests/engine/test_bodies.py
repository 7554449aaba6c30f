"""The body of a request: bytes to fields."""

import time
from contextlib import suppress

import pytest

from mock_od.call import Refusal
from mock_od.engine.bodies import MOST_CHARACTERS, read_body

GOOD = [
    (b"{}", {}),
    (b" \r\n\t{ } \n", {}),
    (b'{"a": 1, "b": "x", "c": null, "d": [true, {"e": -1.5e3}]}', {"a": 1, "b": "x", "c": None, "d": [True, {"e": -1500.0}]}),
    (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    ('{"é": "日本 😀"}'.encode(), {"é": "日本 😀"}),
    (b'{"a": 1, "a": 2}', {"a": 2}),
    (b'{"": 0}', {"": 0}),
]  # fmt: skip

LENIENT = [
    # trailing commas
    (b'{"a": 1,}', {"a": 1}),
    (b'{"a": [1, 2, ], "b": {"c": 3 ,\n\t},\r\n}', {"a": [1, 2], "b": {"c": 3}}),
    (b'{"a": ",}", "b": ",]",}', {"a": ",}", "b": ",]"}),
    (b'{"a": "\\",}",}', {"a": '",}'}),
    (b'{"a": "\\\\",}', {"a": "\\"}),
    # single quotes
    (b"{'a': 'x'}", {"a": "x"}),
    (b"{'a': 'it\\'s'}", {"a": "it's"}),
    (b'{\'a\': \'say "x"\', "b": "it\'s"}', {"a": 'say "x"', "b": "it's"}),
    (b"{'a': 'back\\\\slash \\n \\u00e9'}", {"a": "back\\slash \n é"}),
    (b"{'a': 'a\\\\\"b'}", {"a": 'a\\"b'}),
    (b"{'a': '\\\"'}", {"a": '"'}),
    (b"{'': ''}", {"": ""}),
    # names without quotes
    (b"{a: 1, B_2 : 'x', $c: true}", {"a": 1, "B_2": "x", "$c": True}),
    (b"{true: true, null: null}", {"true": True, "null": None}),
    (b'{a: "b: c"}', {"a": "b: c"}),
    (b'{"a": 1e5, b: -2E-2}', {"a": 1e5, "b": -0.02}),
    # comments
    (b'{/* one */ "a": 1 // two\n, "b": "/* none */"}', {"a": 1, "b": "/* none */"}),
    (b'// first\n{"a": "http://x"}/* last */', {"a": "http://x"}),
    (b'{"a": 1, // why\n}', {"a": 1}),
    # line breaks and tabs in a text
    (b'{"a": "x\ty\r\nz"}', {"a": "x\ty\r\nz"}),
    (b"{'a': 'x\ny',}", {"a": "x\ny"}),
]

BAD = [
    b"",
    b" ",
    b"{",
    b"}",
    b"{}{}",
    b"{} x",
    b"{a}",
    b'{"a"}',
    b'{"a":}',
    b'{"a": 1 "b": 2}',
    b'{"a": 1,, }',
    b"{,}",
    b'{"a": [,]}',
    b'{"a": x}',
    b'{"a": True}',
    b'{"a": tru}',
    b'{"a": 01}',
    b'{"a": 0x10}',
    b'{"a": 1.}',
    b'{"a": "x}',
    b"{'a': 'x}",
    b"{'a': 'x\\'}",
    b'{"a": "\\q"}',
    b'{"a": "\\',
    b'{"a": 1 /* }',
    b"/*/{}",
    b"{\xa0}",
    b'{"a": "\xff"}',
    b"\xff\xfe{\x00}\x00",
    b"[" * 200_000,
    b'{"a": ' * 200_000,
    b'{"a": ' + b"1" * 10_000 + b"}",
]


@pytest.mark.parametrize(("content", "fields"), GOOD + LENIENT)
def test_a_body_that_can_be_read(content, fields):
    assert read_body(content) == fields


@pytest.mark.parametrize("content", BAD, ids=lambda content: repr(content[:20]))
def test_a_body_that_cannot(content):
    with pytest.raises(Refusal) as caught:
        read_body(content)
    assert (caught.value.sentence, caught.value.status) == ("Invalid JSON.", 400)
    assert caught.value.hint.startswith("the body is not ")
    assert len(caught.value.hint) <= 200


@pytest.mark.parametrize("content", [b"null", b"true", b"7", b'"x"', b"[]", b"[{}]", b"[{},]", b"'x'"])
def test_a_body_that_is_no_object(content):
    with pytest.raises(Refusal) as caught:
        read_body(content)
    assert (caught.value.sentence, caught.value.status) == ("Invalid JSON.", 400)
    assert caught.value.hint == "the body must be one JSON object, { ... }"


def test_the_hint_says_where_in_the_callers_own_text():
    with pytest.raises(Refusal) as caught:
        read_body(b'{\n"a": 1,\n"b": \n}')
    assert "line 4 column 1" in caught.value.hint


@pytest.mark.parametrize("filler", [" ", "é", "😀"])
def test_characters_are_counted_not_bytes(filler):
    start, end = '{"a": "', '"}'
    room = MOST_CHARACTERS - len(start) - len(end)
    assert len(read_body((start + filler * room + end).encode())["a"]) == room
    with pytest.raises(Refusal) as caught:
        read_body((start + filler * (room + 1) + end).encode())
    assert caught.value.sentence == "Request body exceeds the maximum length of 16800000 characters."


SLOW = {
    "escapes": b'{"a": "' + b'\\"' * 500_000 + b'",}',
    "a text that never ends": b'{"a": "' + b'\\"' * 500_000,
    "comments that never end": b"{" + b"/*" * 500_000,
    "commas": b"{" + b", " * 500_000,
    "blanks": b"{a" + b" " * 1_000_000 + b",}",
    "names": b'{"a": [' + b"a " * 500_000,
    "quotes": b"{" + b"'" * 1_000_000,
    "one long name": b"{" + b"a" * 1_000_000,
    "slashes": b"{" + b"/" * 1_000_000,
    "numbers": b'{"a": [' + b"1," * 500_000 + b"1],}",
}


@pytest.mark.parametrize("content", SLOW.values(), ids=SLOW)
def test_nothing_takes_time_beyond_its_length(content):
    """A million characters take a fraction of a second; what is looked at again and again takes minutes."""
    start = time.process_time()
    with suppress(Refusal):
        read_body(content)
    assert time.process_time() - start < 10
