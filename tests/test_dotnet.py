"""Pairs marked "documentation" are Microsoft's own examples; the others follow from its text."""

import contextlib
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_od.dotnet import BadFormat, formatter

PACIFIC = timedelta(hours=-7)
SPECIFIERS = "dfFghHKmMstyz"
JUNE = "2009-06-15T13:45:30"  # the documentation's favourite; a Monday
AUGUST = "2008-08-29T19:27:15.018"


def write(pattern, moment=JUNE, offset=PACIFIC):
    return formatter(pattern)(datetime.fromisoformat(moment), offset)


# The documentation's table of custom specifiers. A lone one needs its '%': without, it is a standard format.
DOCUMENTED = [
    ("%d", "2009-06-01T13:45:30", "1"),
    ("%d", JUNE, "15"),
    ("dd", "2009-06-01T13:45:30", "01"),
    ("dd", JUNE, "15"),
    ("ddd", JUNE, "Mon"),
    ("dddd", JUNE, "Monday"),
    ("%f", "2009-06-15T13:45:30.617", "6"),
    ("%f", "2009-06-15T13:45:30.050", "0"),
    ("ff", "2009-06-15T13:45:30.617", "61"),
    ("ff", "2009-06-15T13:45:30.005", "00"),
    ("fff", "2009-06-15T13:45:30.617", "617"),
    ("fff", "2009-06-15T13:45:30.000500", "000"),
    ("ffff", "2009-06-15T13:45:30.617500", "6175"),
    ("ffff", "2009-06-15T13:45:30.000050", "0000"),
    ("fffff", "2009-06-15T13:45:30.617540", "61754"),
    ("fffff", "2009-06-15T13:45:30.000005", "00000"),
    ("ffffff", "2009-06-15T13:45:30.617542", "617542"),
    ("fffffff", "2009-06-15T13:45:30.000115", "0001150"),
    ("%F", "2009-06-15T13:45:30.617", "6"),
    ("%F", "2009-06-15T13:45:30.050", ""),
    ("FF", "2009-06-15T13:45:30.617", "61"),
    ("FF", "2009-06-15T13:45:30.005", ""),
    ("FFF", "2009-06-15T13:45:30.617", "617"),
    ("FFF", "2009-06-15T13:45:30.000500", ""),
    ("FFFF", "2009-06-15T13:45:30.527500", "5275"),
    ("FFFF", "2009-06-15T13:45:30.000050", ""),
    ("FFFFF", "2009-06-15T13:45:30.617540", "61754"),
    ("FFFFF", "2009-06-15T13:45:30.000005", ""),
    ("FFFFFF", "2009-06-15T13:45:30.617542", "617542"),
    ("FFFFFFF", "2009-06-15T13:45:30.000115", "000115"),
    ("%g", "2009-06-15T13:45:30.617", "A.D."),
    ("gg", "2009-06-15T13:45:30.617", "A.D."),
    ("%h", "2009-06-15T01:45:30", "1"),
    ("%h", JUNE, "1"),
    ("hh", "2009-06-15T01:45:30", "01"),
    ("hh", JUNE, "01"),
    ("%H", "2009-06-15T01:45:30", "1"),
    ("%H", JUNE, "13"),
    ("HH", "2009-06-15T01:45:30", "01"),
    ("HH", JUNE, "13"),
    ("%K", JUNE, ""),
    ("%m", "2009-06-15T01:09:30", "9"),
    ("%m", "2009-06-15T13:29:30", "29"),
    ("mm", "2009-06-15T01:09:30", "09"),
    ("mm", "2009-06-15T01:45:30", "45"),
    ("%M", JUNE, "6"),
    ("MM", JUNE, "06"),
    ("MMM", JUNE, "Jun"),
    ("MMMM", JUNE, "June"),
    ("%s", "2009-06-15T13:45:09", "9"),
    ("ss", "2009-06-15T13:45:09", "09"),
    ("%t", JUNE, "P"),
    ("tt", JUNE, "PM"),
    ("%y", "0001-01-01T00:00:00", "1"),
    ("%y", "0900-01-01T00:00:00", "0"),
    ("%y", "1900-01-01T00:00:00", "0"),
    ("%y", JUNE, "9"),
    ("%y", "2019-06-15T13:45:30", "19"),
    ("yy", "0001-01-01T00:00:00", "01"),
    ("yy", "0900-01-01T00:00:00", "00"),
    ("yy", "1900-01-01T00:00:00", "00"),
    ("yy", "2019-06-15T13:45:30", "19"),
    ("yyy", "0001-01-01T00:00:00", "001"),
    ("yyy", "0900-01-01T00:00:00", "900"),
    ("yyy", "1900-01-01T00:00:00", "1900"),
    ("yyy", JUNE, "2009"),
    ("yyyy", "0001-01-01T00:00:00", "0001"),
    ("yyyy", "0900-01-01T00:00:00", "0900"),
    ("yyyy", JUNE, "2009"),
    ("yyyyy", "0001-01-01T00:00:00", "00001"),
    ("yyyyy", JUNE, "02009"),
    ("%z", JUNE, "-7"),
    ("zz", JUNE, "-07"),
    ("zzz", JUNE, "-07:00"),
    ("%:", JUNE, ":"),
    ("%/", JUNE, "/"),
    ('"arr:" h:m t', JUNE, "arr: 1:45 P"),
    ("'arr:' h:m t", JUNE, "arr: 1:45 P"),
    (r"h \h", JUNE, "1 h"),
    ("arr hh:mm t", "2009-06-15T01:45:30", "arr 01:45 A"),
    # and its examples in C#
    ("d, M", AUGUST, "29, 8"),
    ("d MMMM", AUGUST, "29 August"),
    ("dd, MM", "2008-01-02T06:30:15", "02, 01"),
    ("ddd d MMM", AUGUST, "Fri 29 Aug"),
    ("dddd dd MMMM", AUGUST, "Friday 29 August"),
    ("hh:mm:ss.f", AUGUST, "07:27:15.0"),
    ("hh:mm:ss.F", AUGUST, "07:27:15"),
    ("hh:mm:ss.ff", AUGUST, "07:27:15.01"),
    ("hh:mm:ss.FF", AUGUST, "07:27:15.01"),
    ("hh:mm:ss.fff", AUGUST, "07:27:15.018"),
    ("hh:mm:ss.FFF", AUGUST, "07:27:15.018"),
    ("MM/dd/yyyy g", "0070-08-04T00:00:00", "08/04/0070 A.D."),
    ("h:m:s.F t", "2008-01-01T18:09:01", "6:9:1 P"),
    ("h:m:s.F t", "2008-01-01T18:09:01.500", "6:9:1.5 P"),
    ("hh:mm:ss tt", "2008-01-01T18:09:01", "06:09:01 PM"),
    ("hh:mm:ss.ff tt", "2008-01-01T18:09:01.500", "06:09:01.50 PM"),
    ("H:mm:ss", "2008-01-01T06:09:01", "6:09:01"),
    ("HH:mm:ss", "2008-01-01T06:09:01", "06:09:01"),
    ("(M) MMM, MMMM", "2008-08-18T00:00:00", "(8) Aug, August"),
    ("%y", "2010-01-01T00:00:00", "10"),
    ("yyyyy", "2010-01-01T00:00:00", "02010"),
    (r"h \h m \m", "2009-06-15T13:45:30.090", "1 h 45 m"),
    ("MMMM dd, yyyy", "2011-06-10T00:00:00", "June 10, 2011"),
]


