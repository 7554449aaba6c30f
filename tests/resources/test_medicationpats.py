"""https://www.opendental.com/site/apimedicationpats.html"""

import pytest
from conversation import refuses

refused = refuses("medicationpat", "medication")

METFORMIN = {
    "MedicationPatNum": 45,
    "PatNum": "15",
    "medName": "Metformin",
    "MedicationNum": 12,
    "PatNote": "500mg, taken twice a day.",
    "DateStart": "2000-06-20",
    "DateStop": "0001-01-01",
    "ProvNum": 1,
}
GLUCOPHAGE = METFORMIN | {
    "MedicationPatNum": 46,
    "medName": "Glucophage",
    "MedicationNum": 13,
    "PatNote": "",
    "DateStop": "2001-06-20",
    "ProvNum": 0,
}
MEDICATIONS = [
    {"MedicationNum": 12, "MedName": "Metformin", "GenericNum": 12},
    {"MedicationNum": 13, "MedName": "Glucophage", "GenericNum": 12},
    {"MedicationNum": 14, "MedName": "METFORMIN", "GenericNum": 14},
]


@pytest.fixture
def office(api):
    """An office with three medications, two of which a patient takes or took."""
    own = [{name: row[name] for name in row if name != "medName"} for row in (METFORMIN, GLUCOPHAGE)]
    api.seed({"medication": MEDICATIONS, "medicationpat": own})
    api.freeze("2025-01-21 11:20:34")
    return api


def test_what_a_patient_takes(office):
    got = office.get("/medicationpats?PatNum=15")
    assert (got.status, got.json) == (200, [METFORMIN, GLUCOPHAGE])
    assert list(got.json[0]) == list(METFORMIN)
    assert office.get("/medicationpats?PatNum=16")[:2] == (200, [])
    assert office.get("/medicationpats")[:2] == (400, "PatNum is required.")
    assert office.get("/medicationpats?PatNum=4711")[:2] == (404, "Patient not found.")


def made(**changed):
    """A new one as the list has it."""
    usual = {"PatNote": "", "DateStart": "0001-01-01", "DateStop": "0001-01-01", "ProvNum": 0}
    return METFORMIN | {"MedicationPatNum": 47, "PatNum": "16"} | usual | changed


@pytest.mark.parametrize("name", ["Metformin", "metformin", "Met%min"])
def test_a_medication_by_its_name(office, name):
    got = office.post("/medicationpats", {"PatNum": 16, "medName": name})
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"].endswith("/medicationpats/47")
    assert office.get("/medicationpats?PatNum=16").json == [made()]
    assert office.rows("securitylog")[-1]["PermType"] == "PatMedicationListEdit"


def test_a_medication_with_all_that_can_be_said(office):
    said = {
        "PatNote": "500mg, taken twice a day.",
        "DateStart": "2006-02-01",
        "DateStop": "0001-01-01",
        "ProvNum": 1,
    }
    assert office.post("/medicationpats", {"PatNum": 16, "MedicationNum": 13, **said}).status == 201
    assert office.get("/medicationpats?PatNum=16").json == [made(MedicationNum=13, medName="Glucophage", **said)]


def test_a_medication_is_made_where_there_is_none(office):
    assert office.post("/medicationpats", {"PatNum": 16, "medName": "Ibuprofen"}).status == 201
    assert office.get("/medicationpats?PatNum=16").json == [made(MedicationNum=15, medName="Ibuprofen")]
    assert office.get("/medications").json[-1] == {
        "MedicationNum": 15,
        "MedName": "Ibuprofen",
        "GenericNum": 15,
        "genericName": "Ibuprofen",
        "Notes": "",
        "DateTStamp": "2025-01-21",
    }


def test_the_number_counts_where_both_are_sent(office):
    body = {"PatNum": 16, "MedicationNum": 13, "medName": "Ibuprofen"}
    got = office.post("/medicationpats", body)
    assert (got.status, got.hint) == (201, "medName was ignored, as MedicationNum was sent")
    assert office.get("/medicationpats?PatNum=16").json == [made(MedicationNum=13, medName="Glucophage")]
    assert len(office.rows("medication")) == 3


def test_a_number_of_0_is_none_beside_a_name(office):
    assert office.post("/medicationpats", {"PatNum": 16, "MedicationNum": 0, "medName": "Glucophage"}).status == 201
    assert office.get("/medicationpats?PatNum=16").json == [made(MedicationNum=13, medName="Glucophage")]


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"medName": None}, 400, "medName or MedicationNum is required."),
        ({"medName": ""}, 400, "medName is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"ProvNum": 4711}, 404, "Provider not found."),
        ({"MedicationNum": 4711}, 404, "Medication not found."),
        ({"DateStart": "2/1/2006"}, 400, "DateStart format must be yyyy-MM-dd."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 16, "medName": "Ibuprofen"} | changed
    refused(office, lambda api: api.post("/medicationpats", body), status, sentence)


def test_it_changes(office):
    said = {"PatNote": "Once a day.", "DateStart": "2006-02-01", "DateStop": "2022-05-11", "ProvNum": 2}
    got = office.put("/medicationpats/45", said)
    assert (got.status, got.text) == (200, "")
    assert office.get("/medicationpats?PatNum=15").json == [METFORMIN | said, GLUCOPHAGE]
    assert office.put("/medicationpats/45", {"DateStart": "", "DateStop": ""}).status == 200
    cleared = {"DateStart": "0001-01-01", "DateStop": "0001-01-01"}
    assert office.get("/medicationpats?PatNum=15").json == [METFORMIN | said | cleared, GLUCOPHAGE]
    got = office.put("/medicationpats/45", {"medName": "Ibuprofen", "MedicationNum": 13})
    assert (got.status, got.text) == (200, "")
    assert "MedicationNum" in got.hint
    assert office.get("/medicationpats?PatNum=15").json == [METFORMIN | said | cleared, GLUCOPHAGE]


def test_what_it_may_not_become(office):
    refused(office, lambda api: api.put("/medicationpats/45", {"ProvNum": 4711}), 404, "Provider not found.")
    refused(office, lambda api: api.put("/medicationpats/47", {"PatNote": "x"}), 404, "MedicationPat not found.")


def test_it_goes(office):
    got = office.delete("/medicationpats/46")
    assert (got.status, got.text) == (200, "")
    assert office.get("/medicationpats?PatNum=15").json == [METFORMIN]
    assert len(office.rows("medication")) == 3
    refused(office, lambda api: api.delete("/medicationpats/46"), 404, "MedicationPat not found.")
    refused(office, lambda api: api.delete("/medicationpats"), 400, "MedicationPatNum is required.")


def test_since_when(api):
    older = api.at(version="21.2")
    for verb in ("GET", "POST"):
        assert older.call(verb, "/medicationpats")[:2] == (400, f"medicationpats {verb}  is not a valid method.")
    older = api.at(version="21.4")
    for verb in ("PUT", "DELETE"):
        assert older.call(verb, "/medicationpats/1")[:2] == (400, f"medicationpats {verb}  is not a valid method.")
