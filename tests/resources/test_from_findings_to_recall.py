"""A treatment plan from its findings to completed work, and to the day on which the patient is due again."""

import pytest

EXAM_DAY, WORK_DAY = "2024-01-29", "2024-02-05"
NOTE = (
    "If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY.  Coverage may be different if your "
    "deductible has not been met, annual maximum has been met, or if your coverage table is lower than average."
)
CLEANING = {
    "ProcNum": 20806,
    "PatNum": 67,
    "AptNum": 0,
    "ProcDate": EXAM_DAY,
    "ProcFee": "99.00",
    "Surf": "",
    "ToothNum": "",
    "ToothRange": "",
    "Priority": 152,
    "priority": "2",
    "ProcStatus": "TP",
    "ProvNum": 1,
    "provAbbr": "DOC1",
    "Dx": 139,
    "dxName": "None",
    "PlannedAptNum": 0,
    "PlaceService": "Office",
    "Prosthesis": "",
    "DateOriginalProsth": "0001-01-01",
    "ClaimNote": "",
    "DateEntryC": EXAM_DAY,
    "ClinicNum": 1,
    "CodeNum": 176,
    "procCode": "D1110",
    "descript": "prophylaxis - adult",
    "UnitQty": 1,
    "BaseUnits": 0,
    "DateTP": EXAM_DAY,
    "SiteNum": 0,
    "HideGraphics": "false",
    "CanadianTypeCodes": "",
    "ProcTime": "00:00:00",
    "ProcTimeEnd": "00:00:00",
    "DateTStamp": f"{EXAM_DAY} 09:00:00",
    "Prognosis": 0,
    "IsLocked": "false",
    "BillingNote": "",
    "Discount": 0.0,
    "IsDateProsthEst": "false",
    "SecDateEntry": f"{EXAM_DAY} 09:00:00",
    "serverDateTime": f"{EXAM_DAY} 09:00:00",
}
FILLING = CLEANING | {
    "ProcNum": 20805,
    "ProcFee": "178.00",
    "Surf": "MO",
    "ToothNum": "14",
    "Priority": 151,
    "priority": "1",
    "Dx": 128,
    "dxName": "Decay",
    "CodeNum": 192,
    "procCode": "D2392",
    "descript": "white filling, back tooth, two surfaces",
}
AS_NEW = {"ClinicNum": "1", "DateTStamp": "", "serverDateTime": ""}
ON_THE_BOOK = {"AptNum": "1", "PlannedAptNum": "0", "ClinicNum": "1", "ProcDate": WORK_DAY, "serverDateTime": ""}
COMPLETED = {
    "AptNum": 1,
    "ProcDate": WORK_DAY,
    "ProcStatus": "C",
    "DateEntryC": WORK_DAY,
    "DateTStamp": f"{WORK_DAY} 10:00:00",
    "serverDateTime": f"{WORK_DAY} 10:00:00",
}
VISIT = {
    "AptNum": 1,
    "PatNum": 67,
    "AptStatus": "Scheduled",
    "Pattern": "/XX/",
    "Confirmed": 19,
    "confirmed": "Not Called",
    "TimeLocked": "false",
    "Op": 1,
    "Note": "",
    "ProvNum": 1,
    "provAbbr": "DOC1",
    "ProvHyg": 0,
    "AptDateTime": f"{WORK_DAY} 09:30:00",
    "NextAptNum": 0,
    "UnschedStatus": 0,
    "unschedStatus": "",
    "IsNewPatient": "false",
    "ProcDescript": "",
    "ClinicNum": 1,
    "IsHygiene": "false",
    "DateTStamp": f"{EXAM_DAY} 09:00:00",
    "DateTimeArrived": "0001-01-01 00:00:00",
    "DateTimeSeated": "0001-01-01 00:00:00",
    "DateTimeDismissed": "0001-01-01 00:00:00",
    "InsPlan1": 0,
    "InsPlan2": 0,
    "DateTimeAskedToArrive": "0001-01-01 00:00:00",
    "colorOverride": "0,0,0",
    "AppointmentTypeNum": 0,
    "SecUserNumEntry": 0,
    "SecDateTEntry": f"{EXAM_DAY} 09:00:00",
    "Priority": "Normal",
    "PatternSecondary": "////",
    "ItemOrderPlanned": 0,
}
DESCRIBED = VISIT | {"ProcDescript": "#14-MO-C2 (P), Pro"}
PLAN = {
    "TreatPlanNum": 9088,
    "PatNum": 67,
    "DateTP": "0001-01-01",
    "Heading": "Upper left",
    "Note": NOTE,
    "SigIsTopaz": "false",
    "ResponsParty": 0,
    "DocNum": 0,
    "TPStatus": "Inactive",
    "SecUserNumEntry": 0,
    "SecDateEntry": EXAM_DAY,
    "SecDateTEdit": f"{EXAM_DAY} 09:00:00",
    "UserNumPresenter": 0,
    "TPType": "Insurance",
    "DateTSigned": "0001-01-01 00:00:00",
    "DateTPracticeSigned": "0001-01-01 00:00:00",
    "SignatureText": "",
    "SignaturePracticeText": "",
    "isSigned": "false",
    "isSignedPractice": "false",
}
SAVED = PLAN | {"TreatPlanNum": 9089, "DateTP": EXAM_DAY, "TPStatus": "Saved"}
SIGNED = SAVED | {"isSigned": "true", "DateTSigned": f"{EXAM_DAY} 09:00:00", "DocNum": 476}
FILLING_COPY = {
    "ProcTPNum": 8804,
    "TreatPlanNum": 9089,
    "PatNum": 67,
    "ProcNumOrig": 20805,
    "ItemOrder": 0,
    "Priority": 151,
    "priority": "1",
    "ToothNumTP": "14",
    "Surf": "MO",
    "ProcCode": "D2392",
    "Descript": "white filling, back tooth, two surfaces",
    "FeeAmt": 178.0,
    "PriInsAmt": 0.0,
    "SecInsAmt": 0.0,
    "PatAmt": 178.0,
    "Discount": 0.0,
    "Prognosis": "",
    "Dx": "Dec",
    "ProcAbbr": "C2 (P)",
    "SecUserNumEntry": 0,
    "SecDateEntry": EXAM_DAY,
    "SecDateTEdit": f"{EXAM_DAY} 09:00:00",
    "FeeAllowed": 0.0,
    "TaxAmt": 0.0,
    "ProvNum": 1,
    "DateTP": EXAM_DAY,
    "ClinicNum": 1,
    "CatPercUCR": 178.0,
}
CLEANING_COPY = FILLING_COPY | {
    "ProcTPNum": 8805,
    "ProcNumOrig": 20806,
    "ItemOrder": 1,
    "Priority": 152,
    "priority": "2",
    "ToothNumTP": "",
    "Surf": "",
    "ProcCode": "D1110",
    "Descript": "Adult Cleaning",
    "FeeAmt": 99.0,
    "PatAmt": 99.0,
    "Dx": "",
    "ProcAbbr": "Pro",
    "CatPercUCR": 99.0,
}
RECALL = {
    "RecallNum": 1,
    "PatNum": 67,
    "DateDue": "2024-08-06",
    "DatePrevious": WORK_DAY,
    "RecallInterval": "6m1d",
    "RecallStatus": 0,
    "recallStatus": "",
    "Note": "",
    "IsDisabled": "false",
    "DateTStamp": f"{WORK_DAY} 10:00:00",
    "RecallTypeNum": 91,
    "DisableUntilBalance": 0.0,
    "DisableUntilDate": "0001-01-01",
    "DateScheduled": "0001-01-01",
    "Priority": "Normal",
    "TimePatternOverride": "",
}