@pytest.mark.parametrize(("pattern", "moment", "expected"), DOCUMENTED)
def test_the_documentation_s_examples(pattern, moment, expected):
    assert write(pattern, moment) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("d", "06/15/2009"),
        ("D", "Monday, 15 June 2009"),
        ("f", "Monday, 15 June 2009 13:45"),
        ("F", "Monday, 15 June 2009 13:45:30"),
        ("g", "06/15/2009 13:45"),
        ("G", "06/15/2009 13:45:30"),
        ("", "06/15/2009 13:45:30"),
        ("m", "June 15"),
        ("M", "June 15"),
        ("o", "2009-06-15T13:45:30.0000000"),
        ("O", "2009-06-15T13:45:30.0000000"),
        ("r", "Mon, 15 Jun 2009 13:45:30 GMT"),
        ("R", "Mon, 15 Jun 2009 13:45:30 GMT"),
        ("s", "2009-06-15T13:45:30"),
        ("t", "13:45"),
        ("T", "13:45:30"),
        ("u", "2009-06-15 13:45:30Z"),
        ("U", "Monday, 15 June 2009 20:45:30"),
        ("y", "2009 June"),
        ("Y", "2009 June"),
    ],
)
def test_standard_formats(pattern, expected):
    assert write(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "moment", "expected"),
    [
        ("d", "2008-01-02T06:30:15", "01/02/2008"),
        ("D", "2008-01-02T06:30:15", "Wednesday, 02 January 2008"),
        ("m", "2008-01-02T06:30:15", "January 02"),
        ("o", "0001-02-03T04:05:06.000789", "0001-02-03T04:05:06.0007890"),
        ("o", "9999-12-31T23:59:59.999999", "9999-12-31T23:59:59.9999990"),
        ("s", "0070-08-04T00:00:00", "0070-08-04T00:00:00"),
        ("t", "2008-01-02T00:05:06", "00:05"),
    ],
)
def test_standard_formats_of_other_moments(pattern, moment, expected):
    assert write(pattern, moment) == expected


