"""https://www.opendental.com/site/apiehrpatients.html"""

from conversation import refuses

refused = refuses("ehrpatient")

URIEL = {
    "PatNum": 11,
    "MotherMaidenFname": "Uriel",
    "MotherMaidenLname": "Unallowed",
    "VacShareOk": "Yes",
    "MedicaidState": "OR",
    "SexualOrientation": "20430005",
    "GenderIdentity": "446151000124109",
    "SexualOrientationNote": "",
    "GenderIdentityNote": "",
    "DischargeDate": "0001-01-01",
}


def test_what_is_known_of_a_patient(empty):
    empty.seed({"patient": [{"PatNum": 11}, {"PatNum": 12}], "ehrpatient": [URIEL]})
    got = empty.get("/ehrpatients/11")
    assert (got.status, got.json) == (200, URIEL)
    assert list(got.json) == list(URIEL)
    nothing = dict.fromkeys(URIEL, "") | {"PatNum": 12, "VacShareOk": "Unknown", "DischargeDate": "0001-01-01"}
    assert empty.get("/ehrpatients/12")[:2] == (200, nothing)  # its row is made
    missing = empty.get("/ehrpatients/13")
    assert (missing.status, missing.json) == (404, "Patient not found.")
    assert missing.hint


def test_a_discharge(empty):
    empty.seed({"patient": [{"PatNum": 11}], "ehrpatient": [URIEL]})
    got = empty.put("/ehrpatients/11", {"DischargeDate": "2024-02-15", "MedicaidState": "WA"})
    expected = URIEL | {"DischargeDate": "2024-02-15", "MedicaidState": "WA"}
    assert (got.status, got.json) == (200, expected)
    assert empty.row("ehrpatient", 11)["DischargeDate"] == "2024-02-15 00:00:00"
    got = empty.put("/ehrpatients/11", {"VacShareOk": "No"})
    assert (got.status, got.json) == (200, expected)
    assert "VacShareOk" in got.hint


def test_what_it_refuses(empty):
    deleted = {"PatNum": 12, "PatStatus": "Deleted"}
    empty.seed({"patient": [{"PatNum": 11}, deleted], "ehrpatient": [URIEL, {"PatNum": 12}]})
    sentence = "DischargeDate format must be yyyy-MM-dd."
    refused(empty, lambda api: api.put("/ehrpatients/11", {"DischargeDate": "2/15/2024"}), 400, sentence)
    refused(empty, lambda api: api.put("/ehrpatients/13", {"MedicaidState": "OR"}), 404, "Patient not found.")
    refused(empty, lambda api: api.put("/ehrpatients/12", {"MedicaidState": "OR"}), 400, "Patient is deleted.")


def test_since_when(empty):
    older = empty.at(version="24.4.12", world="empty")
    older.seed({"patient": [{"PatNum": 11}], "ehrpatient": [URIEL]})
    got = older.put("/ehrpatients/11", {"MedicaidState": "WA", "DischargeDate": "2024-02-15"})
    assert got.json == URIEL | {"DischargeDate": "2024-02-15"}
    assert "24.4.13" in got.hint
    oldest = empty.at(version="24.1.14", world="empty")
    for verb in ("GET", "PUT"):
        got = oldest.call(verb, "/ehrpatients/11")
        assert (got.status, got.json) == (400, f"ehrpatients {verb}  is not a valid method.")
