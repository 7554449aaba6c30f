"""https://www.opendental.com/site/apipatplans.html"""

import pytest

PAULO = [
    {
        "PatPlanNum": 1228,
        "PatNum": 1897,
        "Ordinal": 1,
        "IsPending": "false",
        "Relationship": "Self",
        "PatID": "",
        "InsSubNum": 369,
        "OrthoAutoFeeBilledOverride": -1.0,
        "OrthoAutoNextClaimDate": "0001-01-01",
        "SecDateTEntry": "2021-01-26 14:54:04",
        "SecDateTEdit": "2021-02-16 13:42:33",
    },
    {
        "PatPlanNum": 1232,
        "PatNum": 1897,
        "Ordinal": 2,
        "IsPending": "false",
        "Relationship": "SignifOther",
        "PatID": "",
        "InsSubNum": 393,
        "OrthoAutoFeeBilledOverride": -1.0,
        "OrthoAutoNextClaimDate": "0001-01-01",
        "SecDateTEntry": "2021-02-15 15:47:07",
        "SecDateTEdit": "2021-02-16 13:42:33",
    },
]


def test_the_pages_example(api):
    got = api.get("/patplans?PatNum=1897")
    assert (got.status, got.json) == (200, PAULO)
    assert list(got.json[0]) == list(PAULO[0])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?PatNum=1897&InsSubNum=393", [1232]),
        ("?InsSubNum=393", [1232, 1240]),
        ("?PatNum=48", []),
        ("?PatNum=1897&Offset=1", [1232]),
        ("", [12, 251, 640, 697, 702, 1228, 1232, 1240]),
    ],
)
def test_it_finds(api, query, found):
    got = api.get(f"/patplans{query}")
    assert got.status == 200
    assert [row["PatPlanNum"] for row in got.json] == found


@pytest.mark.parametrize(
    ("query", "sentence"), [("PatNum=4711", "Patient not found."), ("InsSubNum=4711", "InsSub not found.")]
)
def test_what_is_asked_for_must_exist(api, query, sentence):
    got = api.get(f"/patplans?{query}")
    assert (got.status, got.json) == (404, sentence)


def test_an_unknown_filter_is_ignored(api):
    got = api.get("/patplans?SecDateTEdit=2021-02-16%2013:42:33")
    assert len(got.json) == 8
    assert "SecDateTEdit" in got.hint


def test_since_22_4_27(api):
    got = api.at(version="22.4.26").get("/patplans")
    assert (got.status, got.json) == (400, "patplans GET  is not a valid method.")
    assert len(api.at(version="22.4.27").get("/patplans").json) == 8
