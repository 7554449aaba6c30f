"""Open Dental's version numbers."""

import pytest

from mock_od.versions import NEWEST, version


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("25.3.31", (25, 3, 31)),
        ("25.1.20", (25, 1, 20)),
        ("23.2.5.0", (23, 2, 5)),
        ("21.1", (21, 1)),
        ("24.10.0", (24, 10)),
        ("007.08", (7, 8)),
        ("0.0", ()),
        ("999999999.999999999.999999999.999999999", (999999999,) * 4),
    ],
)
def test_the_numbers_of_a_version(text, numbers):
    assert version(text) == numbers


@pytest.mark.parametrize(("older", "newer"), [("24.4.9", "24.4.26"), ("9.9", "10.0"), ("25.1", "25.1.1"), ("23.2.4.9", "23.2.5.0")])  # fmt: skip
def test_versions_compare_number_by_number(older, newer):
    assert version(older) < version(newer)


def test_zeros_at_the_end_say_nothing():
    assert version("23.2.5.0") == version("23.2.5")
    assert version("25.0") == version("25.0.0.0")


@pytest.mark.parametrize(
    "text",
    ["", "25", "25.", ".25", "25..3", "25.3.31.0.1", "v25.3", "25.3-beta", "-25.3", "+25.3", "25,3", " 25.3", "25.3\n", "２５.3", "1.1234567890"],
)  # fmt: skip
def test_what_is_no_version(text):
    with pytest.raises(ValueError, match=f"is not a version such as {NEWEST}"):
        version(text)


def test_the_newest_is_a_version():
    assert version(NEWEST) > version("25.3")
