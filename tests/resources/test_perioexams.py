"""https://www.opendental.com/site/apiperioexams.html"""

import pytest
from conversation import refuses

refused = refuses("perioexam", "periomeasure")

SPRING = {
    "PerioExamNum": 171,
    "PatNum": 15,
    "ExamDate": "2023-04-01",
    "ProvNum": 2,
    "DateTMeasureEdit": "2023-04-01 05:25:46",
    "Note": "",
}
AUTUMN = SPRING | {"PerioExamNum": 172, "ExamDate": "2023-10-01", "DateTMeasureEdit": "2023-10-01 05:25:46"}
OTHER = SPRING | {"PerioExamNum": 173, "PatNum": 16}
NOW = "2024-05-12 13:21:48"


@pytest.fixture
def office(api):
    """An office with three exams, of two patients; a third one's primary provider is 3."""
    api.seed(
        {
            "perioexam": [SPRING, AUTUMN, OTHER],
            "provider": [{"ProvNum": 3}],
            "patient": [{"PatNum": 20, "PriProv": 3}],
            "periomeasure": [{"PerioMeasureNum": 1, "PerioExamNum": 171}, {"PerioMeasureNum": 2, "PerioExamNum": 172}],
        }
    )
    api.freeze(NOW)
    return api


def test_an_exam(office):
    got = office.get("/perioexams/171")
    assert (got.status, got.json) == (200, SPRING)
    assert list(got.json) == list(SPRING)
    assert office.get("/perioexams/174")[:2] == (404, "PerioExam not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [SPRING, AUTUMN, OTHER]),
        ("?PatNum=15", [SPRING, AUTUMN]),
        ("?PatNum=0", [SPRING, AUTUMN, OTHER]),
        ("?ExamDate=2023-10-01", [AUTUMN]),
        ("?ExamDate=2023-10-02", []),
        ("?PatNum=15&ExamDate=2023-04-01", [SPRING, AUTUMN]),
        ("?PatNum=31", []),
    ],
)
def test_exams_are_found(office, query, found):
    got = office.get(f"/perioexams{query}")
    assert (got.status, got.json) == (200, found)


def test_what_none_is_found_by(office):
    assert office.get("/perioexams?PatNum=4711")[:2] == (404, "Patient not found.")
    assert office.get("/perioexams?ExamDate=soon")[:2] == (400, "ExamDate format must be yyyy-MM-dd.")


MADE = {
    "PerioExamNum": 174,
    "PatNum": 20,
    "ExamDate": "2024-05-12",
    "ProvNum": 3,
    "DateTMeasureEdit": NOW,
    "Note": "",
}


def test_an_exam_with_what_is_usual(office):
    got = office.post("/perioexams", {"PatNum": 20})
    assert (got.status, got.json) == (201, MADE)
    assert got.headers["Location"].endswith("/perioexams/174")
    assert office.get("/periomeasures?PerioExamNum=174").json == []
    assert office.rows("securitylog")[-1]["PermType"] == "PerioEdit"


def test_an_exam_with_all_that_can_be_said(office):
    said = {"PatNum": 20, "ExamDate": "2024-05-11", "ProvNum": 2, "Note": "Overall improvement!"}
    assert office.post("/perioexams", said)[:2] == (201, MADE | said)


def measure(number, kind, tooth, values):
    """A measure of the new exam."""
    names = ("MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue")
    head = {"PerioMeasureNum": number, "PerioExamNum": 174, "SequenceType": kind, "IntTooth": tooth, "ToothValue": -1}
    return {**head, **dict(zip(names, values, strict=True)), "SecDateTEdit": NOW}


