"""https://www.opendental.com/site/apiprocedurecodes.html"""

import pytest
from conversation import refuses, text

refused = refuses("procedurecode")

EXAM = {
    "CodeNum": 35,
    "ProcCode": "D0120",
    "Descript": "periodic oral evaluation - established patient",
    "AbbrDesc": "PerEx",
    "ProcTime": "/X/",
    "ProcCat": 73,
    "procCat": "Exams & Xrays",
    "TreatArea": "Mouth",
    "NoBillIns": "false",
    "IsProsth": "false",
    "DefaultNote": "",
    "IsHygiene": "false",
    "AlternateCode1": "",
    "MedicalCode": "",
    "IsTaxed": "false",
    "PaintType": "None",
    "LaymanTerm": "",
    "IsCanadianLab": "false",
    "BaseUnits": 0,
    "SubstitutionCode": "",
    "SubstOnlyIf": "Always",
    "DateTStamp": "2023-12-12 09:15:11",
    "DrugNDC": "",
    "RevenueCodeDefault": "",
    "ProvNumDefault": 0,
    "CanadaTimeUnits": 0.0,
    "IsRadiology": "false",
    "DefaultClaimNote": "",
    "DefaultTPNote": "",
    "PaintText": "",
    "AreaAlsoToothRange": "false",
    "DiagnosticCodes": "",
}


def test_a_code(api):
    got = api.get("/procedurecodes/35")
    assert (got.status, got.json) == (200, EXAM)
    assert list(got.json) == list(EXAM)


def test_there_is_no_such_code(api):
    got = api.get("/procedurecodes/4711")
    assert (got.status, got.json) == (404, "ProcedureCode not found.")


def test_all_codes(api):
    got = api.get("/procedurecodes")
    assert got.status == 200
    assert len(got.json) == 28
    assert got.json[1] == EXAM


def test_before_23_3_25_codes_come_by_their_code(api):
    keys = [row["CodeNum"] for row in api.get("/procedurecodes").json]
    assert keys == sorted(keys)
    codes = [row["ProcCode"] for row in api.at(version="23.3.24").get("/procedurecodes").json]
    assert codes == sorted(codes)
    assert codes != [row["ProcCode"] for row in api.at(version="23.3.25").get("/procedurecodes").json]


def test_codes_changed_at_a_moment_or_later(api):
    assert api.get("/procedurecodes?DateTStamp=2023-12-12%2009:15:11").json == [EXAM]
    assert api.get("/procedurecodes?DateTStamp=2023-12-12%2009:15:12").json == []


