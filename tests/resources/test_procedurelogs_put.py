"""https://www.opendental.com/site/apiprocedurelogs.html, PUT"""

import pytest
from conversation import refuses

refused = refuses("procedurelog", "claimproc", "adjustment", "recall", "treatplanattach", "securitylog")

NOW = "2024-01-27 14:13:05"
FILLING, DONE, ARCH, CROWN = 100, 20, 141, 120  # planned, complete, complete and on an arch, planned
AS_IT_WAS = {
    "ProcNum": 100,
    "PatNum": 23,
    "AptNum": "0",
    "ProcDate": "2022-03-02",
    "ProcFee": "178.00",
    "Surf": "MO",
    "ToothNum": "14",
    "ToothRange": "",
    "Priority": 153,
    "priority": "3",
    "ProcStatus": "TP",
    "ProvNum": 1,
    "provAbbr": "DOC1",
    "Dx": 126,
    "dxName": "Cracked Tooth",
    "PlannedAptNum": "0",
    "PlaceService": "Office",
    "Prosthesis": "",
    "DateOriginalProsth": "0001-01-01",
    "ClaimNote": "",
    "DateEntryC": "2022-03-02",
    "ClinicNum": "2",
    "CodeNum": 192,
    "procCode": "D2392",
    "descript": "white filling, back tooth, two surfaces",
    "UnitQty": 1,
    "BaseUnits": 0,
    "DateTP": "2022-03-02",
    "SiteNum": 0,
    "HideGraphics": "false",
    "CanadianTypeCodes": "",
    "ProcTime": "00:00:00",
    "ProcTimeEnd": "00:00:00",
    "DateTStamp": NOW,
    "Prognosis": 0,
    "IsLocked": "false",
    "BillingNote": "",
    "Discount": 0.0,
    "IsDateProsthEst": "false",
    "SecDateEntry": "2022-03-02 10:15:00",
    "serverDateTime": "",
}


@pytest.fixture
def office(api):
    api.freeze(NOW)
    return api


def changed(office, number=FILLING, **more):
    got = office.put(f"/procedurelogs/{number}", more)
    assert got.status == 200, got.json
    return got.json


def complete(office, number=FILLING, **more):
    return changed(office, number, ProcStatus="C", **more)


def test_one_field(office):
    got = office.put("/procedurelogs/100", {"ProcFee": "250"})
    assert (got.status, got.json) == (200, AS_IT_WAS | {"ProcFee": "250.00"})
    assert list(got.json) == list(AS_IT_WAS)


def test_everything_that_can_be_sent(office):
    office.prefer(EasyHidePublicHealth="0", ShowFeatureMedicalInsurance="1")
    office.seed({"site": [{"SiteNum": 9, "Description": "Elm School"}]})
    wanted = {
        "ProcDate": "2024-02-03",
        "ProcFee": "1125.50",
        "Priority": 160,
        "ProcStatus": "EC",
        "ProvNum": 9,
        "Dx": 139,
        "PlaceService": "PublicHealthClinic",
        "Prosthesis": "I",
        "DateOriginalProsth": "2015-02-03",
        "ClaimNote": "See the x-ray.",
        "ClinicNum": "3",
        "procCode": "D6058",
        "DateTP": "2023-12-01",
        "SiteNum": 9,
        "ProcTime": "13:45:00",
        "ProcTimeEnd": "14:30:00",
        "Prognosis": 302,
        "ToothNum": "31",
        "BillingNote": "In three parts.",
        "Discount": 25.99,
        "IsDateProsthEst": "true",
    }
    answer = changed(office, CROWN, **wanted)
    assert {name: answer[name] for name in wanted} == wanted
    assert (answer["CodeNum"], answer["descript"]) == (295, "porcelain crown on an implant abutment")
    assert changed(office, CROWN, CodeNum=210, Prosthesis="No")["Prosthesis"] == ""


