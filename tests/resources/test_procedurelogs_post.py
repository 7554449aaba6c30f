"""https://www.opendental.com/site/apiprocedurelogs.html, POST"""

import pytest
from conversation import refuses

refused = refuses("procedurelog", "claimproc", "adjustment", "recall", "toothinitial", "securitylog")

NOW = "2024-01-27 14:13:05"
FILLING = {
    "ProcNum": 20805,
    "PatNum": 29,
    "AptNum": 0,
    "ProcDate": "2024-01-30",
    "ProcFee": "178.00",
    "Surf": "MO",
    "ToothNum": "14",
    "ToothRange": "",
    "Priority": 149,
    "priority": "Low",
    "ProcStatus": "TP",
    "ProvNum": 1,
    "provAbbr": "DOC1",
    "Dx": 127,
    "dxName": "Defect (or miss fill)",
    "PlannedAptNum": 0,
    "PlaceService": "Office",
    "Prosthesis": "",
    "DateOriginalProsth": "0001-01-01",
    "ClaimNote": "",
    "DateEntryC": "2024-01-27",
    "ClinicNum": "0",
    "CodeNum": 192,
    "procCode": "D2392",
    "descript": "white filling, back tooth, two surfaces",
    "UnitQty": 1,
    "BaseUnits": 0,
    "DateTP": "2024-01-27",
    "SiteNum": 0,
    "HideGraphics": "false",
    "CanadianTypeCodes": "",
    "ProcTime": "00:00:00",
    "ProcTimeEnd": "00:00:00",
    "DateTStamp": "",
    "Prognosis": 0,
    "IsLocked": "false",
    "BillingNote": "",
    "Discount": 0.0,
    "IsDateProsthEst": "false",
    "SecDateEntry": NOW,
    "serverDateTime": "",
}


@pytest.fixture
def office(api):
    api.freeze(NOW)
    return api


def sent(code="D0120", **more):
    return {"PatNum": 29, "ProcDate": "2024-01-27", "ProcStatus": "TP", "procCode": code} | more


def made(office, *, code="D0120", **more):
    got = office.post("/procedurelogs", sent(code, **more))
    assert got.status == 201, got.json
    return got.json


def test_a_planned_filling(office):
    got = office.post(
        "/procedurelogs",
        {
            "PatNum": 29,
            "ProcDate": "2024-01-30",
            "ProcStatus": "TP",
            "procCode": "d2392",
            "ToothNum": "14",
            "Surf": "om",
            "priority": "low",
            "dxName": "Defect (or miss fill)",
        },
    )
    assert (got.status, got.json) == (201, FILLING)
    assert list(got.json) == list(FILLING)
    assert got.headers["Location"].endswith("/api/v1/procedurelogs/20805")
    read = FILLING | {"ClinicNum": 0, "DateTStamp": NOW, "serverDateTime": NOW}
    assert office.get("/procedurelogs/20805").json == read
    assert office.get("/procedurelogs?PatNum=29").json[0] == read


def test_everything_that_can_be_sent(office):
    office.prefer(EasyHidePublicHealth="0", ShowFeatureMedicalInsurance="1")
    office.seed({"site": [{"SiteNum": 9, "Description": "Elm School"}]})
    wanted = {
        "ProcFee": "1125.50",
        "Priority": 160,
        "ProvNum": 9,
        "Dx": 139,
        "PlaceService": "School",
        "Prosthesis": "R",
        "DateOriginalProsth": "2015-02-03",
        "ClaimNote": "See the x-ray.",
        "DateTP": "2023-12-01",
        "SiteNum": 9,
        "ProcTime": "13:45:00",
        "ProcTimeEnd": "14:30:00",
        "Prognosis": 302,
        "ToothNum": "30",
        "BillingNote": "In three parts.",
        "Discount": 25.99,
        "IsDateProsthEst": "true",
    }
    answer = made(office, code="D2740", **wanted)
    assert {name: answer[name] for name in wanted} == wanted
    assert made(office, code="D2740", ToothNum="3", ClinicNum=2)["ClinicNum"] == "2"


def test_the_code_by_its_number(office):
    body = {"PatNum": 29, "ProcDate": "2024-01-27", "ProcStatus": "TP", "CodeNum": 35}
    assert office.post("/procedurelogs", body).json["procCode"] == "D0120"


# --- defaults --------------------------------------------------------------------------------------------


def test_defaults(office):
    answer = made(office)
    assert (answer["Priority"], answer["priority"]) == (151, "1")  # the first that is shown, by ItemOrder
    assert (answer["Dx"], answer["dxName"]) == (126, "Cracked Tooth")
    assert (answer["DateTP"], answer["DateEntryC"]) == ("2024-01-27", "2024-01-27")
    assert answer["Prosthesis"] == ""


