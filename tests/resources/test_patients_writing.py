"""https://www.opendental.com/site/apipatients.html: POST and PUT."""

import pytest
from conversation import PERMISSIONS, refuses

refused = refuses("patient", "popup", "patientnote", "custreference", "recall")

NOW = "2024-01-27 14:13:05"
ROSE = {"LName": "Tyler-O'Dell", "FName": "Rose"}
"""All that a new patient needs."""

ROSE_AS_SHE_IS_SHOWN = {
    "PatNum": 8644,
    "LName": "Tyler-O'Dell",
    "FName": "Rose",
    "MiddleI": "",
    "Preferred": "",
    "PatStatus": "Patient",
    "Gender": "Unknown",
    "Position": "Single",
    "Birthdate": "0001-01-01",
    "SSN": "",
    "Address": "",
    "Address2": "",
    "City": "",
    "State": "",
    "Zip": "",
    "HmPhone": "",
    "WkPhone": "",
    "WirelessPhone": "",
    "Guarantor": 8644,
    "Email": "",
    "EstBalance": 0.0,
    "PriProv": 1,
    "priProvAbbr": "DOC1",
    "SecProv": 0,
    "secProvAbbr": "",
    "FeeSched": 0,
    "BillingType": "Standard Account",
    "ImageFolder": "TylerODellRose8644",
    "FamFinUrgNote": "",
    "ChartNumber": "",
    "MedicaidID": "",
    "BalTotal": 0.0,
    "EmployerNum": 0,
    "DateFirstVisit": "0001-01-01",
    "ClinicNum": 0,
    "clinicAbbr": "",
    "Premed": "false",
    "Ward": "",
    "PreferConfirmMethod": "None",
    "PreferContactMethod": "None",
    "PreferRecallMethod": "None",
    "Language": "",
    "AdmitDate": "0001-01-01",
    "siteDesc": "",
    "DateTStamp": NOW,
    "SuperFamily": 0,
    "TxtMsgOk": "Unknown",
    "SecDateEntry": "2024-01-27",
}

EVERYTHING = {
    "LName": "Tyler-O'Dell",
    "FName": "Rose",
    "MiddleI": "M",
    "Preferred": "Rosie",
    "PatStatus": "Prospective",
    "Gender": "Female",
    "Position": "Widowed",
    "Birthdate": "1987-04-27",
    "SSN": "123456789",
    "Address": "48 Bad Wolf Way",
    "Address2": "Flat 3",
    "City": "Salem",
    "State": "OR",
    "Zip": "97301-1234",
    "HmPhone": "(503)555-0101 x7",
    "WkPhone": "5035550102",
    "WirelessPhone": "503.555.0103",
    "Guarantor": 15,
    "Email": "rose@example.com",
    "PriProv": 11,
    "SecProv": 4,
    "FeeSched": 57,
    "BillingType": "Monthly Statement",
    "ChartNumber": "ABCDEFGHIJ12345",
    "MedicaidID": "022419552",
    "EmployerNum": 1,
    "DateFirstVisit": "2024-01-02",
    "ClinicNum": 2,
    "Premed": "true",
    "Ward": "7 B",
    "PreferConfirmMethod": "TextMessage",
    "PreferContactMethod": "DoNotCall",
    "PreferRecallMethod": "Mail",
    "Language": "spa",
    "AdmitDate": "2024-01-03",
    "TxtMsgOk": "Yes",
}
"""Every parameter but FamFinUrgNote, which a guarantor has, and SuperFamily, which does not go with Guarantor."""

EVERYTHING_SHOWN = {"priProvAbbr": "DOC3", "secProvAbbr": "HYG2", "clinicAbbr": "Southside"}


@pytest.fixture
def hospital(api):
    """An office with wards, an employer and a second billing type."""
    api.prefer(EasyHideHospitals="0")
    api.seed(
        {
            "employer": [{"EmployerNum": 1, "EmpName": "Torchwood"}],
            "definition": [{"DefNum": 940, "Category": 4, "ItemName": "Monthly Statement"}],
        }
    )
    api.freeze(NOW)
    return api


