"""Rows that callers speak of by their names."""

import pytest
from conversation import Client

from mock_od.dentistry.names import found_by_name, made_by_name

KINDS = [
    {"AllergyDefNum": 3, "Description": "Penicillin"},
    {"AllergyDefNum": 5, "Description": "Latex 100%"},
    {"AllergyDefNum": 7, "Description": "PENICILLIN"},
]


@pytest.fixture
def records(empty: Client):
    empty.seed({"allergydef": KINDS})
    return empty.office.records


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Penicillin", 3),
        ("pENICILLIN", 3),
        ("Pen%", 3),
        ("Latex 10__", 5),
        (r"Latex 100\%", 5),
        (r"Pen\%", None),
        ("Penicillin ", None),
        ("Penicil", None),
        ("", None),
    ],
)
def test_a_row_is_found_by_its_name(records, name, key):
    assert found_by_name(records, "allergydef", "Description", name, key="AllergyDefNum") == key


def test_a_row_is_made_where_none_is_found(records):
    def made(name):
        return made_by_name(records, "allergydef", "Description", name, key="AllergyDefNum")

    assert made("penicillin") == 3
    assert made("Codeine") == 8
    assert made("CODEINE") == 8
    assert records.get("allergydef", 8)["Description"] == "Codeine"
    assert len(records.rows("allergydef")) == 4