def test_the_clinic_is_the_patients(office):
    assert made(office, PatNum=67)["ClinicNum"] == "1"
    assert made(office, PatNum=67, ClinicNum=0)["ClinicNum"] == "0"


def test_the_provider_is_the_appointments_else_the_patients_else_the_practices(office):
    office.seed(
        {
            "appointment": [
                {"AptNum": 202, "PatNum": 29, "AptStatus": "Scheduled", "ProvNum": 9},
                {"AptNum": 203, "PatNum": 29, "AptStatus": "Scheduled"},
            ],
            "patient": [{"PatNum": 3000, "LName": "New"}],
        }
    )
    assert made(office, AptNum=202)["provAbbr"] == "DOC2"
    assert made(office, AptNum=203)["provAbbr"] == "DOC1"
    assert made(office, PatNum=56)["provAbbr"] == "DOC3"
    office.prefer(PracticeDefaultProv="12")
    assert made(office, PatNum=3000)["provAbbr"] == "DOC4"
    assert made(office, PatNum=3000, AptNum=0, ProvNum=4)["provAbbr"] == "HYG2"


def test_fee_by_default_is_that_of_the_plan_and_the_provider(office):
    """2 of the side effects: ProcFee defaults by plan and provider."""
    assert made(office, PatNum=67)["ProcFee"] == "52.00"  # the provider's schedule
    assert made(office, PatNum=722)["ProcFee"] == "52.00"  # of the PPO's 36.00 and the provider's, the higher
    office.seed({"fee": [{"FeeNum": 162, "FeeSched": 56, "CodeNum": 35, "Amount": 61.5}]})
    assert made(office, PatNum=722)["ProcFee"] == "61.50"
    assert made(office, PatNum=722, ProcFee=0)["ProcFee"] == "0.00"


def test_the_place_is_the_clinics_else_the_offices(office):
    office.seed({"clinic": [{"ClinicNum": 7, "Abbr": "Seven", "DefaultPlaceService": "MobileUnit"}]})
    office.prefer(DefaultProcedurePlaceService="1")
    assert made(office)["PlaceService"] == "PatientsHome"
    assert made(office, ClinicNum=7)["PlaceService"] == "MobileUnit"


def test_more_comes_with_the_code(office):
    office.seed(
        {
            "procedurecode": [
                {
                    "CodeNum": 800,
                    "ProcCode": "D8000",
                    "BaseUnits": 2,
                    "MedicalCode": "99213",
                    "RevenueCodeDefault": "512",
                    "DiagnosticCodes": "K02.9,K03.0",
                }
            ]
        }
    )
    office.prefer(ICD9DefaultForNewProcs="V72.2", DxIcdVersion="10")
    with_code = office.row("procedurelog", made(office, code="D8000")["ProcNum"])
    assert (with_code["BaseUnits"], with_code["MedicalCode"], with_code["RevCode"]) == (2, "99213", "512")
    assert [with_code[f"DiagnosticCode{at}"] for at in ("", 2, 3, 4)] == ["K02.9", "K03.0", "", ""]
    assert with_code["IcdVersion"] == 10
    assert office.row("procedurelog", made(office)["ProcNum"])["DiagnosticCode"] == "V72.2"


# --- where it is done ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said", "stored"),
    [
        ("D2391", {"ToothNum": "19", "Surf": "o"}, ("19", "O", "")),
        ("D2331", {"ToothNum": "8", "Surf": "LFM"}, ("8", "MFL", "")),
        ("D2391", {"ToothNum": "A", "Surf": "OBM"}, ("A", "MOB", "")),
        ("D2740", {"ToothNum": "30"}, ("30", "", "")),
        ("D7140", {"ToothNum": "TS"}, ("TS", "", "")),
        ("D4341", {"Surf": "UR"}, ("", "UR", "")),
        ("D9944", {"Surf": "U"}, ("", "U", "")),
        ("D1206", {"ToothRange": "2,3, 13-15"}, ("", "", "2,3,13,14,15")),
        ("D9972", {"Surf": "L", "ToothRange": "31,30, 18-21"}, ("", "L", "18,19,20,21,30,31")),
        ("D8888", {"Surf": "3"}, ("", "3", "")),
        ("D0120", {}, ("", "", "")),
    ],
)
def test_where_it_is_done(office, code, said, stored):
    office.seed({"procedurecode": [{"CodeNum": 888, "ProcCode": "D8888", "TreatArea": "Sextant"}]})
    answer = made(office, code=code, **said)
    assert (answer["ToothNum"], answer["Surf"], answer["ToothRange"]) == stored