def patient(api, number):
    return api.get(f"/patients/{number}").json


def guarantors(api, *numbers):
    return {number: patient(api, number)["Guarantor"] for number in numbers}


def super_families(api, *numbers):
    return {number: patient(api, number)["SuperFamily"] for number in numbers}


# --- POST: what a new patient has -----------------------------------------------------------------------


def test_a_new_patient_needs_two_names(api):
    api.freeze(NOW)
    got = api.post("/patients", ROSE)
    assert (got.status, got.json) == (201, ROSE_AS_SHE_IS_SHOWN)
    assert list(got.json) == list(ROSE_AS_SHE_IS_SHOWN)
    assert patient(api, 8644) == ROSE_AS_SHE_IS_SHOWN


def test_post_patient_guarantor_self_image_folder_practice_defaults_and_location(api):
    """Breadth of the front desk: what a client notices of a POST."""
    api.prefer(PracticeDefaultProv="9", PracticeDefaultBillType="40")
    got = api.post("/patients", ROSE)
    new = got.json["PatNum"]
    shown = {name: got.json[name] for name in ("Guarantor", "ImageFolder", "PriProv", "BillingType")}
    expected = {"Guarantor": new, "ImageFolder": f"TylerODellRose{new}", "PriProv": 9}
    assert shown == {**expected, "BillingType": "Standard Account"}
    assert got.headers["Location"].endswith(f"/api/v1/patients/{new}")
    assert [row["PatNum"] for row in api.get("/patients?LName=tyler").json] == [new]


def test_every_parameter_is_kept(hospital):
    got = hospital.post("/patients", EVERYTHING)
    assert (got.status, got.hint) == (201, "")
    assert got.json == {**ROSE_AS_SHE_IS_SHOWN, **EVERYTHING, **EVERYTHING_SHOWN}


def test_what_else_is_sent_has_no_effect(api):
    got = api.post("/patients", {**ROSE, "EstBalance": 5.0, "ImageFolder": "mine", "DateTStamp": "2020-01-01 00:00:00"})
    assert got.status == 201
    assert (got.json["EstBalance"], got.json["ImageFolder"]) == (0.0, "TylerODellRose8644")
    assert "EstBalance cannot be set by POST" in got.hint


def test_a_folder_has_the_letters_of_both_names(api):
    assert api.post("/patients", {"LName": "Ørsted 3rd", "FName": "J. R."}).json["ImageFolder"] == "ØrstedrdJR8644"
    long = api.post("/patients", {"LName": "A" * 80, "FName": "B" * 80}).json["ImageFolder"]
    assert long == "A" * 80 + "B" * 16 + "8645"


def test_the_dentist_is_the_first_one_where_the_practice_names_none(api):
    api.prefer(PracticeDefaultProv="0")
    api.seed({"provider": [{"ProvNum": 30, "Abbr": "ONE", "ItemOrder": -2, "IsHidden": True},
                           {"ProvNum": 31, "Abbr": "TWO", "ItemOrder": -1}]})  # fmt: skip
    assert api.post("/patients", ROSE).json["PriProv"] == 31
    api.prefer(PracticeDefaultProv="30")
    assert api.post("/patients", ROSE).json["priProvAbbr"] == "ONE"


def test_an_office_with_nothing_has_patients_without_a_dentist(empty):
    got = empty.post("/patients", ROSE)
    assert (got.status, got.json["PatNum"], got.json["PriProv"], got.json["BillingType"]) == (201, 1, 0, "")


def test_a_clinic_may_have_a_billing_type_of_its_own(hospital):
    hospital.seed({"clinicpref": [{"ClinicNum": 2, "PrefName": "PracticeDefaultBillType", "ValueString": "940"}]})
    assert hospital.post("/patients", {**ROSE, "ClinicNum": 2}).json["BillingType"] == "Monthly Statement"
    assert hospital.post("/patients", {**ROSE, "ClinicNum": 1}).json["BillingType"] == "Standard Account"