def test_the_pages_second_example(office):
    office.seed({"procedurelog": [{"ProcNum": 9001, "PatNum": 29, "CodeNum": 340, "Surf": "U", "ProcStatus": "TP"}]})
    answer = changed(office, 9001, procCode="D9972", Prosthesis="", Surf="L", ToothRange="31,30, 18-21")
    shown = {name: answer[name] for name in ("procCode", "Prosthesis", "Surf", "ToothRange")}
    assert shown == {"procCode": "D9972", "Prosthesis": "", "Surf": "L", "ToothRange": "18,19,20,21,30,31"}


def test_empty_places_are_ignored(office):
    got = office.put("/procedurelogs/100", {"ToothNum": "", "Surf": "", "ToothRange": "", "ClaimNote": "x"})
    assert (got.status, got.json) == (200, AS_IT_WAS | {"ClaimNote": "x"})
    assert "Surf is empty and was ignored" in got.hint


def test_a_place_is_stored_in_its_order(office):
    assert changed(office, Surf="dom")["Surf"] == "MOD"
    assert changed(office, ToothNum="15")["ToothNum"] == "15"
    assert changed(office, ToothNum="8", Surf="fi")["Surf"] == "IF"


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "body", "status", "sentence"),
    [
        (4711, {}, 404, "ProcedureLog not found."),
        (100, {"AptNum": 4711}, 404, "Appointment not found."),
        (100, {"ProvNum": 4711}, 404, "Provider not found."),
        (100, {"CodeNum": 4711}, 404, "ProcedureCode not found."),
        (100, {"Priority": 126}, 400, "Priority is invalid."),
        (100, {"Dx": 151}, 400, "Dx is invalid."),
        (100, {"procCode": "D9999"}, 400, "procCode is invalid."),
        (100, {"procCode": ""}, 400, "procCode is invalid."),
        (100, {"CodeNum": 0}, 404, "ProcedureCode not found."),
        (100, {"procCode": "D2391", "CodeNum": 191}, 400, "Only one of CodeNum and procCode may be sent."),
        (100, {"procCode": "D2740"}, 400, "The treatment area of the procedure codes must match."),
        (100, {"ToothNum": "33"}, 400, "ToothNum is invalid."),
        (100, {"ToothNum": "8", "Surf": "MO"}, 400, "Surf is invalid."),
        (100, {"ToothRange": "1-3"}, 400, "ToothRange is not supported by the procedure code's treatment area."),
        (120, {"Surf": "O"}, 400, "Surf is not supported by the procedure code's treatment area."),
        (161, {"ToothNum": "3"}, 400, "ToothNum is not supported by the procedure code's treatment area."),
        (161, {"Surf": "U"}, 400, "Surf is invalid."),
        (11005, {"ToothRange": "3,40"}, 400, "40 is not a valid tooth number."),
        (100, {"PlaceService": "Office"}, 400, "Public Health feature must be enabled to set PlaceService."),
        (100, {"Prosthesis": "R"}, 400, "Prosthesis cannot be set for this procedure code."),
        (100, {"ProcStatus": "C", "ProcDate": "2024-01-28"}, 400, "Completed procedures cannot have future dates."),
        (20, {"ProcDate": "2024-01-28"}, 400, "Completed procedures cannot have future dates."),
        (20, {"CodeNum": 35}, 400, "CodeNum cannot be updated on procedures with a ProcStatus of C."),
        (20, {"procCode": "D0140"}, 400, "procCode cannot be updated on procedures with a ProcStatus of C."),
        (20, {"Discount": 5}, 400, "Discount cannot be updated on procedures with a ProcStatus of C."),
        (1190, {"ToothNum": "18"}, 400, "ToothNum cannot be updated on procedures with a ProcStatus of C."),
        (140, {"Surf": "M"}, 400, "Surf cannot be updated on procedures with a ProcStatus of C."),
        (141, {"ToothRange": "4"}, 400, "ToothRange cannot be updated on procedures with a ProcStatus of C."),
        (1190, {"ProcStatus": "TP", "ToothNum": "18"}, 400, "ToothNum cannot be updated on procedures with a ProcStatus of C."),
    ],
)  # fmt: skip
def test_it_refuses(api, number, body, status, sentence):
    refused(api, lambda api: api.put(f"/procedurelogs/{number}", body), status, sentence)


