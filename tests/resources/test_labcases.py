"""https://www.opendental.com/site/apilabcases.html"""

import pytest
from conversation import refuses

refused = refuses("labcase")

CLASPS = {
    "LabCaseNum": 226,
    "PatNum": 33,
    "LaboratoryNum": 1,
    "AptNum": 143,
    "PlannedAptNum": 0,
    "DateTimeDue": "0001-01-01 00:00:00",
    "DateTimeCreated": "2022-09-30 14:23:12",
    "DateTimeSent": "2022-10-03 14:24:12",
    "DateTimeRecd": "2022-10-04 14:24:12",
    "DateTimeChecked": "2022-10-05 14:24:12",
    "ProvNum": 3,
    "Instructions": "Repair clasps on Max partial",
    "LabFee": 0.0,
    "DateTStamp": "2022-10-05 14:24:12",
    "InvoiceNum": "",
}
CROWN = CLASPS | {"LabCaseNum": 227, "PatNum": 34, "LaboratoryNum": 2, "AptNum": 0, "PlannedAptNum": 357, "ProvNum": 4}
LOOSE = CLASPS | {"LabCaseNum": 228, "AptNum": 0}
NOW = "2022-12-07 10:24:53"


@pytest.fixture
def office(empty):
    """An office with cases of two patients: of a visit, of a planned one, and of none."""
    empty.seed(
        {
            "patient": [{"PatNum": 33}, {"PatNum": 34}],
            "provider": [{"ProvNum": 3}, {"ProvNum": 4}],
            "laboratory": [{"LaboratoryNum": 1}, {"LaboratoryNum": 2}],
            "appointment": [
                {"AptNum": 143, "PatNum": 33, "AptStatus": "Scheduled"},
                {"AptNum": 144, "PatNum": 33, "AptStatus": "Complete"},
                {"AptNum": 357, "PatNum": 34, "AptStatus": "Planned"},
            ],
            "labcase": [CLASPS, CROWN, LOOSE],
        }
    )
    empty.freeze(NOW)
    return empty


def test_a_case(office):
    got = office.get("/labcases/226")
    assert (got.status, got.json) == (200, CLASPS)
    assert list(got.json) == list(CLASPS)
    assert office.get("/labcases/1")[:2] == (404, "LabCase not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [CLASPS, CROWN, LOOSE]),
        ("?PatNum=33", [CLASPS, LOOSE]),
        ("?LaboratoryNum=2", [CROWN]),
        ("?AptNum=143", [CLASPS]),
        ("?AptNum=144", []),
        ("?AptNum=0", [CROWN, LOOSE]),
        ("?PlannedAptNum=357", [CROWN]),
        ("?PlannedAptNum=0", [CLASPS, LOOSE]),
        ("?AptNum=143&ProvNum=3", [CLASPS]),
        ("?AptNum=143&ProvNum=4", []),
        ("?PatNum=0&LaboratoryNum=0&ProvNum=0", [CLASPS, CROWN, LOOSE]),
    ],
)
def test_cases_are_found(office, query, found):
    got = office.get(f"/labcases{query}")
    assert (got.status, got.json) == (200, found)


def test_what_none_is_found_by(office):
    assert office.get("/labcases?PatNum=4711")[:2] == (404, "Patient not found.")
    assert office.get("/labcases?LaboratoryNum=4711")[:2] == (404, "Laboratory not found.")
    assert office.get("/labcases?AptNum=4711")[:2] == (404, "Appointment not found.")
    assert office.get("/labcases?ProvNum=4711")[:2] == (404, "Provider not found.")


def test_a_case_with_what_is_usual(office):
    got = office.post("/labcases", {"PatNum": 33, "LaboratoryNum": 1, "ProvNum": 3})
    never = "0001-01-01 00:00:00"
    moments = dict.fromkeys([name for name in CLASPS if name.startswith("DateTime")], never)
    usual = {"LabCaseNum": 229, "AptNum": 0, "Instructions": "", "DateTStamp": NOW}
    assert (got.status, got.json) == (201, CLASPS | moments | usual)
    assert got.headers["Location"].endswith("/labcases/229")