@pytest.fixture
def office(api):
    """An office that calls its patients back half a year and a day after a cleaning."""
    new = api.at(version="25.3.36")
    new.seed(
        {
            "recalltype": [{"RecallTypeNum": 91, "Description": "Prophy", "DefaultInterval": "6m1d"}],
            "recalltrigger": [{"RecallTypeNum": 91, "CodeNum": 176}],
        }
    )
    new.prefer(RecallTypeSpecialProphy="91")
    return new


def what_the_dentist_finds(office):
    found = {"PatNum": 67, "ProcDate": EXAM_DAY, "ProcStatus": "TP"}
    filling = {"procCode": "D2392", "ToothNum": "14", "Surf": "om", "priority": "1", "dxName": "Decay"}
    got = office.post("/procedurelogs", found | filling)
    assert (got.status, got.json) == (201, FILLING | AS_NEW)
    got = office.post("/procedurelogs", found | {"procCode": "D1110", "priority": "2", "Dx": 139})
    assert (got.status, got.json) == (201, CLEANING | AS_NEW)
    planned = office.get("/procedurelogs?PatNum=67&ProcStatus=TP")
    assert (planned.status, planned.json) == (200, [CLEANING, FILLING])


def what_the_patient_is_shown_and_signs(office):
    got = office.post("/treatplans", {"PatNum": 67, "Heading": "Upper left"})
    assert (got.status, got.json) == (201, PLAN)
    for at, (number, priority, name) in enumerate([(20805, 151, "1"), (20806, 152, "2")]):
        got = office.post("/treatplanattaches", {"TreatPlanNum": 9088, "ProcNum": number, "Priority": priority})
        attach = {"TreatPlanAttachNum": 9804 + at, "TreatPlanNum": 9088, "ProcNum": number}
        assert (got.status, got.json) == (201, attach | {"Priority": priority, "priority": name})
    got = office.post("/treatplans/Saved", {"TreatPlanNum": 9088})
    assert (got.status, got.json) == (201, SAVED)
    got = office.get("/proctps?TreatPlanNum=9089")
    assert (got.status, got.json) == (200, [FILLING_COPY, CLEANING_COPY])
    got = office.put("/treatplans/9089", {"isSigned": "true"})
    assert (got.status, got.json) == (200, SIGNED)
    assert office.get("/recalls?PatNum=67").json == []