def test_other_fields_of_completed_work_may_change(office):
    answer = changed(office, DONE, ProcFee=60, ToothNum="", Surf="", BillingNote="x", ProcDate="2022-05-06")
    shown = {name: answer[name] for name in ("ProcFee", "BillingNote", "ProcDate", "ProcStatus")}
    assert shown == {"ProcFee": "60.00", "BillingNote": "x", "ProcDate": "2022-05-06", "ProcStatus": "C"}


@pytest.mark.parametrize(
    ("version", "status", "sentence"),
    [
        ("25.1.13", "EC", "ProcStatus may only be set to Treatment Planned (TP), Complete (C), or Existing Other Provider (EO)."),
        ("25.1.14", "D", "ProcStatus may only be set to Treatment Planned (TP), Complete (C), Existing Other Provider (EO), Existing Current Provider (EC), Referred Out (R), or Condition (Cn)."),
    ],
)  # fmt: skip
def test_a_status_that_cannot_be_set(api, version, status, sentence):
    refused(api.at(version=version), lambda api: api.put("/procedurelogs/100", {"ProcStatus": status}), 400, sentence)


@pytest.mark.parametrize("status", ["Received", "Supplemental", "CapClaim"])
def test_a_paid_procedure_keeps_its_provider(api, status):
    api.seed({"claimproc": [{"ProcNum": DONE, "PatNum": 12, "Status": status}]})
    sentence = "The provider cannot be changed when this procedure is attached to a claim."
    refused(api, lambda api: api.put(f"/procedurelogs/{DONE}", {"ProvNum": 9}), 400, sentence)
    assert changed(api, DONE, ProvNum=1)["ProvNum"] == 1
    api.prefer(ProcProvChangesClaimProcWithClaim="0")
    assert changed(api, DONE, ProvNum=9)["ProvNum"] == 9


def test_an_ortho_cases_procedure_stays_complete(api):
    api.seed({"orthoproclink": [{"ProcNum": DONE}]})
    sentence = (
        "The status of a completed procedure that is attached to an ortho case cannot be changed. "
        "Detach the procedure from the ortho case or delete the ortho case first."
    )
    refused(api, lambda api: api.put(f"/procedurelogs/{DONE}", {"ProcStatus": "TP"}), 400, sentence)
    assert changed(api, DONE, ProcStatus="C")["ProcStatus"] == "C"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PlaceService", "Office"),
        ("Prosthesis", "I"),
        ("DateOriginalProsth", "2020-01-01"),
        ("ClaimNote", "x"),
        ("CodeNum", 191),
        ("DateTP", "2020-01-01"),
        ("SiteNum", 4711),
        ("ProcTime", "12:00:00"),
        ("ProcTimeEnd", "12:00:00"),
        ("Prognosis", 302),
        ("BillingNote", "x"),
        ("Discount", 5),
        ("IsDateProsthEst", "true"),
    ],
)
def test_a_field_is_heard_from_25_2_21_on(api, name, value):
    old = api.at(version="25.2.20")
    before = old.row("procedurelog", FILLING)
    got = old.put("/procedurelogs/100", {name: value})
    assert got.status == 200
    assert f"{name} was added in 25.2.21" in got.hint
    assert old.row("procedurelog", FILLING)[name] == before[name]


def test_it_was_added_in_22_1(api):
    got = api.at(version="21.4.9").put("/procedurelogs/100", {"ProcFee": 1})
    assert (got.status, got.json) == (400, "procedurelogs PUT  is not a valid method.")
    assert api.at(version="22.1").put("/procedurelogs/100", {"ProcFee": 1}).status == 200


