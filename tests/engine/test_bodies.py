"""The body of a request: bytes to fields."""

import json
import math
import threading
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_od.call import Refusal
from mock_od.engine import lenient
from mock_od.engine.bodies import LARGE, MOST_CHARACTERS, read_body
from mock_od.engine.lenient import MOST_NAMES, read_leniently

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


# --- large bodies are read like small ones, piece by piece ------------------------------------------


@pytest.fixture
def small_steps(monkeypatch):
    """Have nearly every text cut somewhere."""
    monkeypatch.setattr(lenient, "_STEP", 16)


@pytest.mark.parametrize(("content", "fields"), GOOD + LENIENT)
def test_piece_by_piece_it_is_the_same(small_steps, content, fields):
    text = content.removeprefix(b"\xef\xbb\xbf").decode()
    assert read_leniently(text) == fields
    assert read_leniently(text, shallow=True) == emptied(fields)


def emptied(fields):
    """The fields, and of objects and lists only that they are some."""
    return {name: type(value)() if isinstance(value, dict | list) else value for name, value in fields.items()}


@pytest.mark.parametrize("content", [one for one in BAD if one.isascii()], ids=lambda content: repr(content[:20]))
@pytest.mark.parametrize("shallow", [False, True])
def test_piece_by_piece_the_same_is_refused(small_steps, content, shallow):
    with pytest.raises(ValueError, match=r"line 1 column|integer string conversion"):
        read_leniently(content.decode(), shallow=shallow)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"' + "x\\n" * 20 + '"', "x\n" * 20),
        ('"' + "\\ud83d\\ude00" * 9 + '"', "😀" * 9),
        ('"' + "abcdefghij\\ud83d\\ude00" * 9 + '"', "abcdefghij😀" * 9),
        ('"abcdefghijkl\\ud83d"', "abcdefghijkl\ud83d"),
        ('"abcdefghijkl\\ud83d\\n"', "abcdefghijkl\ud83d\n"),
        ('"abcdefghijkl\\ud83d\\u0041"', "abcdefghijkl\ud83dA"),
        ("'" + "it\\'s \"so\" " * 9 + "'", 'it\'s "so" ' * 9),
        ("[" + " " * 40 + "// comment" * 5 + "\n1" + "/* */" * 9 + ",\n]", [1]),
        ("[NaN, Infinity, -Infinity, -0, 1E400]", [math.nan, math.inf, -math.inf, 0, math.inf]),
        ("{" + "a: {b: [1, {}, 'x', [2], {c: 3}], }, " * 5 + "}", {"a": {"b": [1, {}, "x", [2], {"c": 3}]}}),
        *(("/*" + "*" * stars + "*/[1] /*" + "*" * stars, [1]) for stars in range(40)),
        ("[" * 900 + "]" * 900, None),
    ],
)  # fmt: skip
def test_where_a_text_may_be_cut(small_steps, text, value):
    read = read_leniently(text)
    assert repr(read) == (text if value is None else repr(value))
    assert type(read_leniently(text, shallow=True)) is type(read)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
    max_leaves=15,
)


@settings(max_examples=100, deadline=None)
@given(
    body=st.dictionaries(st.text(max_size=20), JSON, max_size=5),
    indent=st.sampled_from([None, 1, 20]),
    escape=st.booleans(),
)
def test_what_python_writes_is_read_as_python_reads_it(body, indent, escape):
    text = json.dumps(body, indent=indent, ensure_ascii=escape)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lenient, "_STEP", 16)
        assert read_leniently(text) == body
        assert read_leniently(text, shallow=True) == emptied(body)


def test_of_a_large_body_only_names_and_values_are_kept():
    filler = b"x" * LARGE
    body = b'{"a": 1, "b": [1, [2], {}], "c": {"d": {}}, "e": "\xc3\xa9' + filler + b'", f: \'\', "g": null,}'
    assert read_body(body) == {"a": 1, "b": [], "c": {}, "e": "é" + filler.decode(), "f": "", "g": None}


@pytest.mark.parametrize("at", [0, LARGE - 1, LARGE, LARGE + 1, 2 * LARGE - 2])
def test_where_a_large_body_is_no_utf_8(at):
    content = b"x" * at + "é".encode()[:1] + b"x" * LARGE
    with pytest.raises(Refusal) as caught:
        read_body(content)
    assert (caught.value.sentence, caught.value.hint) == ("Invalid JSON.", f"the body is not UTF-8 (byte {at})")


def test_an_object_has_so_many_names_at_most():
    members = ",".join(f"k{number}:{number}" for number in range(MOST_NAMES))
    assert len(read_body(f"{{{members}}}".encode())) == MOST_NAMES
    with pytest.raises(Refusal) as caught:
        read_body(f"{{{members}, one: 1}}".encode())
    assert (caught.value.sentence, caught.value.status) == ("Invalid JSON.", 400)
    assert caught.value.hint.startswith(f"the body is not JSON: More than {MOST_NAMES} names in one object: line 1")


HOSTILE = {
    "numbers": (b'{"a":[', b"1,", b"]}"),
    "single quotes": (b"{'a':[", b"'a',", b"]}"),
    "lists": (b'{"a":[', b"[],", b"]}"),
    "objects": (b'{"a":[', b"{b:1},", b"]}"),
    "escapes": (b'{"a":"', b'\\"', b'"}'),
    "members": (b"{", b"a:1,", b"}"),
    "one long text": (b'{"a":"', b"x", b'"}'),
    "blanks": (b"{", b" ", b"}"),
    "a text that never ends": (b'{"a":"', b'\\"', b""),
}


@pytest.mark.parametrize("parts", HOSTILE.values(), ids=HOSTILE)
def test_other_threads_have_their_turn_while_a_large_body_is_read(parts):
    """A quarter of all the time is much; but a machine that does something else may take its time once."""
    start, unit, end = parts
    size = 2_000_000 if unit == b"a:1," else 6_000_000  # of members, which take several times as long
    body = start + unit * (size // len(unit)) + end
    assert any(longest < max(0.25, whole / 4) for longest, whole in (pauses(body) for _ in range(3)))


def pauses(body):
    """The seconds that this thread waited at most for its next turn while another reads a body, and all of them."""

    def read():
        with suppress(Refusal):
            read_body(body)

    reader = threading.Thread(target=read)
    longest, last = 0.0, time.perf_counter()
    begun = last
    reader.start()
    while reader.is_alive():
        time.sleep(0)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest, last - begun


# --- time -------------------------------------------------------------------------------------------

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
