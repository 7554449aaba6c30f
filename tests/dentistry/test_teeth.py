"""Teeth, surfaces and ranges as they are stored and shown."""

import doctest
import re

import pytest

from mock_od.dentistry import teeth


def test_its_examples():
    assert doctest.testmod(teeth).attempted == 2
    assert doctest.testmod(teeth).failed == 0


@pytest.mark.parametrize("tooth", ["1", "9", "10", "32", "A", "T", "51", "82", "AS", "TS"])
def test_a_tooth(tooth):
    assert teeth.is_tooth(tooth)


@pytest.mark.parametrize("tooth", ["", "0", "01", "33", "50", "83", "a", "U", "US", "1S", "A ", "3\n", "١"])
def test_no_tooth(tooth):
    assert not teeth.is_tooth(tooth)


@pytest.mark.parametrize(
    ("entry", "tooth", "stored"),
    [
        ("mod", "3", "MOD"),
        ("DOM", "14", "MOD"),
        ("LBDOM", "30", "MODBL"),
        ("MIDFVL", "8", "MIDFVL"),
        ("MOD", "8", "MD"),  # no O on a front tooth
        ("MIF", "3", "M"),  # no I and no F on a back one
        ("B", "C", ""),  # a child's canine
        ("O", "A", "O"),
        ("MO", "53", "MO"),  # beside tooth 3
        ("MI", "58", "MI"),
        ("IF", "CS", "IF"),
        ("MOIDBFVL", "", "MOIDBFVL"),
        ("MMM", "3", "M"),
        ("M,x 5", "3", "M"),
    ],
)
def test_surfaces(entry, tooth, stored):
    assert teeth.stored_surfaces(entry, tooth) == stored


@pytest.mark.parametrize(
    ("entry", "stored"),
    [
        ("2,3, 13-15", "2,3,13,14,15"),
        ("31,30, 18-21", "18,19,20,21,30,31"),
        ("C,b,32,1", "1,32,B,C"),
        ("5,5", "5,5"),
        ("15-18", "15,16,17,18"),
        ("8-8", "8"),
        ("AS,A,51,32", "32,A,51,AS"),
    ],
)
def test_a_range(entry, stored):
    assert teeth.stored_range(entry) == stored


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("0", "0 is not a valid tooth number."),
        ("3,33", "33 is not a valid tooth number."),
        ("x-5", "X is not a valid tooth number."),
        ("3-", " is not a valid tooth number."),
        ("3,,4", " is not a valid tooth number."),
        ("5-3", "Range specified is impossible."),
        ("A-C", "Range specified is impossible."),
        ("51-53", "Range specified is impossible."),
    ],
)
def test_no_range(entry, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        teeth.stored_range(entry)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("", ""),
        ("3,4", "3,4"),
        ("3,4,5", "3-5"),
        ("2,3,13,14,15", "2,3,13-15"),
        ("15,16,17,18", "15,16,17,18"),
        ("A,B,C", "A-C"),
    ],
)
def test_a_range_that_is_shown(stored, shown):
    assert teeth.shown_range(stored) == shown