def test_the_log_says_who_made_and_changed_a_patient(api):
    api.post("/patients", ROSE)
    api.put("/patients/8644", {"City": "Salem"})
    logged = [(row["PermType"], row["PatNum"], row["UserNum"], row["LogSource"]) for row in api.rows("securitylog")]
    assert logged == [("PatientCreate", 8644, 0, "API"), ("PatientEdit", 8644, 0, "API")]
    assert api.rows("securitylog")[0]["LogText"] == "Created by developer through API."


def test_a_new_patient_has_a_row_for_references(api):
    api.post("/patients", ROSE)
    assert [row["PatNum"] for row in api.rows("custreference")] == [8644]


# --- POST and PUT: what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"FName": "Rose"}, "LName is required"),
        ({"LName": "", "FName": "Rose"}, "LName is required"),
        ({"LName": " ", "FName": "Rose"}, "LName is required"),
        ({"LName": None, "FName": "Rose"}, "LName is required"),
        ({"LName": "Tyler"}, "FName is required"),
        ({}, "LName is required"),
    ],
)
def test_both_names_are_required(api, body, sentence):
    refused(api, lambda api: api.post("/patients", body), 400, sentence)


@pytest.mark.parametrize("name", ["LName", "FName"])
def test_a_name_is_not_cleared(api, name):
    refused(api, lambda api: api.put("/patients/48", {name: ""}), 400, f"{name} is required", hint="blank")


BAD = [
    ({"PatStatus": "Deleted"}, 400, "PatStatus is invalid."),
    ({"PatStatus": 3}, 400, "PatStatus is invalid."),
    ({"Gender": "Other"}, 400, "Gender is invalid."),
    ({"Position": "single"}, 400, "Position is invalid."),
    ({"Birthdate": "04/27/1987"}, 400, "Birthdate format must be yyyy-MM-dd."),
    ({"DateFirstVisit": "2024-1-2"}, 400, "DateFirstVisit format must be yyyy-MM-dd."),
    ({"SSN": "123-45-6789"}, 400, "SSN is invalid."),
    ({"SSN": "12345678"}, 400, "SSN is invalid."),
    ({"State": "Or"}, 400, "State is invalid."),
    ({"State": "ORE"}, 400, "State is invalid."),
    ({"Zip": "9730"}, 400, "Zip is invalid."),
    ({"Zip": "97301-12"}, 400, "Zip is invalid."),
    ({"Zip": "K1A0B1"}, 400, "Zip is invalid."),
    ({"Zip": "k1a 0b1"}, 400, "Zip is invalid."),
    ({"ChartNumber": "ABCDEFGHIJ123456"}, 400, "ChartNumber is invalid."),
    ({"Premed": "yes"}, 400, "Premed is invalid."),
    ({"PreferConfirmMethod": "Phone"}, 400, "PreferConfirmMethod is invalid."),
    ({"PreferContactMethod": "Phone"}, 400, "PreferContactMethod is invalid."),
    ({"PreferRecallMethod": 2}, 400, "PreferRecallMethod is invalid."),
    ({"TxtMsgOk": "true"}, 400, "TxtMsgOk is invalid."),
    ({"BillingType": "None of ours"}, 400, "BillingType is invalid."),
    ({"BillingType": "Exam"}, 400, "BillingType is invalid."),  # of another category
    ({"Ward": "7 B"}, 400, "Hospitals feature is not enabled."),
    ({"AdmitDate": "2024-01-03"}, 400, "Hospitals feature is not enabled."),
    ({"Guarantor": 15, "SuperFamily": 15}, 400, "Only one of Guarantor and SuperFamily may be sent."),
    ({"Guarantor": 15, "FamFinUrgNote": "x"}, 400, "FamFinUrgNote can only be set for a guarantor."),
    ({"Guarantor": 4711}, 404, "Patient not found."),
    ({"SuperFamily": 4711}, 404, "Patient not found."),
    ({"PriProv": 4711}, 404, "Provider not found."),
    ({"SecProv": 4711}, 404, "Provider not found."),
    ({"FeeSched": 4711}, 404, "FeeSched not found."),
    ({"EmployerNum": 4711}, 404, "Employer not found."),
    ({"ClinicNum": 4711}, 404, "Clinic not found."),
    ({"PriProv": "DOC1"}, 400, "Invalid JSON."),
    ({"Guarantor": 60}, 400, "Guarantor is invalid."),  # who is deleted
    ({"SuperFamily": 60}, 400, "SuperFamily is invalid."),
]


