"""https://www.opendental.com/site/apireferrals.html"""

import pytest
from conversation import refuses

refused = refuses("referral")

NOW = "2025-01-21 11:20:34"
DAVIDSON = {
    "ReferralNum": 1,
    "LName": "Davidson",
    "FName": "Norm",
    "MName": "",
    "SSN": "123456789",
    "UsingTIN": "true",
    "Specialty": 465,
    "specialty": "Endodontics",
    "ST": "OR",
    "Telephone": "",
    "Address": "163 Madison Loop",
    "Address2": "",
    "City": "Portland",
    "Zip": "54698",
    "Note": "",
    "Phone2": "",
    "IsHidden": "false",
    "NotPerson": "false",
    "Title": "DMD",
    "EMail": "",
    "PatNum": 0,
    "IsDoctor": "true",
    "DateTStamp": "2021-06-21 10:03:08",
    "IsPreferred": "true",
    "BusinessName": "Madison Endo",
    "DisplayNote": "",
    "isPatient": "false",
}
BLANK = DAVIDSON | dict.fromkeys(["FName", "SSN", "specialty", "ST", "Address", "City", "Zip", "Title"], "")
BLANK |= {"UsingTIN": "false", "Specialty": 0, "IsDoctor": "false", "IsPreferred": "false", "BusinessName": ""}
ADVERTISEMENT = BLANK | {
    "ReferralNum": 2,
    "LName": "Facebook Ad",
    "Note": "Ad active from 06/01/2021 to 09/01/2021",
    "NotPerson": "true",
    "IsPreferred": "true",
    "IsHidden": "true",
    "BusinessName": "Facebook Ad",
}
BERINGER = BLANK | {
    "ReferralNum": 3,
    "LName": "Beringer",
    "FName": "Debbie",
    "MName": "L",
    "SSN": "111111111",
    "ST": "OR",
    "Telephone": "5033635432",
    "City": "Salem",
    "PatNum": 435,
    "isPatient": "true",
}
PATIENT = {
    "PatNum": 435,
    "LName": "Smith",
    "FName": "James",
    "MiddleI": "T",
    "Title": "Mr",
    "SSN": "111111111",
    "Address": "123 Gumtree Ln",
    "Address2": "Apt 4",
    "City": "Salem",
    "State": "OR",
    "Zip": "97304",
    "HmPhone": "(503)363-5432",
    "WkPhone": "",
    "WirelessPhone": "(503)363-5433",
    "Email": "name@site.com",
}


@pytest.fixture
def office(empty):
    """An office with a provider, an advertisement and a patient who send patients."""
    rows = [
        {name: row[name] for name in row if name not in ("specialty", "isPatient")}
        for row in (DAVIDSON, ADVERTISEMENT, BERINGER)
    ]
    definitions = [
        {"DefNum": 272, "Category": 35, "ItemName": "Surgery"},
        {"DefNum": 465, "Category": 35, "ItemName": "Endodontics"},
        {"DefNum": 5, "Category": 27, "ItemName": "Misc"},
    ]
    empty.seed({"definition": definitions, "patient": [PATIENT], "referral": rows})
    empty.freeze(NOW)
    return empty


def test_a_referral(office):
    got = office.get("/referrals/1")
    assert (got.status, got.json) == (200, DAVIDSON)
    assert list(got.json) == list(DAVIDSON)
    assert office.get("/referrals/4")[:2] == (404, "Referral not found.")


ALL = [DAVIDSON, ADVERTISEMENT, BERINGER]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("?IsHidden=true", [ADVERTISEMENT]),
        ("?IsHidden=false", ALL),
        ("?NotPerson=true", [ADVERTISEMENT]),
        ("?NotPerson=false", ALL),
        ("?IsDoctor=true", [DAVIDSON]),
        ("?IsPreferred=true", [DAVIDSON, ADVERTISEMENT]),
        ("?isPatient=true", [BERINGER]),
        ("?isPatient=false", ALL),
        ("?IsPreferred=true&isPatient=true", []),
        ("?BusinessName=endo", [DAVIDSON]),
        ("?BusinessName=Facebook", [ADVERTISEMENT]),
        ("?BusinessName=Google", []),
    ],
)
def test_referrals_are_found(office, query, found):
    got = office.get(f"/referrals{query}")
    assert (got.status, got.json) == (200, found)