# Of the page's own example: tooth, MB, B, DB, ML, L, DL.
DEPTHS = [
    (1, 4, 2, 3, 3, 2, 3),
    (2, 4, 2, 3, 3, 2, 3),
    (3, 3, 2, 3, 2, 2, 3),
    (4, 3, 2, 3, 2, 2, 2),
    (5, 3, 2, 3, 2, 3, 2),
    (6, 1, 2, 3, 2, 2, 2),
    (7, 3, 2, 3, 2, 1, 2),
    (8, 3, 2, 3, 2, 1, 2),
    (9, 3, 1, 3, 2, 1, 2),
    (10, 4, 2, 3, 2, 1, 2),
    (11, 3, 2, 5, 2, 3, 2),
    (12, 3, 2, 3, 3, 2, 3),
    (13, 3, 2, 2, 3, 2, 3),
    (14, 3, 2, 3, 3, 2, 3),
    (15, 2, 2, 3, 3, 4, 3),
    (16, 3, 4, 3, 3, 4, 3),
    (17, -1, -1, -1, 3, 4, 3),
    (18, -1, -1, -1, 2, 2, 3),
    (19, -1, -1, -1, 3, 2, 3),
    (20, -1, -1, -1, 3, 2, 2),
    (21, -1, -1, -1, 3, 2, 3),
    (22, -1, -1, -1, 3, 2, 5),
    (23, -1, -1, -1, 4, 2, 3),
    (24, -1, -1, -1, 3, 1, 3),
    (25, -1, -1, -1, 3, 2, 3),
    (26, -1, -1, -1, 3, 2, 3),
    (27, -1, -1, 3, 1, 2, 3),
    (28, 2, 3, 3, 3, 2, 3),
    (29, 2, 3, 3, 3, 2, 3),
    (30, 2, 3, 4, 3, 2, 3),
    (31, 2, 4, 4, 4, 2, 4),
    (32, 2, 3, 4, 4, 2, 3),
]
SEEN = [
    (1, 1, 1, -1, -1, -1, -1),
    (6, -1, 3, -1, -1, -1, -1),
    (10, -1, 8, 8, -1, -1, -1),
    (14, 4, 8, 4, -1, -1, -1),
    (15, -1, 1, 1, -1, -1, -1),
    (17, -1, -1, -1, -1, -1, 8),
    (18, -1, -1, -1, -1, 1, 1),
    (19, -1, -1, -1, 4, 8, 4),
    (23, -1, -1, -1, -1, 8, 8),
    (27, -1, -1, 15, -1, -1, -1),
    (28, 14, 13, 12, -1, -1, -1),
    (29, 11, 10, 9, -1, -1, -1),
    (30, 8, 7, 6, -1, -1, -1),
    (31, 5, 4, 3, -1, -1, -1),
    (32, 2, 1, -1, 1, 1, 1),
]
TYPED = {
    "UpperFacial": "32b4b32432332332332bs132332331342c3c3253233223p2c3p22b3b343",
    "UpperLingual": "323,323,322,222,232,222,212,212,212,212,232,323,323,323,343,343",
    "LowerLingual": "3b2b4b 424 323 323 323 321 323 323.313 42c3c 325 323 322 3p2c3p 22b3b 343c",
    "LowerFacial": "4 3b 2s 4bs 4p 2bp 4sp 3bsp 2c 3bc 3sc 2bsc 3pc 3bpc 2spc 3bspc",
}