@pytest.mark.parametrize(("fields", "status", "sentence"), BAD)
def test_post_refuses(api, fields, status, sentence):
    refused(api, lambda api: api.post("/patients", {**ROSE, **fields}), status, sentence)


@pytest.mark.parametrize(("fields", "status", "sentence"), BAD)
def test_put_refuses(api, fields, status, sentence):
    refused(api, lambda api: api.put("/patients/8643", fields), status, sentence)


def test_a_body_with_one_bad_field_changes_nothing(api):
    refused(api, lambda api: api.put("/patients/48", {"City": "Salem", "Zip": "1"}), 400, "Zip is invalid.")


@pytest.mark.parametrize("zipped", ["97301", "97301-1234", "973011234", "K1A 0B1", ""])
def test_a_zip_has_one_of_these_shapes(api, zipped):
    assert api.put("/patients/48", {"Zip": zipped}).json["Zip"] == zipped


def test_canadas_shape_came_with_23_2_5(api):
    old = api.at(version="23.2.4")
    refused(old, lambda api: api.put("/patients/48", {"Zip": "K1A 0B1"}), 400, "Zip is invalid.", hint="since 23.2.5")
    assert api.at(version="23.2.5").put("/patients/48", {"Zip": "K1A 0B1"}).status == 200


def test_other_countries_have_other_numbers_and_provinces(api):
    sent = {"SSN": "046 454 286", "State": "Nova Scotia", "Zip": "B3H 1A1"}
    refused(api, lambda api: api.put("/patients/48", sent), 400, "SSN is invalid.")
    api.prefer(LanguageAndRegion="en-CA")
    got = api.put("/patients/48", sent)
    assert (got.status, {name: got.json[name] for name in sent}) == (200, sent)
    api.prefer(LanguageAndRegion="en-US")
    refused(api, lambda api: api.put("/patients/48", sent), 400, "SSN is invalid.")


def test_a_ward_needs_the_feature_hospitals(api):
    for hidden in ("1", ""):
        api.prefer(EasyHideHospitals=hidden)
        refused(
            api,
            lambda api: api.put("/patients/48", {"Ward": "7 B"}),
            400,
            "Hospitals feature is not enabled.",
            hint="EasyHideHospitals",
        )
    api.prefer(EasyHideHospitals="0")
    got = api.put("/patients/48", {"Ward": "7 B", "AdmitDate": "2024-01-03"})
    assert (got.status, got.json["Ward"], got.json["AdmitDate"]) == (200, "7 B", "2024-01-03")


NEWER = [
    ("PreferRecallMethod", "Mail", "22.1.50", "22.2"),
    ("SuperFamily", 15, "22.4.37", "22.4.38"),
    ("DateFirstVisit", "2024-01-02", "22.4.41", "22.4.42"),
    ("FamFinUrgNote", "Call first.", "23.2.4", "23.2.5.0"),
    ("Ward", "7 B", "24.1.11", "24.1.12"),
    ("AdmitDate", "2024-01-03", "24.1.11", "24.1.12"),
    ("EmployerNum", 1, "24.3.29", "24.3.30"),
    ("MedicaidID", "022419552", "24.4.12", "24.4.13"),
    ("FeeSched", 57, "25.2.18", "25.2.19"),
    ("Premed", "true", "25.2.29", "25.2.30"),
]