# --- completing ------------------------------------------------------------------------------------------


def test_a_procedure_is_completed(office):
    answer = complete(office, ProcDate="2024-01-27")
    assert answer == AS_IT_WAS | {"ProcStatus": "C", "ProcDate": "2024-01-27", "DateEntryC": "2024-01-27"}
    assert office.row("procedurelog", FILLING)["DateComplete"] == "2024-01-27"


def test_and_is_not_complete_after_all(office):
    complete(office, Discount=20)
    # 36.00 are the discount plan's, of which the patient was a member on the procedure's day
    assert [row["AdjAmt"] for row in office.rows("adjustment") if row["ProcNum"] == FILLING] == [-36.0, -20.0]
    changed(office, ProcStatus="TP")
    assert [row for row in office.rows("adjustment") if row["ProcNum"] == FILLING] == []
    assert office.row("procedurelog", FILLING)["DateComplete"] == "0001-01-01"


def test_recalls_follow(office):
    office.seed(
        {
            "recalltype": [{"RecallTypeNum": 91, "Description": "Prophy", "DefaultInterval": "6m1d"}],
            "recalltrigger": [{"RecallTypeNum": 91, "CodeNum": 176}],
            "procedurelog": [{"ProcNum": 9001, "PatNum": 29, "CodeNum": 176, "ProcStatus": "TP"}],
        }
    )
    office.prefer(RecallTypeSpecialProphy="91")
    complete(office, 9001, ProcDate="2024-01-20")
    (recall,) = (row for row in office.rows("recall") if row["PatNum"] == 29)
    assert (recall["DatePrevious"], recall["DateDue"]) == ("2024-01-20", "2024-07-21")


def test_the_first_visit(office):
    office.seed({"patient": [{"PatNum": 3000, "LName": "New"}]})
    office.seed({"procedurelog": [{"ProcNum": 9001, "PatNum": 3000, "CodeNum": 35, "ProcStatus": "TP"}]})
    complete(office, 9001, ProcDate="2024-01-25")
    assert office.get("/patients/3000").json["DateFirstVisit"] == "2024-01-25"


BOOKED = {
    "appointment": [
        {"AptNum": 202, "PatNum": 23, "AptStatus": "Scheduled", "AptDateTime": "2024-01-26 09:00:00"},
        {"AptNum": 203, "PatNum": 23, "AptStatus": "Complete", "AptDateTime": "2024-01-25 09:00:00"},
        {"AptNum": 204, "PatNum": 23, "AptStatus": "Scheduled", "AptDateTime": "2024-02-05 09:00:00"},
        {"AptNum": 205, "PatNum": 23, "AptStatus": "Planned"},
        {"AptNum": 206, "PatNum": 29, "AptStatus": "Planned"},
    ],
}


def test_what_is_completed_has_the_day_of_its_appointment(office):
    office.seed(BOOKED)
    office.seed({"procedurelog": [{"ProcNum": 9001, "PatNum": 23, "CodeNum": 35, "ProcStatus": "TP", "AptNum": 202}]})
    assert complete(office, 9001)["ProcDate"] == "2024-01-26"


def test_what_is_planned_again_leaves_a_completed_appointment(office):
    office.seed(BOOKED)
    rows = [
        {"ProcNum": number, "PatNum": 23, "CodeNum": 35, "ProcStatus": "C", "AptNum": appointment}
        for number, appointment in ((9001, 203), (9002, 202), (9003, 203))
    ]
    office.seed({"procedurelog": rows})
    assert changed(office, 9001, ProcStatus="TP")["AptNum"] == "0"
    assert changed(office, 9003, ProcStatus="TP", AptNum=203)["AptNum"] == "0"  # as a client sends all that it read
    assert changed(office, 9002, ProcStatus="TP")["AptNum"] == "202"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"AptNum": 205}, "AptNum is invalid."),
        ({"PlannedAptNum": 202}, "PlannedAptNum is invalid."),
        ({"PlannedAptNum": 206}, "PlannedAptNum is invalid."),
        (
            {"AptNum": 204, "ProcStatus": "C"},
            "Not allowed because procedure is attached to a future appointment with a date of 2/5/2024",
        ),
    ],
)
def test_no_appointment_for_it(api, body, sentence):
    api.seed(BOOKED)
    refused(api, lambda api: api.put("/procedurelogs/100", body), 400, sentence)


