"""https://www.opendental.com/site/apiprocedurelogs.html"""

import pytest

FILLING = {
    "ProcNum": 25,
    "PatNum": 29,
    "AptNum": 0,
    "ProcDate": "2021-04-12",
    "ProcFee": "148.00",
    "Surf": "O",
    "ToothNum": "19",
    "ToothRange": "",
    "Priority": 151,
    "priority": "1",
    "ProcStatus": "TP",
    "ProvNum": 1,
    "provAbbr": "DOC1",
    "Dx": 128,
    "dxName": "Decay",
    "PlannedAptNum": 0,
    "PlaceService": "Office",
    "Prosthesis": "",
    "DateOriginalProsth": "0001-01-01",
    "ClaimNote": "",
    "DateEntryC": "2021-04-12",
    "ClinicNum": 0,
    "CodeNum": 191,
    "procCode": "D2391",
    "descript": "white filling, back tooth, one surface",
    "UnitQty": 1,
    "BaseUnits": 0,
    "DateTP": "2021-04-12",
    "SiteNum": 0,
    "HideGraphics": "false",
    "CanadianTypeCodes": "",
    "ProcTime": "00:00:00",
    "ProcTimeEnd": "00:00:00",
    "DateTStamp": "2021-04-12 10:15:00",
    "Prognosis": 0,
    "IsLocked": "false",
    "BillingNote": "",
    "Discount": 0.0,
    "IsDateProsthEst": "false",
    "SecDateEntry": "2021-04-12 10:15:00",
    "serverDateTime": "2024-01-27 14:13:05",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["ProcNum"] for row in got.json]


@pytest.fixture
def visits(api):
    """Two visits, one planned and one scheduled, with a procedure each."""
    api.seed(
        {
            "appointment": [
                {"AptNum": 202, "PatNum": 29, "AptStatus": "Scheduled"},
                {"AptNum": 203, "PatNum": 29, "AptStatus": "Planned"},
            ],
            "procedurelog": [
                {"ProcNum": 1, "PatNum": 29, "CodeNum": 35, "AptNum": 202},
                {"ProcNum": 2, "PatNum": 29, "CodeNum": 35, "PlannedAptNum": 203},
            ],
        }
    )
    return api


def test_a_procedure(api):
    api.freeze("2024-01-27 14:13:05")
    got = api.get("/procedurelogs/25")
    assert (got.status, got.json) == (200, FILLING)
    assert list(got.json) == list(FILLING)


def test_before_25_2_21_it_has_fewer_columns(api):
    old = api.at(version="25.2.20")
    later = {
        *("PlaceService", "ClaimNote", "DateEntryC", "DateTP", "SiteNum", "HideGraphics", "CanadianTypeCodes"),
        *("ProcTime", "ProcTimeEnd", "Prognosis", "IsLocked", "BillingNote", "Discount", "SecDateEntry"),
    }
    for path in ("/procedurelogs/25", "/procedurelogs?PatNum=29"):
        got = old.get(path).json
        assert list(got[0] if path.endswith("29") else got) == [name for name in FILLING if name not in later]
    new = {"PatNum": 29, "ProcDate": "2024-01-27", "ProcStatus": "TP", "procCode": "D0120"}
    assert not later & {*old.post("/procedurelogs", new).json}
    assert not later & {*old.put("/procedurelogs/25", {"ProcFee": 1}).json}


def test_there_is_no_such_procedure(api):
    got = api.get("/procedurelogs/4711")
    assert (got.status, got.json) == (404, "ProcedureLog not found.")


def test_before_23_3_13_the_number_in_the_url_is_ignored(api):
    api = api.at(version="23.3.12")
    assert numbers(api.get("/procedurelogs/25"))[-2:] == [25, 20]


def test_a_patients_procedures(api):
    api.freeze("2024-01-27 14:13:05")
    got = api.get("/procedurelogs?PatNum=29")
    assert (got.status, got.json) == (200, [FILLING])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PatNum=48", [133, 132, 131]),
        ("PatNum=48&ProcStatus=TPi", [133, 132]),
        ("PatNum=1310", []),
        ("ProcStatus=EO", [151]),
        ("ProcStatus=D", [150]),
        ("ClinicNum=5", [141, 140]),
        ("CodeNum=33", [140]),
        ("DateTStamp=2024-01-15%2010:15:00", [20803, 20802, 20801]),
        ("DateTStamp=2024-01-15%2010:15:01", []),
    ],
)
def test_it_finds(api, query, found):
    assert numbers(api.get(f"/procedurelogs?{query}")) == found


def test_0_finds_all_patients_and_all_visits(visits):
    assert numbers(visits.get("/procedurelogs?PatNum=29")) == [25, 2, 1]
    assert numbers(visits.get("/procedurelogs?PatNum=29&AptNum=0")) == [25, 2, 1]
    assert numbers(visits.get("/procedurelogs?PatNum=0")) == numbers(visits.get("/procedurelogs"))
    assert numbers(visits.get("/procedurelogs?PatNum=29&ClinicNum=0")) == [25, 2, 1]  # in no clinic
    assert not {140, 141} & {*numbers(visits.get("/procedurelogs?ClinicNum=0"))}  # in clinic 5


def test_it_finds_by_visit(visits):
    assert numbers(visits.get("/procedurelogs?AptNum=202")) == [1]
    assert numbers(visits.get("/procedurelogs?PlannedAptNum=203")) == [2]


def test_a_deleted_procedure_still_lists(api):
    assert numbers(api.get("/procedurelogs?PatNum=49")) == [150]


def test_everything_page_by_page(api):
    found = numbers(api.get("/procedurelogs"))
    assert len(found) == 35
    assert numbers(api.get("/procedurelogs?Offset=1&Limit=2")) == found[1:3]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("PatNum=4711", 404, "Patient not found."),
        ("AptNum=4711", 404, "Appointment not found."),
        ("PlannedAptNum=4711", 404, "Appointment not found."),
        ("ClinicNum=4711", 404, "Clinic not found."),
        ("CodeNum=4711", 404, "ProcedureCode not found."),
        ("ProcStatus=1", 400, "ProcStatus is invalid."),
        ("ProcStatus=tp", 400, "ProcStatus is invalid."),
        ("DateTStamp=2020-07-30", 400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss."),
        ("DateTStamp=2020-07-30T08:00:00", 400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_it_refuses(api, query, status, sentence):
    got = api.get(f"/procedurelogs?{query}")
    assert (got.status, got.json) == (status, sentence)


@pytest.mark.parametrize(
    ("query", "before", "since"),
    [
        ("AptNum=0", "22.3.31", "22.3.32"),
        ("ClinicNum=5", "23.3.12", "23.3.13"),
        ("PlannedAptNum=0", "24.4.4", "24.4.5"),
        ("ProcStatus=EO", "25.2.20", "25.2.21"),
        ("CodeNum=33", "25.2.20", "25.2.21"),
    ],
)
def test_a_filter_is_heard_from_its_version_on(api, query, before, since):
    name = query.split("=")[0]
    old = api.at(version=before).get(f"/procedurelogs?{query}")
    assert len(numbers(old)) == 35
    assert old.hint == f"{name} was added in {since}; this office runs {before}"
    new = api.at(version=since).get(f"/procedurelogs?{query}")
    assert new.hint == ""
    assert len(numbers(new)) < 35 or query.endswith("=0")