def test_a_moment_has_one_format(api):
    got = api.get("/procedurecodes?DateTStamp=2023-12-12")
    assert (got.status, got.json) == (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")


def test_a_filter_by_code_is_ignored(api):
    got = api.get("/procedurecodes?ProcCode=D0120")
    assert len(got.json) == 28
    assert "ProcCode" in got.hint


def test_versions(api):
    got = api.at(version="22.3.21").get("/procedurecodes")
    assert (got.status, got.json) == (400, "procedurecodes GET  is not a valid method.")
    assert len(api.at(version="22.4.27").get("/procedurecodes?DateTStamp=2023-12-12%2009:15:11").json) == 28
    assert len(api.at(version="22.4.28").get("/procedurecodes?DateTStamp=2023-12-12%2009:15:11").json) == 1
    assert len(api.at(version="23.3.24").get("/procedurecodes/35").json) == 28
    assert api.at(version="23.3.25").get("/procedurecodes/35").json == EXAM


# --- POST --------------------------------------------------------------------------------------------

NOW = "2023-12-29 09:19:21"
NEW = {"ProcCode": "G0140", "Descript": "limited evaluation", "AbbrDesc": "LimEx", "ProcCat": 83}
NEW_ANSWER = EXAM | {
    "CodeNum": 733,
    "ProcCode": "G0140",
    "Descript": "limited evaluation",
    "AbbrDesc": "LimEx",
    "ProcCat": 83,
    "procCat": "Misc",
    "TreatArea": "None",
    "DateTStamp": NOW,
}
WHOLE = {
    "ProcTime": "//XX",
    "TreatArea": "Quad",
    "NoBillIns": "true",
    "IsProsth": "true",
    "DefaultNote": "done",
    "IsHygiene": "true",
    "AlternateCode1": "M1",
    "MedicalCode": "d0120",
    "IsTaxed": "true",
    "PaintType": "Text",
    "LaymanTerm": "a look",
    "IsCanadianLab": "true",
    "BaseUnits": 2,
    "SubstitutionCode": "D0120",
    "SubstOnlyIf": "Posterior",
    "DrugNDC": "12345678901",
    "RevenueCodeDefault": "123",
    "ProvNumDefault": 11,
    "CanadaTimeUnits": 1.5,
    "IsRadiology": "true",
    "DefaultClaimNote": "claim",
    "DefaultTPNote": "plan",
    "PaintText": "Watch",
    "AreaAlsoToothRange": "true",
    "DiagnosticCodes": "B08.09,K02.9,K03.0,K04.1",
}


def test_a_new_code(api):
    api.freeze(NOW)
    number = max(row["CodeNum"] for row in api.rows("procedurecode")) + 1
    got = api.post("/procedurecodes", NEW)
    answer = NEW_ANSWER | {"CodeNum": number}
    assert (got.status, got.text, got.hint) == (201, text(answer), "")
    assert got.headers["Location"] == f"http://localhost/api/v1/procedurecodes/{number}"
    assert api.get(f"/procedurecodes/{number}").json == answer


def test_a_new_code_with_everything(api):
    api.freeze(NOW)
    got = api.post("/procedurecodes", NEW | WHOLE)
    assert (got.status, got.json) == (201, NEW_ANSWER | WHOLE | {"CodeNum": got.json["CodeNum"]})


def test_a_new_code_finds_its_category_by_name(api):
    body = {name: word for name, word in NEW.items() if name != "ProcCat"} | {"procCat": "misc"}
    got = api.post("/procedurecodes", body)
    assert (got.status, got.json["ProcCat"], got.json["procCat"]) == (201, 83, "Misc")


def without(*names):
    return {name: word for name, word in NEW.items() if name not in names}


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (without("ProcCode"), 400, "ProcCode is required."),
        (without("Descript"), 400, "Descript is required."),
        (without("AbbrDesc"), 400, "AbbrDesc is required."),
        (without("ProcCat"), 400, "ProcCat or procCat is required."),
        (NEW | {"procCat": "Misc"}, 400, "Only one of ProcCat and procCat may be sent."),
        (NEW | {"ProcCat": 4711}, 404, "Definition not found."),
        (NEW | {"ProcCat": 0}, 404, "Definition not found."),
        (NEW | {"ProcCat": 126}, 400, "ProcCat is invalid."),
        (without("ProcCat") | {"procCat": "Gardening"}, 400, "procCat is invalid."),
        (without("ProcCat") | {"procCat": ""}, 400, "procCat is invalid."),
        (NEW | {"ProcCode": " "}, 400, "ProcCode is required."),
        (NEW | {"ProcCode": "D0120"}, 400, "That code already exists."),
        (NEW | {"ProcCode": "d0120"}, 400, "That code already exists."),
        (NEW | {"ProcTime": "-X-"}, 400, "ProcTime is invalid."),
        (NEW | {"TreatArea": "Knee"}, 400, "TreatArea is invalid."),
        (NEW | {"PaintType": 1}, 400, "PaintType is invalid."),
        (NEW | {"MedicalCode": "X9999"}, 404, "ProcedureCode not found."),
        (NEW | {"SubstitutionCode": "d0120"}, 404, "ProcedureCode not found."),
        (NEW | {"SubstOnlyIf": "Sometimes"}, 400, "SubstOnlyIf is invalid."),
        (NEW | {"BaseUnits": -1}, 400, "BaseUnits is invalid."),
        (NEW | {"DrugNDC": "1234567890"}, 400, "DrugNDC is invalid."),
        (NEW | {"RevenueCodeDefault": "12A"}, 400, "RevenueCodeDefault is invalid."),
        (NEW | {"ProvNumDefault": 4711}, 404, "Provider not found."),
    ],
)
def test_a_new_code_is_refused(api, body, status, sentence):
    refused(api, lambda api: api.post("/procedurecodes", body), status, sentence)


OWN_RULES = pytest.mark.parametrize(
    ("more", "sentence", "hint"),
    [
        ({"Descript": " "}, "Descript is required.", "Description not allowed to be blank."),
        ({"AbbrDesc": ""}, "AbbrDesc is required.", "Abbreviation not allowed to be blank."),
        ({"PaintText": "Watch"}, "PaintType must be Text to set PaintText.", "PaintType is None"),
        (
            {"PaintText": "Watch", "PaintType": "RCT"},
            "PaintType must be Text to set PaintText.",
            "PaintType is RCT",
        ),
        (
            {"AreaAlsoToothRange": "true", "TreatArea": "Mouth"},
            "TreatArea must be Quad or Arch to set AreaAlsoToothRange.",
            "TreatArea is Mouth",
        ),
        ({"DiagnosticCodes": "K02.9, K03.0"}, "DiagnosticCodes is invalid.", "without blanks"),
        ({"DiagnosticCodes": "A,B,C,D,E"}, "Cannot have more than 4 ICD-10 codes.", "5 were sent"),
    ],
)


@OWN_RULES
def test_a_new_code_keeps_the_pages_rules(api, more, sentence, hint):
    refused(api, lambda api: api.post("/procedurecodes", NEW | more), 400, sentence, hint)


# --- PUT ---------------------------------------------------------------------------------------------