@pytest.mark.parametrize(("column", "appointment"), [("AptNum", 204), ("PlannedAptNum", 207)])
def test_what_is_complete_comes_to_no_future_appointment(api, column, appointment):
    api.seed(BOOKED)
    planned = {"AptNum": 207, "PatNum": 23, "AptStatus": "Planned", "AptDateTime": "2024-02-05 09:00:00"}
    api.seed(
        {"appointment": [planned], "procedurelog": [{"ProcNum": 9001, "PatNum": 23, "CodeNum": 35, "ProcStatus": "C"}]}
    )
    sentence = "Completed procedures cannot have future dates."
    refused(api, lambda api: api.put("/procedurelogs/9001", {column: appointment}), 400, sentence)
    api.prefer(FutureTransDatesAllowed="1")
    assert changed(api, 9001, **{column: appointment})["ProcDate"] == "2024-02-05"


# --- what goes with it -----------------------------------------------------------------------------------


def test_adjustments_and_estimates_follow(office):
    insurance = {"InsSubNum": 101, "PlanNum": 11}  # of patient 23 from now on
    office.seed(
        {
            "patplan": [{"PatPlanNum": 60, "PatNum": 23, "InsSubNum": 101, "Ordinal": 1}],
            "adjustment": [{"AdjNum": 50, "PatNum": 23, "ProcNum": 100, "ProcDate": "2022-03-02"}],
            "claimproc": [
                {"ClaimProcNum": 900, "PatNum": 23, "ProcNum": 100, "Status": "Estimate", "ProvNum": 1, **insurance},
                {
                    "ClaimProcNum": 901,
                    "PatNum": 23,
                    "ProcNum": 100,
                    "Status": "NotReceived",
                    "ClaimNum": 5,
                    "ProvNum": 1,
                    **insurance,
                },
            ],
        }
    )
    changed(office, ProcDate="2024-02-02", ProvNum=9, ClinicNum=3)
    assert office.row("adjustment", 50)["ProcDate"] == "2024-02-02"
    shown = ("ProcDate", "ProvNum", "ClinicNum")
    assert [office.row("claimproc", 900)[name] for name in shown] == ["2024-02-02", 9, 3]
    assert [office.row("claimproc", 901)[name] for name in shown] == ["0001-01-01", 1, 3]


def test_an_estimate_of_an_insurance_that_the_patient_does_not_have_goes(office):
    stray = {"PatNum": 23, "ProcNum": 100, "Status": "Estimate", "InsSubNum": 101, "PlanNum": 11}
    office.seed({"claimproc": [{"ClaimProcNum": 900, **stray}]})
    changed(office, ProcFee=120.0)
    assert [row["ClaimProcNum"] for row in office.rows("claimproc") if row["ProcNum"] == 100] == []


def test_its_place_on_the_active_plan_has_its_priority(office):
    plans = {row["TreatPlanNum"]: row["TPStatus"] for row in office.rows("treatplan")}
    before = {row["TreatPlanAttachNum"]: row for row in office.rows("treatplanattach") if row["ProcNum"] == CROWN}
    assert {plans[row["TreatPlanNum"]] for row in before.values()} >= {"Active"}
    changed(office, CROWN, Priority=160)
    for number, row in before.items():
        wanted = 160 if plans[row["TreatPlanNum"]] == "Active" else row["Priority"]
        assert office.row("treatplanattach", number)["Priority"] == wanted