def test_what_its_area_does_not_have_is_ignored(office):
    got = office.post("/procedurelogs", sent("D0120", ToothNum="99", Surf="ZZ", ToothRange="no"))
    assert got.status == 201
    assert (got.json["ToothNum"], got.json["Surf"], got.json["ToothRange"]) == ("", "", "")
    assert "ToothNum was ignored: D0120 is done on Mouth" in got.hint


@pytest.mark.parametrize(
    ("code", "said", "sentence"),
    [
        ("D2391", {}, "A ToothNum is required for the procedure code's treatment area."),
        ("D2391", {"ToothNum": "", "Surf": "O"}, "A ToothNum is required for the procedure code's treatment area."),
        ("D2391", {"ToothNum": "3"}, "A Surf is required for the procedure code's treatment area."),
        ("D2740", {"Surf": "O"}, "A ToothNum is required for the procedure code's treatment area."),
        ("D4341", {"ToothNum": "3"}, "A Surf is required for the procedure code's treatment area."),
        ("D9972", {"Surf": "U"}, "A ToothRange is required for the procedure code's treatment area."),
        ("D1206", {}, "A ToothRange is required for the procedure code's treatment area."),
        ("D2391", {"ToothNum": "33", "Surf": "O"}, "ToothNum is invalid."),
        ("D2391", {"ToothNum": "03", "Surf": "O"}, "ToothNum is invalid."),
        ("D2391", {"ToothNum": "a", "Surf": "O"}, "ToothNum is invalid."),
        ("D2391", {"ToothNum": "8", "Surf": "O"}, "Surf is invalid."),
        ("D2331", {"ToothNum": "3", "Surf": "I"}, "Surf is invalid."),
        ("D2391", {"ToothNum": "3", "Surf": "XYZ"}, "Surf is invalid."),
        ("D4341", {"Surf": "U"}, "Surf is invalid."),
        ("D9944", {"Surf": "UR"}, "Surf is invalid."),
        ("D1206", {"ToothRange": "3,x"}, "X is not a valid tooth number."),
        ("D1206", {"ToothRange": "5-3"}, "Range specified is impossible."),
        ("D2391", {"ToothNum": "333", "Surf": "O"}, "ToothNum is invalid."),
    ],
)
def test_it_is_not_done_there(api, code, said, sentence):
    refused(api, lambda api: api.post("/procedurelogs", sent(code, **said)), 400, sentence)


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"PatNum": 29}, 400, "ProcDate is required."),
        (sent(PatNum=4711), 404, "Patient not found."),
        (sent(PatNum=60), 400, "Patient is deleted."),
        (sent(AptNum=4711), 404, "Appointment not found."),
        (sent(ProvNum=4711), 404, "Provider not found."),
        (sent(ClinicNum=4711), 404, "Clinic not found."),
        (sent(SiteNum=4711), 404, "Site not found."),
        (sent(Priority=4711), 404, "Definition not found."),
        (sent(Priority=126), 400, "Priority is invalid."),
        (sent(Dx=151), 400, "Dx is invalid."),
        (sent(Prognosis=151), 400, "Prognosis is invalid."),
        (sent(priority="x"), 400, "priority is invalid."),
        (sent(dxName="x"), 400, "dxName is invalid."),
        (sent(priority="Low", Priority=149), 400, "Only one of Priority and priority may be sent."),
        (sent(dxName="Decay", Dx=128), 400, "Only one of Dx and dxName may be sent."),
        (sent(CodeNum=35), 400, "Only one of CodeNum and procCode may be sent."),
        ({"PatNum": 29, "ProcDate": "2024-01-27", "ProcStatus": "TP"}, 400, "CodeNum or procCode is required."),
        (sent("D9999"), 400, "procCode is invalid."),
        (sent(""), 400, "procCode is invalid."),
        ({"PatNum": 29, "ProcDate": "2024-01-27", "ProcStatus": "TP", "CodeNum": 0}, 404, "ProcedureCode not found."),
        (sent(ProcDate="1/27/2024"), 400, "ProcDate format must be yyyy-MM-dd."),
        (sent(ProcStatus="1"), 400, "ProcStatus is invalid."),
        (sent(PlaceService="Home"), 400, "PlaceService is invalid."),
        (sent(Prosthesis="Yes"), 400, "Prosthesis is invalid."),
        (sent(ProcTime="1pm"), 400, "ProcTime format must be HH:mm:ss."),
        (sent(PlaceService="School"), 400, "Public Health feature must be enabled to set PlaceService."),
        (sent(SiteNum=0), 400, "Public Health feature must be enabled to set SiteNum."),
        (sent(ProcTimeEnd="12:00:00"), 400, "Medical Insurance feature must be enabled to set ProcTimeEnd."),
        (sent(Prosthesis="I"), 400, "Prosthesis cannot be set for this procedure code."),
        (sent(DateOriginalProsth="2015-01-01"), 400, "DateOriginalProsth cannot be set for this procedure code."),
        (
            sent(ProcStatus="C", ProcDate="2024-01-28"),
            400,
            "Completed procedures cannot have future dates.",
        ),
    ],
)
def test_it_refuses(api, body, status, sentence):
    refused(api, lambda api: api.post("/procedurelogs", body), status, sentence)


