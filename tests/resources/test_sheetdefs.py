"""https://www.opendental.com/site/apisheetdefs.html"""

LETTER = {"SheetDefNum": 1, "Description": "Excuse Letter", "SheetType": "PatientLetter"}
SCREENING = {"SheetDefNum": 2, "Description": "Screening", "SheetType": "Screening"}
FORM = {"SheetDefNum": 3, "Description": "Registration Form", "SheetType": "PatientForm"}


def test_a_layout(api):
    got = api.get("/sheetdefs/1")
    assert (got.status, got.json) == (200, LETTER)
    assert list(got.json) == list(LETTER)


def test_there_is_no_such_layout(api):
    got = api.get("/sheetdefs/4711")
    assert (got.status, got.json) == (404, "SheetDef not found.")


def test_all_layouts(api):
    got = api.get("/sheetdefs")
    assert got.status == 200
    assert got.json[:3] == [LETTER, SCREENING, FORM]
    assert len(got.json) == 5


def test_layouts_of_a_type(api):
    assert api.get("/sheetdefs?SheetType=PatientForm").json == [FORM]
    assert api.get("/sheetdefs?SheetType=Rx").json == []


def test_a_type_goes_by_its_name(api):
    got = api.get("/sheetdefs?SheetType=9")
    assert (got.status, got.json) == (400, "SheetType is invalid.")


def test_versions(api):
    got = api.at(version="23.2.4").get("/sheetdefs")
    assert (got.status, got.json) == (400, "sheetdefs GET  is not a valid method.")
    assert len(api.at(version="23.2.5").get("/sheetdefs").json) == 5
    assert len(api.at(version="25.1.19").get("/sheetdefs?SheetType=PatientForm").json) == 5
    assert len(api.at(version="25.1.19").get("/sheetdefs/1").json) == 5
    assert api.at(version="25.1.20").get("/sheetdefs?SheetType=PatientForm").json == [FORM]
    assert api.at(version="25.1.20").get("/sheetdefs/1").json == LETTER