@pytest.mark.parametrize(("name", "value", "before", "since"), NEWER)
@pytest.mark.parametrize(("verb", "path", "body"), [("POST", "/patients", ROSE), ("PUT", "/patients/712", {})])
def test_a_field_is_heard_from_its_version_on(api, verb, path, body, name, value, before, since):
    for version, heard in ((before, False), (since, True)):
        office = api.at(version=version)
        office.prefer(EasyHideHospitals="0")
        office.seed({"employer": [{"EmployerNum": 1, "EmpName": "Torchwood"}]})
        got = office.call(verb, path, {**body, name: value})
        assert got.status in (200, 201), got.json
        assert (got.json[name] == value) is heard
        assert (f"{name} was added in {since}" in got.hint) is not heard


def test_post_came_with_21_1_and_put_with_21_2(api):
    old = api.at(version="21.1.1")
    assert old.post("/patients", ROSE).status == 201
    got = old.put("/patients/48", {"City": "Salem"})
    assert (got.status, got.json) == (400, "patients PUT  is not a valid method.")
    assert api.at(version="21.2").put("/patients/48", {"City": "Salem"}).status == 200
    assert api.at(version="20.5").post("/patients", ROSE).json == "patients POST  is not a valid method."


def test_both_need_the_permission_for_patients(api):
    remote = api.at(mode="remote")
    others = [one for one in PERMISSIONS if one != "ApiPatients"]
    assert remote.put(f"/__admin/offices/{remote.key}", {"permissions": others, "throttle": 0}).status == 200
    for verb, path in (("POST", "/patients"), ("PUT", "/patients/48")):
        got = remote.call(verb, path, ROSE)
        assert (got.status, got.json) == (401, f"Patients {verb} requires the permission ApiPatients.")
    remote.put(f"/__admin/offices/{remote.key}", {"permissions": ["ApiPatients"]})
    assert remote.post("/patients", ROSE).status == 201


# --- POST: who is there already -------------------------------------------------------------------------

ALREADY = "A Patient with that information already exists"
JANE = {"LName": "smith", "FName": "JANE", "Birthdate": "1976-05-24"}


@pytest.mark.parametrize(
    "more",
    [
        {"HmPhone": "536 624 5871"},
        {"WirelessPhone": "6245871"},
        {"Email": "smithfam@yahoo.com"},
        {"Email": "another@example.com", "WkPhone": "(536)265-8587"},  # John's, who pays for the other Jane
        {"WirelessPhone": ""},
    ],
)
def test_somebody_is_there_already(api, more):
    refused(api, lambda api: api.post("/patients", {**JANE, **more}), 400, ALREADY, hint="patient ")


def test_the_same_name_and_birthdate_may_be_somebody_else(api):
    assert api.post("/patients", JANE).status == 201
    assert api.post("/patients", {**JANE, "HmPhone": "5035550100", "Email": "jane@example.com"}).status == 201
    refused(
        api, lambda api: api.post("/patients", {**JANE, "HmPhone": "5035550100"}), 400, ALREADY, hint="patient 8645"
    )


def test_put_does_not_look_for_them(api):
    got = api.put("/patients/722", {**JANE, "HmPhone": "536 624 5871"})
    assert (got.status, got.json["FName"]) == (200, "JANE")


# --- PUT ------------------------------------------------------------------------------------------------


def test_put_answers_the_row_with_only_what_was_sent_changed(api):
    before = patient(api, 8643)
    api.freeze(NOW)
    got = api.put("/patients/8643", {"City": "Portland", "Zip": "97201"})
    assert (got.status, got.json) == (200, {**before, "City": "Portland", "Zip": "97201", "DateTStamp": NOW})
    assert list(got.json) == list(before)


def test_put_keeps_every_parameter(hospital):
    before = patient(hospital, 8643)
    got = hospital.put("/patients/8643", EVERYTHING)
    assert (got.status, got.hint) == (200, "")
    assert got.json == {
        **before,
        **EVERYTHING,
        **EVERYTHING_SHOWN,
        "DateTStamp": NOW,
        "ImageFolder": before["ImageFolder"],
        "BalTotal": 0.0,
    }