def test_a_members_discount_follows_the_fee(office):
    changed(office, 25, ProcFee=138)
    assert office.row("procedurelog", 25)["DiscountPlanAmt"] == 20.0  # 118.00 for members


@pytest.mark.parametrize(
    ("number", "body", "logged"),
    [
        (FILLING, {"ProcFee": 1}, "None"),
        (FILLING, {"ProcStatus": "C"}, "ProcComplCreate"),
        (DONE, {"ProcFee": 1}, "ProcCompleteEdit"),
        (DONE, {"ProcStatus": "TP"}, "ProcCompleteStatusEdit"),
        (151, {"ProcFee": 1}, "ProcExistingEdit"),
    ],
)
def test_the_log(office, number, body, logged):
    changed(office, number, **body)
    (entry,) = office.rows("securitylog")
    assert (entry["PermType"], entry["LogText"]) == (logged, "Updated by developer through API.")


# --- appointments ----------------------------------------------------------------------------------------


def on_the_book(office):
    """ProcDescript and the procedures' days of the appointments 202 and 204, which get a procedure each."""
    office.seed(BOOKED)
    rows = [
        {"ProcNum": number, "PatNum": 23, "CodeNum": code, "ProcStatus": "TP"}
        for number, code in ((9001, 35), (9002, 40))
    ]
    office.seed({"procedurelog": rows})
    changed(office, 9001, AptNum=202)
    changed(office, 9002, AptNum=204)


def descriptions(office, *numbers):
    return [office.get(f"/appointments/{number}").json["ProcDescript"] for number in numbers]


def test_an_appointments_description_changes_with_its_procedures(office):
    """4 of the side effects: an appointment's ProcDescript changes with AptNum."""
    on_the_book(office)
    assert descriptions(office, 202, 204) == ["PerEx", "4BW"]
    answer = changed(office, AptNum=202)
    assert (answer["AptNum"], answer["ProcDate"]) == ("202", "2024-01-26")
    assert descriptions(office, 202, 204) == ["#14-MO-C2 (P), PerEx", "4BW"]
    answer = changed(office, AptNum=204)
    assert (answer["AptNum"], answer["ProcDate"]) == ("204", "2024-02-05")
    assert descriptions(office, 202, 204) == ["PerEx", "#14-MO-C2 (P), 4BW"]
    changed(office, Surf="MOD", procCode="D2393")
    assert descriptions(office, 204) == ["#14-MOD-C3 (P), 4BW"]
    changed(office, AptNum=0)
    assert descriptions(office, 202, 204) == ["PerEx", "4BW"]


def test_an_appointment_that_it_is_on_already_leaves_its_date(office):
    on_the_book(office)
    answer = changed(office, 9001, AptNum=202, ProcDate="2024-01-25")
    assert (answer["AptNum"], answer["ProcDate"]) == ("202", "2024-01-25")


def test_a_planned_appointment_without_a_day_leaves_its_date(office):
    office.seed(BOOKED)
    answer = changed(office, PlannedAptNum=205)
    assert (answer["PlannedAptNum"], answer["ProcDate"]) == ("205", "2022-03-02")
    assert descriptions(office, 205) == ["#14-MO-C2 (P)"]


def test_a_deleted_procedure_is_on_no_appointment(office):
    on_the_book(office)
    changed(office, AptNum=202)
    assert office.delete("/procedurelogs/9001").status == 200
    assert descriptions(office, 202) == ["#14-MO-C2 (P)"]


def test_an_appointment_that_is_completed_completes_its_procedures(office):
    office.freeze("2024-01-26 10:00:00")
    on_the_book(office)
    assert office.put("/appointments/202", {"AptStatus": "Complete"}).status == 200
    row = office.get("/procedurelogs/9001").json
    assert (row["ProcStatus"], row["ProcDate"], row["DateEntryC"]) == ("C", "2024-01-26", "2024-01-26")
