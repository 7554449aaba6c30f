"""https://www.opendental.com/site/apifeescheds.html"""

PAGE = [
    {
        "FeeSchedNum": 53,
        "Description": "Standard",
        "FeeSchedType": "Normal",
        "ItemOrder": 0,
        "IsHidden": "false",
        "IsGlobal": "true",
        "SecUserNumEntry": 0,
        "SecDateEntry": "0001-01-01",
        "SecDateTEdit": "2018-07-18 08:59:30",
    },
    {
        "FeeSchedNum": 54,
        "Description": "BCBS Co-pay",
        "FeeSchedType": "CoPay",
        "ItemOrder": 1,
        "IsHidden": "false",
        "IsGlobal": "true",
        "SecUserNumEntry": 1,
        "SecDateEntry": "2021-08-05",
        "SecDateTEdit": "2021-08-05 12:54:44",
    },
    {
        "FeeSchedNum": 55,
        "Description": "USR Archive",
        "FeeSchedType": "Normal",
        "ItemOrder": 2,
        "IsHidden": "true",
        "IsGlobal": "true",
        "SecUserNumEntry": 1,
        "SecDateEntry": "2022-02-05",
        "SecDateTEdit": "2022-02-05 13:25:55",
    },
]


def test_the_pages_example(api):
    got = api.get("/feescheds")
    assert got.status == 200
    assert got.json[:3] == PAGE
    assert len(got.json) == 5
    assert list(got.json[0]) == list(PAGE[0])


def test_page_by_page(api):
    assert api.get("/feescheds?Offset=1&Limit=2").json == PAGE[1:]


def test_since_22_4_31(api):
    got = api.at(version="22.4.30").get("/feescheds")
    assert (got.status, got.json) == (400, "feescheds GET  is not a valid method.")
    assert len(api.at(version="22.4.31").get("/feescheds").json) == 5