@pytest.mark.parametrize(
    ("pattern", "moment", "expected"),
    [
        # twelve-hour clocks
        ("h tt", "2024-02-29T00:00:00", "12 AM"),
        ("h tt", "2024-02-29T12:00:00", "12 PM"),
        ("hh t", "2024-02-29T11:59:59", "11 A"),
        ("hh t", "2024-02-29T23:59:59", "11 P"),
        # one specifier is standard, unless something stands beside it
        (" d", "2009-06-01T13:45:30", " 1"),
        ("d ", "2009-06-01T13:45:30", "1 "),
        ("h ", JUNE, "1 "),
        ("Kd", JUNE, "15"),
        # longer runs
        ("ggg", JUNE, "A.D."),
        ("ddddd", JUNE, "Monday"),
        ("MMMMMM", JUNE, "June"),
        ("hhh:HHH:mmm:sss", JUNE, "01:13:45:30"),
        ("ttt", JUNE, "PM"),
        ("yyyyyyyy", JUNE, "00002009"),
        ("y" * 20, JUNE, "0" * 16 + "2009"),
        ("zzzz", JUNE, "-07:00"),
        ("KK", JUNE, ""),
        # '%' takes one character
        ("%dd", "2009-06-01T13:45:30", "11"),
        ("%fff", "2009-06-15T13:45:30.617", "661"),
        ("%x", JUNE, "x"),
        ("%.", JUNE, "."),
        ("%h%m", JUNE, "145"),
        ("yyyyMMdd", JUNE, "20090615"),
        # the point before an F
        ("s.FFF", "2024-02-29T01:02:03.100", "3.1"),
        ("s.FFF", "2024-02-29T01:02:03", "3"),
        ("s..FFF", "2024-02-29T01:02:03", "3."),
        ("s,FFF", "2024-02-29T01:02:03", "3,"),
        ("s. FFF", "2024-02-29T01:02:03", "3. "),
        ("s.FFFK", "2024-02-29T01:02:03", "3"),
        ("s'.'FFF", "2024-02-29T01:02:03", "3"),
        (r"s\.FFF", "2024-02-29T01:02:03", "3"),
        ("s.KFFF", "2024-02-29T01:02:03", "3"),
        ("s.'a.'F", "2024-02-29T01:02:03", "3.a"),
        ("s.%F", "2024-02-29T01:02:03", "3"),
        ("ggF", "2024-02-29T01:02:03", "A.D"),
        (".F", "2024-02-29T01:02:03", ""),
        (".f", "2024-02-29T01:02:03", ".0"),
        ("s.FFFFFFF", "2024-02-29T01:02:03.123456", "3.123456"),
        ("s.F", "2024-02-29T01:02:03.090", "3"),
        ("s.FF", "2024-02-29T01:02:03.099999", "3.09"),
        # quotations and escapes
        ("'d'", JUNE, "d"),
        ("''", JUNE, ""),
        ('""d', JUNE, "15"),
        ("'it\\'s' d", JUNE, "it's 15"),
        ("'\"'H'\"'", JUNE, '"13"'),
        ('"\'"H"\'"', JUNE, "'13'"),
        ("'%' d", JUNE, "% 15"),
        ("'a\\\\'", JUNE, "a\\"),
        ("'minute:' mm\\\"", JUNE, 'minute: 45"'),
        (r"\d\\", JUNE, "d\\"),
        (r"\%d", JUNE, "%15"),
        ("\\'d", JUNE, "'15"),
        ("\\\nd", JUNE, "\n15"),
        ("hh'_'dd'_'ss", JUNE, "01_15_30"),
        # everything else stands for itself
        ("yyyy-MM-ddTHH:mm:ss", JUNE, "2009-06-15T13:45:30"),
        ("yyyy.MM.dd\tHH\n", JUNE, "2009.06.15\t13\n"),
        ("dd é 日 MM", JUNE, "15 é 日 06"),
        ("YYYY-DD", JUNE, "YYYY-DD"),
        ("kS {0}#", JUNE, "kS {0}#"),
        ("Date", JUNE, "DaPe"),
        ("😀", JUNE, "😀"),  # two of .NET's characters
        ("%😀", JUNE, "😀"),
    ],
)
def test_custom_formats(pattern, moment, expected):
    assert write(pattern, moment) == expected