def made(**changed):
    return BLANK | {"ReferralNum": 4, "DateTStamp": NOW} | changed


def test_a_name_alone_is_no_person(office):
    got = office.post("/referrals", {"LName": "Yellow Pages"})
    assert (got.status, got.json) == (201, made(LName="Yellow Pages", NotPerson="true"))
    assert got.headers["Location"].endswith("/referrals/4")
    assert office.rows("securitylog")[-1]["PermType"] == "ReferralAdd"


@pytest.mark.parametrize("named", [{"specialty": "surgery"}, {"Specialty": 272}])
def test_a_specialty_is_a_providers(office, named):
    body = {"LName": "Smith", "FName": "John", **named}
    provider = {"Specialty": 272, "specialty": "Surgery", "IsDoctor": "true"}
    assert office.post("/referrals", body)[:2] == (201, made(LName="Smith", FName="John", **provider))
    body |= {"IsDoctor": "false", "NotPerson": "true"}
    other = provider | {"ReferralNum": 5, "IsDoctor": "false", "NotPerson": "true"}
    assert office.post("/referrals", body)[:2] == (201, made(LName="Smith", FName="John", **other))


def test_the_number_of_a_specialty_counts_unless_it_is_0(office):
    provider = {"Specialty": 272, "specialty": "Surgery", "IsDoctor": "true"}
    got = office.post("/referrals", {"LName": "Smith", "Specialty": 0, "specialty": "Surgery"})
    assert got[:2] == (201, made(LName="Smith", **provider))
    got = office.post("/referrals", {"LName": "Smith", "Specialty": 272, "specialty": "Other"})
    assert got[:2] == (201, made(ReferralNum=5, LName="Smith", **provider))
    assert "specialty was ignored, as Specialty was sent" in got.hint


def test_a_person_without_a_specialty(office):
    said = {"IsDoctor": "true", "NotPerson": "false"}
    assert office.post("/referrals", {"LName": "Smith", **said})[:2] == (201, made(LName="Smith", **said))


def test_all_that_can_be_said(office):
    said = {
        "LName": "Smithers",
        "FName": "Jonathan",
        "MName": "C",
        "SSN": "111112222",
        "UsingTIN": "true",
        "Specialty": 272,
        "ST": "OR",
        "Telephone": "5033635432",
        "Address": "123 Gumtree Ln",
        "Address2": "Suite 2",
        "City": "Salem",
        "Zip": "97304",
        "Note": "Out on Thursdays",
        "Phone2": "(536)265-8587",
        "NotPerson": "false",
        "Title": "DDS",
        "EMail": "name@site.com",
        "IsDoctor": "true",
        "BusinessName": "Surgery Center",
        "DisplayNote": "Prefers calls",
    }
    assert office.post("/referrals", said)[:2] == (201, made(specialty="Surgery", **said))
    stamped = {"DateTStamp": NOW, "specialty": "Surgery"}
    assert office.put("/referrals/2", said)[:2] == (200, ADVERTISEMENT | said | stamped)
    assert office.rows("securitylog")[-1]["PermType"] == "ReferralEdit"
    assert office.put("/referrals/2", {"Specialty": 0, "IsPreferred": "false"})[:2] == (
        200,
        ADVERTISEMENT | said | stamped | {"Specialty": 0, "specialty": ""},
    )


COPIED = {
    "LName": "Smith",
    "FName": "James",
    "MName": "T",
    "SSN": "111111111",
    "ST": "OR",
    "Telephone": "5033635432",
    "Address": "123 Gumtree Ln",
    "Address2": "Apt 4",
    "City": "Salem",
    "Zip": "97304",
    "Phone2": "(503)363-5433",
    "Title": "Mr",
    "EMail": "name@site.com",
    "PatNum": 435,
    "isPatient": "true",
}