@OWN_RULES
def test_a_change_keeps_the_pages_rules(api, more, sentence, hint):
    refused(api, lambda api: api.put("/procedurecodes/35", more), 400, sentence, hint)


def test_a_code_changes(api):
    api.freeze(NOW)
    body = WHOLE | {"Descript": "periodic", "AbbrDesc": "Per", "ProcCat": 74}
    got = api.put("/procedurecodes/35", body | {"ProcCode": "D0121"})
    changed = EXAM | body | {"procCat": "Cleanings", "DateTStamp": NOW}
    assert (got.status, got.text) == (200, text(changed))
    assert "ProcCode cannot be set by PUT and was ignored" in got.hint
    assert api.get("/procedurecodes/35").json == changed


def test_a_text_is_painted_by_a_code_that_paints_text(api):
    assert api.put("/procedurecodes/35", {"PaintType": "Text"}).status == 200
    got = api.put("/procedurecodes/35", {"PaintText": "Watch"})
    assert (got.status, got.json["PaintText"]) == (200, "Watch")
    got = api.put("/procedurecodes/35", {"PaintType": "None", "PaintText": ""})
    assert (got.json["PaintType"], got.json["PaintText"]) == ("None", "")


def test_a_code_gets_its_category_by_name(api):
    assert api.put("/procedurecodes/35", {"procCat": "ENDO"}).json["ProcCat"] == 76
    both = {"ProcCat": 76, "procCat": "Endo"}
    sentence = "Only one of ProcCat and procCat may be sent."
    refused(api, lambda api: api.put("/procedurecodes/35", both), 400, sentence)


def test_a_time_pattern_that_is_too_long_is_told_so(api):
    hint = "ProcTime is a time pattern of X and / such as /X/, of at most 24 characters; 25 were sent"
    refused(api, lambda api: api.put("/procedurecodes/35", {"ProcTime": "X" * 25}), 400, "ProcTime is invalid.", hint)
    assert api.put("/procedurecodes/35", {"ProcTime": "X" * 24}).json["ProcTime"] == "X" * 24


def test_another_code_may_be_taken_away(api):
    api.put("/procedurecodes/35", {"SubstitutionCode": "D0140", "MedicalCode": "D0140"})
    got = api.put("/procedurecodes/35", {"SubstitutionCode": "", "MedicalCode": "", "ProvNumDefault": 0})
    assert (got.status, got.json["SubstitutionCode"], got.json["MedicalCode"]) == (200, "", "")


def test_a_code_that_is_not_there_does_not_change(api):
    refused(api, lambda api: api.put("/procedurecodes/4711", {"IsTaxed": "true"}), 404, "ProcedureCode not found.")


@pytest.mark.parametrize(
    ("name", "since"),
    [
        ("TreatArea", "22.4.34"),
        ("NoBillIns", "23.2.10"),
        ("IsProsth", "23.3.25"),
        ("AlternateCode1", "23.3.25"),
        ("IsTaxed", "23.3.25"),
        ("PaintType", "23.3.25"),
        ("IsCanadianLab", "23.3.25"),
        ("BaseUnits", "23.3.25"),
        ("SubstitutionCode", "22.4.9"),
        ("SubstOnlyIf", "22.4.9"),
        ("DrugNDC", "23.3.25"),
        ("RevenueCodeDefault", "23.3.25"),
        ("IsRadiology", "23.3.25"),
        ("DefaultClaimNote", "23.3.25"),
        ("DefaultTPNote", "23.3.25"),
        ("DiagnosticCodes", "23.3.25"),
    ],
)
def test_what_a_new_code_takes_since(api, name, since):
    before = ".".join([*since.split(".")[:-1], str(int(since.split(".")[-1]) - 1)])
    body = NEW | {name: WHOLE[name]}
    assert api.at(version=before).post("/procedurecodes", body).json[name] == NEW_ANSWER[name]
    assert api.at(version=since).post("/procedurecodes", body).json[name] == WHOLE[name]


def test_writes_since(api):
    assert api.at(version="22.2.99").post("/procedurecodes", NEW).json == "procedurecodes POST  is not a valid method."
    assert api.at(version="22.3").post("/procedurecodes", NEW).status == 201
    older = api.at(version="23.3.24").put("/procedurecodes/35", {"IsTaxed": "true"})
    assert older.json == "procedurecodes PUT  is not a valid method."
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll"]})
    says = "ProcedureCodes PUT requires the permission ApiAllOthers."
    refused(api, lambda api: api.put("/procedurecodes/35", {"IsTaxed": "true"}), 401, says)


def test_a_row_of_an_office_may_be_older_than_what_the_api_asks(api):
    old = {"CodeNum": 9001, "ProcCode": "OLD", "DrugNDC": "none", "BaseUnits": -1}
    api.seed({"procedurecode": [old]})
    got = api.get("/procedurecodes/9001").json
    assert {name: got[name] for name in old} == old