@pytest.mark.parametrize(
    ("month", "short", "long"),
    [
        (1, "Jan", "January"),
        (2, "Feb", "February"),
        (3, "Mar", "March"),
        (4, "Apr", "April"),
        (5, "May", "May"),
        (6, "Jun", "June"),
        (7, "Jul", "July"),
        (8, "Aug", "August"),
        (9, "Sep", "September"),
        (10, "Oct", "October"),
        (11, "Nov", "November"),
        (12, "Dec", "December"),
    ],
)
def test_months(month, short, long):
    assert write("MMM MMMM", f"2024-{month:02}-01") == f"{short} {long}"


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (1, "Mon", "Monday"),
        (2, "Tue", "Tuesday"),
        (3, "Wed", "Wednesday"),
        (4, "Thu", "Thursday"),
        (5, "Fri", "Friday"),
        (6, "Sat", "Saturday"),
        (7, "Sun", "Sunday"),
    ],
)
def test_days(day, short, long):
    assert write("ddd dddd", f"2024-01-{day:02}") == f"{short} {long}"


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (timedelta(hours=6), "+6, +06, +06:00"),  # documentation
        (timedelta(0), "+0, +00, +00:00"),  # documentation
        (timedelta(hours=5, minutes=45), "+5, +05, +05:45"),
        (timedelta(hours=-3, minutes=-30), "-3, -03, -03:30"),
        (timedelta(minutes=-30), "-0, -00, -00:30"),
        (timedelta(hours=-10), "-10, -10, -10:00"),
        (timedelta(hours=14), "+14, +14, +14:00"),
        (timedelta(hours=-7, seconds=-59), "-7, -07, -07:00"),
    ],
)
def test_offsets(offset, expected):
    assert write("%z, zz, zzz", offset=offset) == expected


