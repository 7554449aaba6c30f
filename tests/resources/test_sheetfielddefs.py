"""https://www.opendental.com/site/apisheetfielddefs.html"""

SIGNATURE = {
    "SheetFieldDefNum": 20,
    "SheetDefNum": 5,
    "FieldType": "SigBox",
    "FieldName": "",
    "FieldValue": "",
    "IsRequired": "false",
}


def test_a_field(api):
    got = api.get("/sheetfielddefs/20")
    assert (got.status, got.json) == (200, SIGNATURE)
    assert list(got.json) == list(SIGNATURE)


def test_there_is_no_such_field(api):
    got = api.get("/sheetfielddefs/4711")
    assert (got.status, got.json) == (404, "SheetFieldDef not found.")


def test_the_fields_of_a_layout(api):
    got = api.get("/sheetfielddefs?SheetDefNum=5")
    assert got.status == 200
    assert [(row["SheetFieldDefNum"], row["FieldType"], row["FieldName"]) for row in got.json] == [
        (17, "OutputText", "Heading"),
        (18, "Grid", "TreatPlanMain"),
        (19, "OutputText", "Note"),
        (20, "SigBox", ""),
    ]
    assert got.json[3] == SIGNATURE


def test_all_fields(api):
    assert len(api.get("/sheetfielddefs").json) == 20


def test_the_layout_must_exist(api):
    got = api.get("/sheetfielddefs?SheetDefNum=4711")
    assert (got.status, got.json) == (404, "SheetDef not found.")


def test_since_25_1_27(api):
    for path in ("/sheetfielddefs", "/sheetfielddefs/20"):
        got = api.at(version="25.1.26").get(path)
        assert (got.status, got.json) == (400, "sheetfielddefs GET  is not a valid method.")
    assert api.at(version="25.1.27").get("/sheetfielddefs/20").json == SIGNATURE
