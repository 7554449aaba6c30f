"""https://www.opendental.com/site/apiperiomeasures.html"""

import pytest
from conversation import refuses

refused = refuses("periomeasure", "perioexam")

NOW = "2023-04-05 14:30:00"
SKIPPED = {
    "PerioMeasureNum": 66,
    "PerioExamNum": 3,
    "SequenceType": "SkipTooth",
    "IntTooth": 16,
    "ToothValue": 1,
    "MBvalue": -1,
    "Bvalue": -1,
    "DBvalue": -1,
    "MLvalue": -1,
    "Lvalue": -1,
    "DLvalue": -1,
    "SecDateTEdit": "2023-03-15 11:35:22",
}
PROBED = SKIPPED | {
    "PerioMeasureNum": 96,
    "SequenceType": "Probing",
    "IntTooth": 17,
    "ToothValue": -1,
    "MBvalue": 3,
    "Bvalue": 3,
    "DBvalue": 3,
    "MLvalue": 3,
    "Lvalue": 2,
    "DLvalue": 3,
}
SEEN = SKIPPED | {
    "PerioMeasureNum": 97,
    "SequenceType": "BleedSupPlaqCalc",
    "IntTooth": 2,
    "ToothValue": -1,
    "MBvalue": 0,
    "Bvalue": 15,
    "DBvalue": 15,
    "MLvalue": 0,
    "Lvalue": 0,
    "DLvalue": 0,
}
OTHER = PROBED | {"PerioMeasureNum": 98, "PerioExamNum": 5, "IntTooth": 12}


@pytest.fixture
def office(empty):
    """An office with two exams of one patient."""
    exam = {"PatNum": 15, "DateTMeasureEdit": "2023-03-15 11:50:14"}
    empty.seed(
        {
            "patient": [{"PatNum": 15}],
            "perioexam": [exam | {"PerioExamNum": 3}, exam | {"PerioExamNum": 5}],
            "periomeasure": [SKIPPED, PROBED, SEEN, OTHER],
        }
    )
    empty.freeze(NOW)
    return empty


def test_measures_are_found(office):
    got = office.get("/periomeasures")
    assert (got.status, got.json) == (200, [SKIPPED, PROBED, SEEN, OTHER])
    assert list(got.json[0]) == list(SKIPPED)
    assert office.get("/periomeasures?PerioExamNum=3").json == [SKIPPED, PROBED, SEEN]
    assert office.get("/periomeasures?PerioExamNum=0").json == [SKIPPED, PROBED, SEEN, OTHER]
    assert office.get("/periomeasures?PerioExamNum=4")[:2] == (404, "PerioExamNum not found.")


SIX = ("MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue")


@pytest.mark.parametrize(
    "said",
    [
        {"SequenceType": "Mobility", "ToothValue": 0},
        {"SequenceType": "Mobility", "ToothValue": 19},
        {"SequenceType": "SkipTooth", "ToothValue": 1},
        {"SequenceType": "Furcation", "Bvalue": 0},
        {"SequenceType": "Probing", "MBvalue": 2, "Bvalue": 3, "DBvalue": 2, "MLvalue": 2, "Lvalue": 2, "DLvalue": 19},
        {"SequenceType": "GingMargin", "MBvalue": 101, "Bvalue": 119, "DBvalue": 19, "MLvalue": 0},
        {"SequenceType": "MGJ", "MBvalue": 8, "Bvalue": 19, "DBvalue": 0},
        {"SequenceType": "MGJ", "IntTooth": 17, "MLvalue": 8, "Lvalue": 19, "DLvalue": 0},
        {"SequenceType": "BleedSupPlaqCalc", "MBvalue": 0, "DLvalue": 15},
        {"SequenceType": "Probing", "IntTooth": 16, "ToothValue": -1, "Bvalue": -1, "DBvalue": 4},
    ],
)
def test_what_is_measured(office, said):
    got = office.post("/periomeasures", {"PerioExamNum": 5, "IntTooth": 8} | said)
    blank = {"PerioMeasureNum": 99, "PerioExamNum": 5, "IntTooth": 8, "ToothValue": -1, "SecDateTEdit": NOW}
    assert (got.status, got.json) == (201, SKIPPED | blank | said)
    assert got.headers["Location"].endswith("/periomeasures/99")
    assert office.row("perioexam", 5)["DateTMeasureEdit"] == NOW
    assert office.row("perioexam", 3)["DateTMeasureEdit"] == "2023-03-15 11:50:14"