@pytest.mark.parametrize(
    ("moment", "offset", "expected"),
    [
        ("2009-12-31T20:00:00", timedelta(hours=-5), "Friday, 01 January 2010 01:00:00"),
        ("2009-01-01T03:00:00", timedelta(hours=5, minutes=30), "Wednesday, 31 December 2008 21:30:00"),
        ("0001-01-01T00:00:00", timedelta(hours=10), "Monday, 01 January 0001 00:00:00"),
        ("9999-12-31T23:00:00", timedelta(hours=-10), "Friday, 31 December 9999 23:59:59"),
        ("0001-01-01T00:00:00", timedelta(hours=-10), "Monday, 01 January 0001 10:00:00"),
    ],
)
def test_universal_time_stays_within_the_calendar(moment, offset, expected):
    assert write("U", moment, offset) == expected


BAD = [
    *"abchHKzwxASZ0 :/%\\'\"é日.",
    "%%",
    "d%",
    "%%d",
    "d %",
    "dd\\",
    "'abc",
    '"abc',
    "abc'",
    "'abc\"",
    "'abc\\'",
    "'abc\\",
    "%'d'",
    '%"d"',
    "%\\d",
    "ffffffff",
    "FFFFFFFF",
    "ss.ffffffffff",
    "yyyy 'of",
]


@pytest.mark.parametrize("pattern", BAD)
def test_what_dotnet_refuses(pattern):
    with pytest.raises(BadFormat) as refused:
        formatter(pattern)
    assert str(refused.value)
    assert isinstance(refused.value, ValueError)


def test_every_lone_character_is_standard_or_bad():
    good = set()
    for code in range(0x10000):
        try:
            formatter(chr(code))
        except BadFormat:
            continue
        good.add(chr(code))
    assert good == set("dDfFgGmMoOrRstTuUyY")


def test_a_pattern_is_read_once():
    assert formatter("yyyy 'once'") is formatter("yyyy 'once'")


moments = st.datetimes()
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
patterns = st.text(st.sampled_from(SPECIFIERS + SPECIFIERS + "%\\'\":/. -,x"), max_size=40)


@given(st.one_of(patterns, st.text()), moments, offsets)
def test_any_text_formats_or_is_bad(pattern, moment, offset):
    try:
        write = formatter(pattern)
    except BadFormat:
        return
    assert isinstance(write(moment, offset), str)


@given(st.text(), moments, offsets, st.sampled_from("'\""))
def test_quoted_text_comes_back(text, moment, offset, quote):
    inner = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    assert formatter(f"{quote}{inner}{quote}")(moment, offset) == text


@given(st.text(min_size=1), moments, offsets)
def test_escaped_text_comes_back(text, moment, offset):
    assert formatter("".join(f"\\{one}" for one in text))(moment, offset) == text


@given(st.lists(patterns, max_size=5), moments, offsets)
def test_parts_with_a_quotation_between_stand_for_themselves(parts, moment, offset):
    """A quotation ends a run, so patterns can be put together: only an F looks back, at the text before it."""
    try:
        each = [formatter(f"'|'{part}'|'")(moment, offset) for part in parts]
    except BadFormat:
        return
    assert formatter("''" + "".join(f"'|'{part}'|'" for part in parts))(moment, offset) == "".join(each)


@given(moments, offsets)
def test_what_is_written_can_be_read_again(moment, offset):
    assert datetime.fromisoformat(formatter("yyyy-MM-ddTHH:mm:ss.ffffff")(moment, offset)) == moment
    assert datetime.fromisoformat(formatter("yyyy-MM-dd HH:mm:sszzz")(moment, offset)).utcoffset() == offset


@pytest.mark.parametrize(
    "unit",
    ["d", "y", "a", "'", '"', "\\", "%d", "''", "'a", "\\'", "'\\", "a.", ".%F", "%F.", "'.'%F", "yyyy-MM-dd ", "%%"],
)
@pytest.mark.parametrize("before", ["", "'", "." * 20_000])
def test_long_patterns_take_no_long_time(before, unit):
    pattern = before + unit * (40_000 // len(unit))
    began = time.process_time()
    with contextlib.suppress(BadFormat):
        assert len(formatter.__wrapped__(pattern)(datetime.fromisoformat(JUNE), PACIFIC)) <= 4 * len(pattern)
    assert time.process_time() - began < 10  # it is hundredths of a second, or minutes