def test_a_perio_exam_typed_in_and_read_back(office):
    got = office.post("/perioexams", {"PatNum": 20, **TYPED})
    assert (got.status, got.json) == (201, MADE)
    rows = [("Probing", row) for row in DEPTHS] + [("BleedSupPlaqCalc", row) for row in SEEN]
    expected = [measure(at, kind, tooth, values) for at, (kind, (tooth, *values)) in enumerate(rows, 3)]
    got = office.get("/periomeasures?PerioExamNum=174")
    assert (got.status, got.json) == (200, expected)
    assert office.get("/perioexams?PatNum=20").json == [MADE]

    # A site is measured again, and a tooth is loose.
    office.freeze("2024-05-12 13:30:00")
    stamp = {"SecDateTEdit": "2024-05-12 13:30:00"}
    assert office.put("/periomeasures/3", {"MBvalue": 5})[:2] == (200, expected[0] | {"MBvalue": 5} | stamp)
    loose = {"PerioExamNum": 174, "SequenceType": "Mobility", "IntTooth": 8, "ToothValue": 2}
    got = office.post("/periomeasures", loose)
    assert (got.status, got.json) == (201, measure(50, "Mobility", 8, [-1] * 6) | {"ToothValue": 2} | stamp)
    assert office.get("/perioexams/174").json == MADE | {"DateTMeasureEdit": "2024-05-12 13:30:00"}

    # The whole exam goes with all that was measured; that of others stays.
    assert office.delete("/perioexams/174").status == 200
    assert office.get("/periomeasures?PerioExamNum=174")[:2] == (404, "PerioExamNum not found.")
    assert [row["PerioMeasureNum"] for row in office.get("/periomeasures").json] == [1, 2]


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"ProvNum": 4711}, 404, "Provider not found."),
        ({"ExamDate": "May"}, 400, "ExamDate format must be yyyy-MM-dd."),
        ({"UpperFacial": "b3"}, 400, "UpperFacial must start with a number from 0-9."),
        ({"UpperLingual": " 323"}, 400, "UpperLingual must start with a number from 0-9."),
        ({"LowerLingual": "x"}, 400, "LowerLingual must start with a number from 0-9."),
        ({"UpperFacial": "3", "LowerFacial": "-1"}, 400, "LowerFacial must start with a number from 0-9."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    refused(office, lambda api: api.post("/perioexams", {"PatNum": 20} | changed), status, sentence)


def test_an_exam_changes(office):
    said = {"ExamDate": "2023-06-15", "ProvNum": 3, "Note": "Overall improvement!"}
    got = office.put("/perioexams/171", {**said, "UpperFacial": "3"})
    assert (got.status, got.json) == (200, SPRING | said | {"DateTMeasureEdit": NOW})
    assert "UpperFacial" in got.hint
    refused(office, lambda api: api.put("/perioexams/171", {"ProvNum": 4711}), 404, "Provider not found.")
    refused(office, lambda api: api.put("/perioexams/174", {"Note": "x"}), 404, "PerioExam not found.")


def test_an_exam_goes_with_its_measures(office):
    got = office.delete("/perioexams/171")
    assert (got.status, got.text) == (200, "")
    assert office.get("/perioexams").json == [AUTUMN, OTHER]
    assert [row["PerioMeasureNum"] for row in office.rows("periomeasure")] == [2]
    refused(office, lambda api: api.delete("/perioexams/171"), 404, "PerioExam not found.")


def test_a_deleted_patient_keeps_them_as_they_were(office):
    office.seed({"patient": [{"PatNum": 16, "PatStatus": "Deleted"}]})
    refused(office, lambda api: api.post("/perioexams", {"PatNum": 16}), 400, "Patient is deleted.")
    refused(office, lambda api: api.put("/perioexams/173", {"Note": "x"}), 400, "Patient is deleted.")
    refused(office, lambda api: api.delete("/perioexams/173"), 400, "Patient is deleted.")


def test_since_when(api):
    older = api.at(version="22.4.35")
    assert older.get("/perioexams")[:2] == (400, "perioexams GET  is not a valid method.")
    older = api.at(version="23.1.19")
    assert older.post("/perioexams")[:2] == (400, "perioexams POST  is not a valid method.")
    older = api.at(version="23.3.26")
    older.freeze(NOW)
    got = older.post("/perioexams", {"PatNum": 15, "ExamDate": "2020-01-01", "Note": "x"})
    made = {"PerioExamNum": 1, "PatNum": 15, "ExamDate": "2024-05-12", "ProvNum": 1, "DateTMeasureEdit": NOW}
    assert (got.status, got.json) == (201, {**made, "Note": ""})
    for verb in ("PUT", "DELETE"):
        assert older.call(verb, "/perioexams/1")[:2] == (400, f"perioexams {verb}  is not a valid method.")