def refusal(kind, name, taken):
    return f"{name} is invalid. Value must be {taken} for SequenceType of {kind}."


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PerioExamNum": None}, 400, "PerioExamNum is required."),
        ({"SequenceType": None}, 400, "SequenceType is required."),
        ({"IntTooth": None}, 400, "IntTooth is required."),
        ({"PerioExamNum": 4}, 404, "PerioExamNum not found."),
        ({"PerioExamNum": 0}, 404, "PerioExamNum not found."),
        ({"SequenceType": "CAL"}, 400, "SequenceType is invalid."),
        ({"SequenceType": "AttGing"}, 400, "SequenceType is invalid."),
        ({"SequenceType": "Bleeding"}, 400, "SequenceType is invalid."),
        ({"SequenceType": 4}, 400, "SequenceType is invalid."),
        ({"IntTooth": 0}, 400, "IntTooth is invalid."),
        ({"IntTooth": 33}, 400, "IntTooth is invalid."),
        ({"IntTooth": "A"}, 400, "Invalid JSON."),
        ({"SequenceType": "Mobility", "ToothValue": 20}, 400, "ToothValue is invalid."),
        ({"SequenceType": "Mobility"}, 400, "ToothValue is invalid."),
        ({"SequenceType": "SkipTooth", "ToothValue": 2}, 400, "ToothValue is invalid."),
        ({"SequenceType": "SkipTooth", "ToothValue": 0}, 400, "ToothValue is invalid."),
        (
            {"SequenceType": "Furcation", "ToothValue": 1},
            400,
            "ToothValue must be -1 for SequenceType of Furcation.",
        ),
        ({"SequenceType": "Probing", "ToothValue": 0}, 400, "ToothValue must be -1 for SequenceType of Probing."),
        (
            {"SequenceType": "GingMargin", "Bvalue": 20},
            400,
            "Bvalue is invalid. Value must be 0-19 or 101-119 for SequenceType of GingMargin.",
        ),
        ({"SequenceType": "GingMargin", "Bvalue": 100}, 400, refusal("GingMargin", "Bvalue", "0-19 or 101-119")),
        ({"SequenceType": "GingMargin", "Lvalue": 120}, 400, refusal("GingMargin", "Lvalue", "0-19 or 101-119")),
        (
            {"SequenceType": "Mobility", "ToothValue": 1, "MBvalue": 0},
            400,
            "MBvalue is invalid. Value must be -1 for SequenceType of Mobility.",
        ),
        ({"SequenceType": "SkipTooth", "ToothValue": 1, "DLvalue": 1}, 400, refusal("SkipTooth", "DLvalue", "-1")),
        ({"DBvalue": 20}, 400, refusal("Probing", "DBvalue", "0-19")),
        ({"DBvalue": 105}, 400, refusal("Probing", "DBvalue", "0-19")),
        ({"DBvalue": -2}, 400, refusal("Probing", "DBvalue", "0-19")),
        ({"SequenceType": "Furcation", "MLvalue": 20}, 400, refusal("Furcation", "MLvalue", "0-19")),
        ({"SequenceType": "MGJ", "MLvalue": 3}, 400, refusal("MGJ", "MLvalue", "-1")),
        ({"SequenceType": "MGJ", "IntTooth": 17, "MLvalue": 20}, 400, refusal("MGJ", "MLvalue", "0-19")),
        ({"SequenceType": "BleedSupPlaqCalc", "Lvalue": 16}, 400, refusal("BleedSupPlaqCalc", "Lvalue", "0-15")),
        ({}, 400, "At least one surface value is required for SequenceType of Probing."),
        (
            {"IntTooth": 12, "SequenceType": "GingMargin", "Bvalue": 105},
            400,
            "A PerioMeasure with SequenceType GingMargin already exists for IntTooth 12.",
        ),
    ],
)
def test_what_cannot_be_measured(office, changed, status, sentence):
    office.seed({"periomeasure": [OTHER | {"PerioMeasureNum": 98, "SequenceType": "GingMargin"}]})
    body = {"PerioExamNum": 5, "SequenceType": "Probing", "IntTooth": 8} | changed
    refused(office, lambda api: api.post("/periomeasures", body), status, sentence)


def test_a_measure_changes(office):
    said = {"MBvalue": 3, "Bvalue": 2, "DBvalue": -1, "MLvalue": 3, "Lvalue": 2, "DLvalue": 19}
    stamp = {"SecDateTEdit": NOW}
    assert office.put("/periomeasures/96", said)[:2] == (200, PROBED | said | stamp)
    got = office.put("/periomeasures/96", {"Lvalue": 4, "IntTooth": 18, "SequenceType": "MGJ"})
    assert (got.status, got.json) == (200, PROBED | said | {"Lvalue": 4} | stamp)
    assert "IntTooth" in got.hint
    assert office.row("perioexam", 3)["DateTMeasureEdit"] == NOW
    assert office.put("/periomeasures/66", {"ToothValue": 1})[:2] == (200, SKIPPED)


def test_what_a_measure_may_not_become(office):
    def put(number, **said):
        return lambda api: api.put(f"/periomeasures/{number}", said)

    refused(office, put(99, Bvalue=3), 404, "PerioMeasure not found.")
    refused(office, put(66, ToothValue=0), 400, "ToothValue is invalid.")
    refused(office, put(66, Bvalue=0), 400, refusal("SkipTooth", "Bvalue", "-1"))
    refused(office, put(96, ToothValue=1), 400, "ToothValue must be -1 for SequenceType of Probing.")
    refused(office, put(96, Bvalue=101), 400, refusal("Probing", "Bvalue", "0-19"))
    refused(office, put(97, Bvalue=16), 400, refusal("BleedSupPlaqCalc", "Bvalue", "0-15"))
    none = "At least one surface value is required for SequenceType of Probing."
    refused(office, put(96, **dict.fromkeys(SIX, -1)), 400, none)


