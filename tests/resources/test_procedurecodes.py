"""https://www.opendental.com/site/apiprocedurecodes.html"""

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