def test_put_clears_texts(api):
    cleared = dict.fromkeys(["MiddleI", "Preferred", "Address", "City", "State", "Zip", "Email", "HmPhone"], "")
    got = api.put("/patients/48", cleared)
    assert (got.status, {name: got.json[name] for name in cleared}) == (200, cleared)


def test_an_empty_body_changes_nothing(api):
    before = patient(api, 48)
    assert api.put("/patients/48", {}).json == before


def test_there_is_no_such_patient(api):
    refused(api, lambda api: api.put("/patients/4711", {"City": "Salem"}), 404, "Patient not found.")


def test_deleted_ones_stay_as_they_are(api):
    refused(api, lambda api: api.put("/patients/60", {"PatStatus": "Patient"}), 400, "Patient is deleted.")
    refused(api, lambda api: api.put("/patients/60", {}), 400, "Patient is deleted.")


def test_put_pat_status_archived_leaves_lists(api):
    assert [row["PatNum"] for row in api.get("/patients?LName=whitaker").json] == [12]
    assert api.put("/patients/12", {"PatStatus": "Archived"}).json["PatStatus"] == "Archived"
    assert api.get("/patients?LName=whitaker").json == []
    assert [row["PatNum"] for row in api.get("/patients?LName=whitaker&showArchived=true").json] == [12]
    assert [row["PatNum"] for row in api.get("/patients/Simple?LName=whitaker").json] == [12]
    assert api.put("/patients/12", {"PatStatus": "Patient"}).status == 200
    assert [row["PatNum"] for row in api.get("/patients?LName=whitaker").json] == [12]


def recalls(api):
    return [(row["PatNum"], row["IsDisabled"], row["DateDue"]) for row in api.rows("recall")]


@pytest.mark.parametrize("status", ["Archived", "Deceased", "Inactive", "NonPatient", "Prospective"])
def test_only_patients_are_recalled(api, status):
    due = {"RecallTypeNum": 1, "DateDue": "2024-06-01", "DateDueCalc": "2024-06-01"}
    api.seed({"recall": [{"PatNum": 12, **due}, {"PatNum": 15, **due}]})
    on, off = "false", "true"
    api.put("/patients/12", {"City": "Keizer"})
    api.put("/patients/12", {"PatStatus": "Patient"})
    assert recalls(api) == [(12, on, "2024-06-01"), (15, on, "2024-06-01")]
    api.put("/patients/12", {"PatStatus": status})
    assert recalls(api) == [(12, off, "0001-01-01"), (15, on, "2024-06-01")]
    api.put("/patients/12", {"PatStatus": "Patient"})
    assert [row[:2] for row in recalls(api)] == [(12, on), (15, on)]


def test_who_is_a_patient_again_is_recalled_after_the_last_visit(api):
    cleaned = {"PatNum": 12, "CodeNum": 9, "ProcStatus": "C", "ProcDate": "2024-01-10"}
    api.seed(
        {
            "recalltype": [{"RecallTypeNum": 3, "Description": "Prophy", "DefaultInterval": "6m1d"}],
            "recalltrigger": [{"RecallTypeNum": 3, "CodeNum": 9}],
            "procedurelog": [{"ProcNum": 77, **cleaned}],
            "recall": [{"RecallNum": 5, "PatNum": 12, "RecallTypeNum": 3, "RecallInterval": "6m1d"}],
        }
    )
    api.put("/patients/12", {"PatStatus": "Inactive"})
    assert [row["DateDue"] for row in api.rows("recall")] == ["0001-01-01"]
    api.put("/patients/12", {"PatStatus": "Patient"})
    assert [(row["DatePrevious"], row["DateDue"]) for row in api.rows("recall")] == [("2024-01-10", "2024-07-11")]