def test_a_case_with_all_that_can_be_said(office):
    said = {
        "PatNum": 34,
        "LaboratoryNum": 2,
        "AptNum": 143,
        "PlannedAptNum": 357,
        "DateTimeDue": "2022-10-04 14:23:12",
        "DateTimeCreated": "2022-09-30 14:23:12",
        "DateTimeSent": "2022-10-03 14:24:12",
        "DateTimeRecd": "2022-10-04 14:24:12",
        "DateTimeChecked": "2022-10-05 14:24:12",
        "ProvNum": 4,
        "Instructions": "PFM crown #28. Shade A1",
        "LabFee": 17.5,
        "InvoiceNum": "271828",
    }
    made = said | {"LabCaseNum": 229, "DateTStamp": NOW}
    assert office.post("/labcases", said)[:2] == (201, made)
    assert office.put("/labcases/226", {name: said[name] for name in said if name != "PatNum"})[:2] == (
        200,
        made | {"LabCaseNum": 226, "PatNum": 33},
    )


def test_a_case_is_detached(office):
    detached = CLASPS | {"AptNum": 0, "DateTStamp": NOW}
    assert office.put("/labcases/226", {"AptNum": 0})[:2] == (200, detached)
    got = office.put("/labcases/226", {"PatNum": 34})
    assert (got.status, got.json) == (200, detached)
    assert "PatNum" in got.hint


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"LaboratoryNum": None}, 400, "LaboratoryNum is required."),
        ({"ProvNum": None}, 400, "ProvNum is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"LaboratoryNum": 4711}, 404, "Laboratory not found."),
        ({"ProvNum": 0}, 404, "Provider not found."),
        ({"AptNum": 4711}, 404, "Appointment not found."),
        ({"AptNum": 144}, 400, "AptNum is invalid."),
        ({"AptNum": 357}, 400, "AptNum is invalid."),
        ({"PlannedAptNum": 143}, 400, "PlannedAptNum is invalid."),
        ({"DateTimeDue": "2022-10-04"}, 400, "DateTimeDue format must be yyyy-MM-dd HH:mm:ss."),
        ({"LabFee": "much"}, 400, "Invalid JSON."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 33, "LaboratoryNum": 1, "ProvNum": 3} | changed
    refused(office, lambda api: api.post("/labcases", body), status, sentence)


def test_what_a_case_may_not_become(office):
    refused(office, lambda api: api.put("/labcases/226", {"LaboratoryNum": 0}), 404, "Laboratory not found.")
    refused(office, lambda api: api.put("/labcases/226", {"PlannedAptNum": 143}), 400, "PlannedAptNum is invalid.")
    refused(office, lambda api: api.put("/labcases/1", {"LabFee": 1}), 404, "LabCase not found.")


def test_a_case_goes(office):
    got = office.delete("/labcases/226")
    assert (got.status, got.text) == (200, "")
    assert office.get("/labcases").json == [CROWN, LOOSE]
    refused(office, lambda api: api.delete("/labcases/226"), 404, "LabCase not found.")


def test_a_case_with_its_slip_stays(office):
    sentence = "Cannot delete LabCase because lab slip is still attached."
    slip = {"SheetNum": 8, "PatNum": 33, "SheetType": "LabSlip"}
    names = {"SheetNum": 8, "FieldType": "Parameter", "FieldName": "LabCaseNum", "FieldValue": "226"}
    office.seed({"sheet": [slip], "sheetfield": [names]})
    refused(office, lambda api: api.delete("/labcases/226"), 400, sentence, hint="sheet 8")
    assert office.delete("/labcases/228").status == 200
    office.seed({"sheet": [slip | {"IsDeleted": 1}]})
    assert office.delete("/labcases/226").status == 200


def test_since_when(empty):
    older = empty.at(version="24.2.27")
    assert older.get("/labcases")[:2] == (400, "labcases GET  is not a valid method.")
    older = empty.at(version="24.4.18")
    for verb in ("POST", "PUT", "DELETE"):
        assert older.call(verb, "/labcases/1")[:2] == (400, f"labcases {verb}  is not a valid method.")
