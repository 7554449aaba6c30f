"""https://www.opendental.com/site/apirxpats.html"""

AMOXICILLIN = {
    "RxNum": 13,
    "PatNum": 31,
    "RxDate": "2024-09-26",
    "Drug": "Amoxicillin 500 mg",
    "Sig": "Take 4 caps 1 hour prior to dental appointment.",
    "Disp": "4",
    "Refills": "0",
    "ProvNum": 12,
    "Notes": "",
    "PharmacyNum": 2,
    "IsControlled": "false",
    "DateTStamp": "2024-09-26 14:43:42",
    "SendStatus": "Unsent",
    "IsErxOld": "false",
    "ErxPharmacyInfo": "",
    "IsProcRequired": "false",
    "ProcNum": 0,
    "DaysOfSupply": 0.0,
    "PatientInstruction": "Take all 4 caps 1 hour prior to dental appointment.",
    "ClinicNum": 3,
}


def test_a_prescription(api):
    api.seed({"rxpat": [AMOXICILLIN]})
    got = api.get("/rxpats/13")
    assert (got.status, got.json) == (200, AMOXICILLIN)
    assert list(got.json) == list(AMOXICILLIN)
    missing = api.get("/rxpats/4711")
    assert (missing.status, missing.json) == (404, "RxPat not found.")
    assert missing.hint


def test_the_prescriptions_of_a_patient(api):
    looked = {"RxNum": 14, "PatNum": 31, "RxType": "BambooAccess", "SendStatus": "Pending", "DaysOfSupply": 7}
    api.seed({"rxpat": [looked, AMOXICILLIN]})
    got = api.get("/rxpats")
    assert [(row["RxNum"], row["PatNum"]) for row in got.json] == [(13, 31), (14, 31), (60, 15)]
    assert api.get("/rxpats?PatNum=31").json == got.json[:2]
    assert got.json[0] == AMOXICILLIN
    assert (got.json[1]["SendStatus"], got.json[1]["DaysOfSupply"]) == ("Pending", 7.0)
    assert api.get("/rxpats?PatNum=0").json == got.json
    assert api.get("/rxpats?PatNum=16")[:2] == (200, [])


def test_what_rxpats_refuse(api):
    assert api.get("/rxpats?PatNum=4711")[:2] == (404, "Patient not found.")
    assert api.get("/rxpats?PatNum=Smith")[:2] == (400, "PatNum is invalid.")


def test_since_24_2_35(api):
    for path in ("/rxpats", "/rxpats/13"):
        older = api.at(version="24.2.34").get(path)
        assert (older.status, older.json) == (400, "rxpats GET  is not a valid method.")
    assert [row["RxNum"] for row in api.at(version="24.2.35").get("/rxpats").json] == [60]