def test_no_prosthesis_is_what_any_code_has(office):
    assert made(office, Prosthesis="No", DateOriginalProsth="0001-01-01")["Prosthesis"] == ""
    assert made(office, Prosthesis="")["Prosthesis"] == ""


def test_completed_work_of_the_future_where_the_office_allows_it(office):
    office.prefer(FutureTransDatesAllowed="1")
    assert made(office, ProcStatus="C", ProcDate="2024-01-28")["ProcDate"] == "2024-01-28"


AT_FIRST = (
    "ProcStatus may only be set to Treatment Planned (TP), Complete (C), or Existing Other Provider (EO)."  # recorded
)
LATER = (
    "ProcStatus may only be set to Treatment Planned (TP), Complete (C), Existing Other Provider (EO), "
    "Existing Current Provider (EC), Referred Out (R), or Condition (Cn)."
)


@pytest.mark.parametrize("status", ["EC", "R", "Cn", "TPi", "D"])
def test_before_25_1_14_three_statuses_can_be_set(api, status):
    refused(api.at(version="25.1.13"), lambda api: api.post("/procedurelogs", sent(ProcStatus=status)), 400, AT_FIRST)


@pytest.mark.parametrize("status", ["TPi", "D"])
def test_since_25_1_14_six(api, status):
    refused(api.at(version="25.1.14"), lambda api: api.post("/procedurelogs", sent(ProcStatus=status)), 400, LATER)


@pytest.mark.parametrize("status", ["TP", "C", "EO", "EC", "R", "Cn"])
def test_each_status_that_can_be_set(api, status):
    new = api.at(version="25.1.14")
    new.freeze(NOW)
    assert made(new, ProcStatus=status)["ProcStatus"] == status


def test_before_25_2_21_there_is_the_code_alone(api):
    old = api.at(version="25.2.20")
    body = {"PatNum": 29, "ProcDate": "2024-01-27", "ProcStatus": "TP", "CodeNum": 35}
    refused(
        old, lambda api: api.post("/procedurelogs", body), 400, "procCode is required.", "CodeNum was added in 25.2.21"
    )
    got = old.post("/procedurelogs", sent(BillingNote="x", Discount=5))
    row = old.row("procedurelog", got.json["ProcNum"])
    assert (got.status, row["BillingNote"], row["Discount"]) == (201, "", 0.0)
    assert "BillingNote was added in 25.2.21" in got.hint


def test_it_was_added_in_21_4(api):
    got = api.at(version="21.3.9").post("/procedurelogs", sent())
    assert (got.status, got.json) == (400, "procedurelogs POST  is not a valid method.")
    assert api.at(version="21.4").post("/procedurelogs", sent()).status == 201


# --- appointments ----------------------------------------------------------------------------------------


@pytest.fixture
def booked(office):
    office.seed(
        {
            "appointment": [
                {"AptNum": 202, "PatNum": 29, "AptStatus": "Scheduled", "AptDateTime": "2024-02-05 09:00:00"},
                {"AptNum": 203, "PatNum": 29, "AptStatus": "Planned"},
                {"AptNum": 204, "PatNum": 31, "AptStatus": "Scheduled"},
                {"AptNum": 205, "PatNum": 29, "AptStatus": "Scheduled", "AptDateTime": "2024-01-26 09:00:00"},
                {"AptNum": 206, "PatNum": 29, "AptStatus": "Planned", "AptDateTime": "2024-03-01 09:00:00"},
            ]
        }
    )
    return office


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"AptNum": 204}, "AptNum is invalid."),
        ({"AptNum": 203}, "AptNum is invalid."),
        ({"PlannedAptNum": 202}, "PlannedAptNum is invalid."),
        (
            {"AptNum": 202, "ProcStatus": "C"},
            "Not allowed because procedure is attached to a future appointment with a date of 2/5/2024",
        ),
        ({"PlannedAptNum": 206, "ProcStatus": "C"}, "Completed procedures cannot have future dates."),
    ],
)
def test_no_appointment_for_it(booked, more, sentence):
    refused(booked, lambda api: api.post("/procedurelogs", sent(**more)), 400, sentence)