def test_who_refers_others_moves_there_too(api):
    api.seed({"referral": [{"ReferralNum": 3, "LName": "Whitaker", "FName": "Alan", "PatNum": 12, "Note": "Kind."}]})
    api.put("/patients/12", {"LName": "White", "HmPhone": "503-555-0177", "SSN": "123456789", "Zip": "97301"})
    row = api.row("referral", 3)
    kept = ("LName", "FName", "Telephone", "SSN", "ST", "Zip", "EMail", "Note")
    expected = ("White", "Alan", "5035550177", "123456789", "OR", "97301", "alan.whitaker@example.com", "Kind.")
    assert tuple(row[name] for name in kept) == expected
    api.put("/patients/12", {"HmPhone": "555-0177"})
    assert api.row("referral", 3)["Telephone"] == ""


def test_telephone_numbers_may_stand_in_a_table_of_their_own(api):
    api.post("/patients", {**ROSE, "HmPhone": "503-555-0101"})
    assert api.rows("phonenumber") == []
    api.prefer(PatientPhoneUsePhonenumberTable="1")
    api.put("/patients/8644", {"HmPhone": "503-555-0101", "WkPhone": "(503) 555-0102"})
    shown = ("PatNum", "PhoneNumberVal", "PhoneNumberDigits", "PhoneType")
    assert [tuple(row[name] for name in shown) for row in api.rows("phonenumber")] == [
        (8644, "503-555-0101", "5035550101", "HmPhone"),
        (8644, "(503) 555-0102", "5035550102", "WkPhone"),
    ]
    api.put("/patients/8644", {"HmPhone": "", "WkPhone": "503 555 0103", "City": "Salem"})
    assert [row["PhoneNumberDigits"] for row in api.rows("phonenumber")] == ["5035550103"]


# --- families -------------------------------------------------------------------------------------------


def test_a_new_patient_joins_a_family_and_its_super_family(api):
    api.put("/patients/712", {"SuperFamily": 15})
    got = api.post("/patients", {**ROSE, "Guarantor": 8643})  # for whom 712 pays
    assert (got.status, got.json["Guarantor"], got.json["SuperFamily"]) == (201, 712, 15)
    assert api.post("/patients", {**ROSE, "Guarantor": 0}).json["Guarantor"] == 8645


def test_a_new_patient_joins_a_super_family_with_a_family_of_the_own(api):
    got = api.post("/patients", {**ROSE, "SuperFamily": 16})  # for whom 15 pays
    assert (got.status, got.json["Guarantor"], got.json["SuperFamily"]) == (201, 8644, 15)
    assert super_families(api, 15, 16, 48) == {15: 15, 16: 15, 48: 0}
    assert api.post("/patients", {**ROSE, "SuperFamily": 0}).json["SuperFamily"] == 0


def test_a_guarantors_note(api):
    got = api.post("/patients", {**ROSE, "FamFinUrgNote": "Call first."})
    assert (got.status, got.json["FamFinUrgNote"]) == (201, "Call first.")
    hint = "the note is patient 8644's, who is the guarantor"
    sentence = "FamFinUrgNote can only be set for a guarantor."
    api.put("/patients/722", {"Guarantor": 8644})
    refused(api, lambda api: api.put("/patients/722", {"FamFinUrgNote": "x"}), 400, sentence, hint=hint)
    got = api.put("/patients/722", {"Guarantor": 722, "FamFinUrgNote": "By card."})  # who is one by this very call
    assert (got.status, got.json["Guarantor"], got.json["FamFinUrgNote"]) == (200, 722, "By card.")
    assert patient(api, 8644)["FamFinUrgNote"] == "Call first."


def test_a_son_moves_out_and_takes_what_he_owes(api):
    """Timothy owes all that the family does."""
    assert (patient(api, 48)["BalTotal"], patient(api, 49)["BalTotal"]) == (111.9, 0.0)
    got = api.put("/patients/49", {"Guarantor": 49})
    assert (got.status, got.json["Guarantor"], got.json["BalTotal"]) == (200, 49, 111.9)
    assert (patient(api, 48)["Guarantor"], patient(api, 48)["BalTotal"]) == (48, 0.0)