def test_a_change_takes_others_of_its_kind_away(office):
    twins = [PROBED | {"PerioMeasureNum": 101}, PROBED | {"PerioMeasureNum": 102, "PerioExamNum": 5}]
    office.seed({"periomeasure": twins})
    assert office.put("/periomeasures/96", {"Bvalue": 4}).status == 200
    assert [row["PerioMeasureNum"] for row in office.get("/periomeasures").json] == [66, 96, 97, 98, 102]


def test_what_is_of_the_tooth_goes(office):
    got = office.delete("/periomeasures/66")
    assert (got.status, got.text) == (200, "")
    assert office.get("/periomeasures").json == [PROBED, SEEN, OTHER]
    assert office.row("perioexam", 3)["DateTMeasureEdit"] == NOW
    office.seed({"periomeasure": [SKIPPED | {"SequenceType": "Mobility"}]})
    assert office.delete("/periomeasures/66").status == 200
    refused(office, lambda api: api.delete("/periomeasures/66"), 404, "PerioMeasure not found.")


def test_what_is_of_a_site_stays(office):
    sentence = "PerioMeasure cannot be deleted. SequenceType is Probing."
    refused(office, lambda api: api.delete("/periomeasures/96"), 400, sentence, hint="Mobility and SkipTooth")
    sentence = "PerioMeasure cannot be deleted. SequenceType is BleedSupPlaqCalc."
    refused(office, lambda api: api.delete("/periomeasures/97"), 400, sentence)


def test_a_deleted_patient_keeps_them_as_they_were(office):
    office.seed({"patient": [{"PatNum": 15, "PatStatus": "Deleted"}]})
    body = {"PerioExamNum": 5, "SequenceType": "Probing", "IntTooth": 8, "Bvalue": 3}
    refused(office, lambda api: api.post("/periomeasures", body), 400, "Patient is deleted.")
    refused(office, lambda api: api.put("/periomeasures/96", {"Bvalue": 3}), 400, "Patient is deleted.")
    refused(office, lambda api: api.delete("/periomeasures/66"), 400, "Patient is deleted.")


def test_what_was_seen_had_another_name(empty):
    older = empty.at(version="23.4.1")
    older.seed({"patient": [{"PatNum": 15}], "perioexam": [{"PerioExamNum": 3, "PatNum": 15}]})
    older.freeze(NOW)
    seen = {"PerioExamNum": 3, "SequenceType": "Bleeding", "IntTooth": 2, "Bvalue": 15}
    shown = SKIPPED | {"PerioMeasureNum": 1, "ToothValue": -1, "SecDateTEdit": NOW} | seen
    assert older.post("/periomeasures", seen)[:2] == (201, shown)
    assert older.get("/periomeasures").json == [shown]
    assert older.row("periomeasure", 1)["SequenceType"] == "BleedSupPlaqCalc"
    got = older.post("/periomeasures", seen | {"SequenceType": "BleedSupPlaqCalc"})
    assert (got.status, got.json) == (400, "SequenceType is invalid.")


def test_and_so_do_the_sentences(empty):
    older = empty.at(version="23.4.1")
    older.seed({"patient": [{"PatNum": 15}], "perioexam": [{"PerioExamNum": 3, "PatNum": 15}]})
    seen = {"PerioExamNum": 3, "SequenceType": "Bleeding", "IntTooth": 2, "Bvalue": 15}
    older.post("/periomeasures", seen)
    for body, sentence in (
        ({}, "A PerioMeasure with SequenceType Bleeding already exists for IntTooth 2."),
        ({"IntTooth": 3, "Bvalue": 16}, refusal("Bleeding", "Bvalue", "0-15")),
        ({"IntTooth": 3, "ToothValue": 1}, "ToothValue must be -1 for SequenceType of Bleeding."),
        ({"IntTooth": 3, "Bvalue": -1}, "At least one surface value is required for SequenceType of Bleeding."),
    ):
        refused(older, lambda api, body=body: api.post("/periomeasures", seen | body), 400, sentence)
    assert "BleedSupPlaqCalc" not in older.put("/periomeasures/1", {"ToothValue": 1}).hint


def test_since_when(empty):
    older = empty.at(version="22.4.31")
    assert older.get("/periomeasures")[:2] == (400, "periomeasures GET  is not a valid method.")
    older = empty.at(version="22.4.36")
    assert older.get("/periomeasures")[:2] == (200, [])
    for verb in ("POST", "PUT"):
        assert older.call(verb, "/periomeasures/1")[:2] == (400, f"periomeasures {verb}  is not a valid method.")
    older = empty.at(version="23.3.26")
    assert older.delete("/periomeasures/1")[:2] == (400, "periomeasures DELETE  is not a valid method.")