def test_what_is_complete_has_the_day_of_its_appointment(booked):
    answer = made(booked, AptNum=205, ProcStatus="C")
    assert (answer["AptNum"], answer["ProcDate"]) == (205, "2024-01-26")


def test_of_two_appointments_the_visit_gives_the_day(booked):
    assert made(booked, AptNum=202, PlannedAptNum=206)["ProcDate"] == "2024-02-05"
    assert made(booked, AptNum=205, PlannedAptNum=206, ProcStatus="C")["ProcDate"] == "2024-01-26"


# --- what else it does -----------------------------------------------------------------------------------

PROPHY = {
    "recalltype": [{"RecallTypeNum": 91, "Description": "Prophy", "DefaultInterval": "6m1d"}],
    "recalltrigger": [{"RecallTypeNum": 91, "CodeNum": 176}],
}


def test_what_is_complete_appears_in_recalls_and_lists(office):
    """1 of the side effects: a completed procedure is in the recalls and the lists."""
    office.seed(PROPHY)
    office.prefer(RecallTypeSpecialProphy="91")
    answer = made(office, code="D1110", PatNum=67, ProcStatus="C", ProcDate="2024-01-27")
    (recall,) = (row for row in office.rows("recall") if row["PatNum"] == 67)
    assert (recall["DatePrevious"], recall["DateDue"]) == ("2024-01-27", "2024-07-28")
    assert [row["ProcNum"] for row in office.get("/procedurelogs?PatNum=67").json] == [answer["ProcNum"], 130]
    row = office.row("procedurelog", answer["ProcNum"])
    assert (row["DateComplete"], row["DateEntryC"]) == ("2024-01-27", "2024-01-27")


def test_an_extraction_takes_the_tooth_out_of_the_chart(office):
    made(office, code="D7140", ToothNum="17", ProcStatus="EO", ProcDate="2010-05-05")
    (tooth,) = office.rows("toothinitial")
    assert (tooth["PatNum"], tooth["ToothNum"], tooth["InitialType"]) == (29, "17", "Missing")


def test_a_members_planned_procedure_has_its_discount(office):
    number = made(office, code="D2392", ToothNum="14", Surf="MO")["ProcNum"]
    assert office.row("procedurelog", number)["DiscountPlanAmt"] == 36.0  # 178.00 as usual, 142.00 for members


def test_a_members_completed_procedure_has_an_adjustment(office):
    number = made(office, code="D2392", ToothNum="14", Surf="MO", ProcStatus="C")["ProcNum"]
    (adjustment,) = (row for row in office.rows("adjustment") if row["ProcNum"] == number)
    assert (adjustment["AdjAmt"], adjustment["AdjType"], adjustment["AdjDate"]) == (-36.0, 336, "2024-01-27")
    assert office.row("procedurelog", number)["DiscountPlanAmt"] == 36.0


@pytest.mark.parametrize(("status", "logged"), [("TP", "None"), ("C", "ProcComplCreate"), ("EO", "None")])
def test_the_log(office, status, logged):
    number = made(office, ProcStatus=status)["ProcNum"]
    (entry,) = office.rows("securitylog")
    assert (entry["PermType"], entry["FKey"], entry["PatNum"]) == (logged, number, 29)
    assert entry["LogText"] == "Created by developer through API."


def test_it_needs_its_permission(api):
    settings = {"permissions": ["ApiReadAll", "ApiAllOthers"]}
    assert api.put(f"/__admin/offices/{api.key}", settings).status == 200
    got = api.post("/procedurelogs", sent())
    assert (got.status, got.json) == (401, "ProcedureLogs POST requires the permission ApiProcedureLogs.")


def test_a_new_procedure_is_in_its_appointments_description(booked):
    answer = made(booked, AptNum=202, code="D2392", ToothNum="14", Surf="MO")
    assert (answer["AptNum"], answer["ProcDate"]) == (202, "2024-02-05")
    assert booked.get("/appointments/202").json["ProcDescript"] == "#14-MO-C2 (P)"
    made(booked, PlannedAptNum=203)
    assert booked.get("/appointments/203").json["ProcDescript"] == "PerEx"