def test_popups_are_copied_for_who_moves(api):
    api.seed({"popup": [{"PatNum": 48, "Description": "Latex!", "PopupLevel": "Family"}]})
    api.put("/patients/49", {"Guarantor": 712})
    assert [(row["PatNum"], row["Description"]) for row in api.rows("popup")] == [(48, "Latex!"), (49, "Latex!")]
    assert guarantors(api, 48, 49, 712, 8643) == {48: 48, 49: 712, 712: 712, 8643: 712}


def test_the_guarantor_hands_the_account_over(api):
    got = api.put("/patients/48", {"Guarantor": 49})
    shown = {name: got.json[name] for name in ("Guarantor", "BalTotal", "FamFinUrgNote")}
    assert (got.status, shown) == (200, {"Guarantor": 49, "BalTotal": 0.0, "FamFinUrgNote": ""})
    new = patient(api, 49)
    expected = (49, 111.9, "CC on file expiring soon")
    assert (new["Guarantor"], new["BalTotal"], new["FamFinUrgNote"]) == expected


def test_only_the_guarantor_makes_another_one_of_the_family_the_guarantor(api):
    api.put("/patients/722", {"Guarantor": 48})
    sentence, hint = "Guarantor is invalid.", "patient 722 is of the same family"
    refused(api, lambda api: api.put("/patients/49", {"Guarantor": 722}), 400, sentence, hint=hint)
    assert api.put("/patients/49", {"Guarantor": 48}).status == 200  # who is that already


def test_a_guarantor_does_not_leave_the_family(api):
    sentence = (
        "You cannot move the guarantor.  If you wish to move the guarantor, you must make another family member"
        " the guarantor first."
    )
    refused(api, lambda api: api.put("/patients/48", {"Guarantor": 15}), 400, sentence, hint="patient 48 pays for 49")


def test_nobody_pays_for_nobody(api):
    refused(api, lambda api: api.put("/patients/49", {"Guarantor": 0}), 400, "Guarantor is invalid.", hint="own PatNum")


def test_a_super_family_from_its_making_to_its_end(api):
    assert api.put("/patients/49", {"SuperFamily": 15}).json["SuperFamily"] == 15
    assert super_families(api, 15, 16, 48, 49) == {15: 15, 16: 15, 48: 15, 49: 15}
    assert api.put("/patients/8643", {"SuperFamily": 48}).json["SuperFamily"] == 15  # 48 is in it, 15 the head
    assert [row["PatNum"] for row in api.get("/patients/Simple?SuperFamily=15").json] == [15, 16, 48, 49, 712, 8643]
    assert api.put("/patients/712", {"SuperFamily": 0}).json["SuperFamily"] == 0
    assert super_families(api, 15, 48, 49, 8643) == {15: 15, 48: 15, 49: 15, 8643: 0}
    assert api.put("/patients/16", {"SuperFamily": 0}).json["SuperFamily"] == 0  # of the head's family: it is over
    assert super_families(api, 15, 16, 48, 49) == dict.fromkeys((15, 16, 48, 49), 0)


def test_the_head_of_a_super_family_does_not_leave_the_others(api):
    api.put("/patients/48", {"SuperFamily": 15})
    sentence = (
        "You cannot move the head of a super family. If you wish to move the super family head, you must first"
        " remove all other super family members."
    )
    refused(
        api, lambda api: api.put("/patients/16", {"SuperFamily": 722}), 400, sentence, hint="patient 15 is the head"
    )


def test_a_super_family_of_ones_own_family_alone(api):
    assert api.put("/patients/49", {"SuperFamily": 49}).json["SuperFamily"] == 48
    assert api.put("/patients/49", {"SuperFamily": 48}).json["SuperFamily"] == 48  # once more
    assert super_families(api, 48, 49) == {48: 48, 49: 48}