def test_a_patient_is_copied(office):
    assert office.post("/referrals", {"LName": "smith", "PatNum": 435})[:2] == (201, made(**COPIED))
    said = {"LName": "Smith", "PatNum": 435, "FName": "Jim", "IsDoctor": "true", "Note": "Friendly"}
    got = office.post("/referrals", said)
    assert (got.status, got.json) == (201, made(**COPIED, ReferralNum=5, Note="Friendly"))
    assert "FName had no effect" in got.hint
    office.seed({"patient": [PATIENT | {"HmPhone": "363-5432", "WkPhone": "(503)555-0100"}]})
    phones = {"ReferralNum": 6, "Telephone": "", "Phone2": "(503)555-0100"}
    assert office.post("/referrals", {"LName": "Smith", "PatNum": 435})[:2] == (201, made(**COPIED | phones))


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"LName": None}, 400, "LName is required."),
        ({"LName": " "}, 400, "LName is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"PatNum": 435}, 400, "LName does not match the patient."),
        ({"LName": "Smith", "PatNum": 435, "Specialty": 272}, 400, "Only one of PatNum and Specialty may be sent."),
        ({"Specialty": 4711}, 404, "Definition not found."),
        ({"Specialty": 5}, 400, "Specialty is invalid."),
        ({"specialty": "Gossip"}, 400, "specialty is invalid."),
        ({"Telephone": "(503)363-5432"}, 400, "Telephone is invalid."),
        ({"SSN": "111-11-111"}, 400, "SSN is invalid."),
        ({"UsingTIN": "yes"}, 400, "UsingTIN is invalid."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    refused(office, lambda api: api.post("/referrals", {"LName": "Jones"} | changed), status, sentence)


def test_of_a_patient_only_notes_change(office):
    notes = {"Note": "Referral credit added to account on 08/21/2022", "DisplayNote": "Sends friends"}
    changed = BERINGER | notes | {"DateTStamp": NOW}
    assert office.put("/referrals/3", notes)[:2] == (200, changed)
    assert office.put("/referrals/3", {"LName": "Beringer", "IsDoctor": "false"})[:2] == (200, changed)
    sentence = "Only Note and DisplayNote can be changed when the Referral is a patient."
    refused(office, lambda api: api.put("/referrals/3", {"FName": "Deb", "Note": "x"}), 400, sentence, hint="FName")
    refused(office, lambda api: api.put("/referrals/3", {"IsDoctor": "true"}), 400, sentence)


def test_what_a_referral_may_not_become(office):
    refused(office, lambda api: api.put("/referrals/1", {"LName": ""}), 400, "LName is required.")
    refused(office, lambda api: api.put("/referrals/1", {"Telephone": "363"}), 400, "Telephone is invalid.")
    refused(office, lambda api: api.put("/referrals/4", {"Note": "x"}), 404, "Referral not found.")


def test_since_when(empty):
    older = empty.at(version="24.1.33")
    older.seed({"referral": [{"ReferralNum": 1, "LName": "Davidson"}]})
    assert len(older.get("/referrals?IsHidden=true").json) == 1
    assert len(older.get("/referrals/1").json) == 1  # a build without it answers the list
    got = older.post("/referrals", {"LName": "Yellow Pages", "NotPerson": "false", "City": "Salem"})
    assert (got.status, got.json["NotPerson"], got.json["City"]) == (201, "true", "")
    assert empty.at(version="22.4.23").put("/referrals/1")[:2] == (400, "referrals PUT  is not a valid method.")
    assert empty.at(version="22.2.9").post("/referrals")[:2] == (400, "referrals POST  is not a valid method.")
    assert empty.at(version="21.3").get("/referrals")[:2] == (400, "referrals GET  is not a valid method.")