def the_visit_is_booked_and_both_come_to_it(office):
    got = office.post("/appointments", {"PatNum": 67, "Op": 1, "AptDateTime": f"{WORK_DAY} 09:30:00"})
    assert (got.status, got.json) == (201, VISIT)
    got = office.put("/procedurelogs/20805", {"AptNum": 1})
    assert (got.status, got.json) == (200, FILLING | ON_THE_BOOK)
    got = office.put("/procedurelogs/20806", {"AptNum": 1})
    assert (got.status, got.json) == (200, CLEANING | ON_THE_BOOK)
    got = office.get("/appointments/1")
    assert (got.status, got.json) == (200, DESCRIBED | {"serverDateTime": f"{EXAM_DAY} 09:00:00"})
    assert office.get("/recalls?PatNum=67").json == []


def the_work_is_done_and_the_patient_is_due_half_a_year_after_that(office):
    got = office.put("/appointments/1", {"AptStatus": "Complete"})
    complete = DESCRIBED | {"AptStatus": "Complete", "DateTStamp": f"{WORK_DAY} 10:00:00"}
    assert (got.status, got.json) == (200, complete)
    got = office.get(f"/procedurelogs?PatNum=67&DateTStamp={WORK_DAY}%2010:00:00")
    assert (got.status, got.json) == (200, [CLEANING | COMPLETED, FILLING | COMPLETED])
    got = office.get("/recalls?PatNum=67")
    assert (got.status, got.json) == (200, [RECALL])


def one_signed_note_for_both(office):
    both = {"PatNum": 67, "ProcNums": [20806, 20805], "Note": "Tolerated well.", "isSigned": "true"}
    got = office.post("/procedurelogs/GroupNote", both)
    group = {"PatNum": 67, "ProvNum": 1, "ProcNum": 20807, "ProcNums": [20805, 20806], "Note": "Tolerated well."}
    assert (got.status, got.json) == (201, group | {"isSigned": "true"})
    got = office.get("/procedurelogs/GroupNotes?PatNum=67")
    assert (got.status, got.json) == (200, [group | {"isSigned": "True"}])


def the_plan_stays_as_it_was_signed(office):
    assert office.get("/treatplans?PatNum=67&TPStatus=Saved").json == [SIGNED]
    assert office.get("/proctps?TreatPlanNum=9089").json == [FILLING_COPY, CLEANING_COPY]


def the_cleaning_was_another_patients(office):
    assert office.delete("/procedurelogs/20806").status == 200
    got = office.get("/procedurelogs/20806")
    assert (got.status, got.json) == (200, CLEANING | COMPLETED | {"ProcStatus": "D", "AptNum": 0})
    assert office.get("/appointments/1").json["ProcDescript"] == "#14-MO-C2 (P)"


def test_a_plan_from_findings_to_the_next_recall(office):
    office.freeze(f"{EXAM_DAY} 09:00:00")
    what_the_dentist_finds(office)
    what_the_patient_is_shown_and_signs(office)
    the_visit_is_booked_and_both_come_to_it(office)
    office.freeze(f"{WORK_DAY} 10:00:00")
    the_work_is_done_and_the_patient_is_due_half_a_year_after_that(office)
    one_signed_note_for_both(office)
    the_plan_stays_as_it_was_signed(office)
    the_cleaning_was_another_patients(office)
