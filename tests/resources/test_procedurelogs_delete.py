"""https://www.opendental.com/site/apiprocedurelogs.html, DELETE"""

import pytest
from conversation import refuses

refused = refuses("procedurelog", "claimproc", "adjustment", "payplancharge", "treatplanattach", "securitylog")

NOW = "2024-01-27 14:13:05"
PLANNED, INACTIVE, DONE = 25, 132, 20


@pytest.fixture
def office(api):
    api.freeze(NOW)
    return api


def status_of(office, number):
    return office.get(f"/procedurelogs/{number}").json["ProcStatus"]


@pytest.mark.parametrize("number", [PLANNED, INACTIVE, DONE])
def test_a_deleted_procedure_stays_with_the_status_d(office, number):
    """5 of the side effects: a deleted procedure is D and still lists."""
    before = office.get(f"/procedurelogs/{number}").json
    got = office.delete(f"/procedurelogs/{number}")
    assert (got.status, got.text) == (200, "")
    assert office.get(f"/procedurelogs/{number}").json == before | {"ProcStatus": "D", "DateTStamp": NOW}
    listed = office.get(f"/procedurelogs?PatNum={before['PatNum']}").json
    assert number in [row["ProcNum"] for row in listed]


def test_what_goes_and_what_stays(office):
    office.seed(
        {
            "appointment": [{"AptNum": 202, "PatNum": 29}, {"AptNum": 203, "PatNum": 29, "AptStatus": "Planned"}],
            "procedurelog": [
                {"ProcNum": 9001, "PatNum": 29, "CodeNum": 35, "AptNum": 202, "PlannedAptNum": 203, "ProcStatus": "TP"},
                {"ProcNum": 9002, "PatNum": 29, "CodeNum": 35, "AptNum": 202, "PlannedAptNum": 203, "ProcNumLab": 9001},
            ],
            "claimproc": [{"ClaimProcNum": 900, "PatNum": 29, "ProcNum": 9001, "Status": "Estimate"}],
            "procnote": [{"ProcNoteNum": 5, "PatNum": 29, "ProcNum": 9001, "Note": "Cracked."}],
        }
    )
    assert office.delete("/procedurelogs/9001").status == 200
    row = office.row("procedurelog", 9001)
    assert (row["AptNum"], row["PlannedAptNum"]) == (0, 0)
    assert 900 not in [row["ClaimProcNum"] for row in office.rows("claimproc")]
    assert office.row("procedurelog", 9002)["ProcNumLab"] == 0
    assert [note["ProcNoteNum"] for note in office.rows("procnote")] == [5]


def test_work_that_was_completed_today_was_not(office):
    new = {"PatNum": 67, "ProcDate": "2024-01-27", "ProcStatus": "C", "procCode": "D0140"}
    number = office.post("/procedurelogs", new).json["ProcNum"]
    assert office.row("procedurelog", number)["DateComplete"] == "2024-01-27"
    assert office.delete(f"/procedurelogs/{number}").status == 200
    assert office.row("procedurelog", number)["DateComplete"] == "0001-01-01"


def test_recalls_are_worked_out_anew(office):
    office.seed(
        {
            "recalltype": [{"RecallTypeNum": 91, "Description": "Prophy", "DefaultInterval": "6m1d"}],
            "recalltrigger": [{"RecallTypeNum": 91, "CodeNum": 176}],
            "procedurelog": [
                {"ProcNum": 9001, "PatNum": 67, "CodeNum": 176, "ProcStatus": "C", "ProcDate": "2023-06-01"},
                {"ProcNum": 9002, "PatNum": 67, "CodeNum": 176, "ProcStatus": "TP", "ProcDate": "2024-01-20"},
            ],
        }
    )
    office.prefer(RecallTypeSpecialProphy="91")
    office.put("/procedurelogs/9002", {"ProcStatus": "C"})
    due = [row["DateDue"] for row in office.rows("recall")]
    assert due == ["2024-07-21"]
    assert office.delete("/procedurelogs/9002").status == 200
    assert [row["DateDue"] for row in office.rows("recall")] == ["2023-12-02"]


@pytest.mark.parametrize(
    ("number", "status"),
    [(151, "EO"), (150, "D"), (9001, "EC"), (9002, "R"), (9003, "Cn")],
)
def test_no_other_status(api, number, status):
    rows = [
        {"ProcNum": number, "PatNum": 29, "CodeNum": 35, "ProcStatus": name}
        for number, name in ((9001, "EC"), (9002, "R"), (9003, "Cn"))
    ]
    api.seed({"procedurelog": rows})
    sentence = f"Procedures with a ProcStatus of {status} cannot be deleted."
    refused(api, lambda api: api.delete(f"/procedurelogs/{number}"), 400, sentence)


def test_completed_work_since_23_1_11(api):
    old = api.at(version="23.1.10")
    refused(
        old,
        lambda api: api.delete(f"/procedurelogs/{DONE}"),
        400,
        "Procedures with a ProcStatus of C cannot be deleted.",
    )
    assert api.at(version="23.1.11").delete(f"/procedurelogs/{DONE}").status == 200


LAST_OF_PREAUTHORIZATION = (
    "Not allowed to delete the last procedure from a preauthorization. "
    "The entire preauthorization would have to be deleted."
)
ORTHO = (
    "Not allowed to delete a procedure that is linked to an ortho case. "
    "Detach the procedure from the ortho case or delete the ortho case first."
)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "Preauth", "ClaimNum": 7}]}, LAST_OF_PREAUTHORIZATION),
        ({"orthoproclink": [{"ProcNum": 25}]}, ORTHO),
        ({"claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "NotReceived", "ClaimNum": 7}]}, "Not allowed to delete a procedure that is attached to a claim."),
        ({"claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "Received", "InsPayAmt": 5.0}]}, "Not allowed to delete a procedure that is attached to an insurance payment."),
        ({"claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "CapComplete", "InsPayAmt": 5.0}]}, "Not allowed to delete a procedure that is attached to an insurance payment."),
        ({"refattach": [{"ProcNum": 25, "PatNum": 29}]}, "Not allowed to delete a procedure with referrals attached."),
        ({"paysplit": [{"ProcNum": 25, "PatNum": 29}]}, "Not allowed to delete a procedure that is attached to a patient payment."),
        ({"adjustment": [{"ProcNum": 25, "PatNum": 29}]}, "Not allowed to delete a procedure that is attached to an adjustment."),
        ({"rxpat": [{"ProcNum": 25, "PatNum": 29}]}, "Not allowed to delete a procedure that is attached to a prescription."),
        ({"payplancharge": [{"ProcNum": 25, "PatNum": 29}]}, "Not allowed to delete a procedure that is attached to a payment plan."),
        ({"payplanlink": [{"FKey": 25, "LinkType": "Procedure"}]}, "Not allowed to delete a procedure that is attached to a payment plan."),
    ],
)  # fmt: skip
def test_what_something_rests_on_stays(api, rows, sentence):
    """6 of the side effects: the delete guards."""
    api.seed(rows)
    refused(api, lambda api: api.delete("/procedurelogs/25"), 400, sentence)


@pytest.mark.parametrize(
    "rows",
    [
        {"claimproc": [{"ProcNum": at, "PatNum": 29, "Status": "Preauth", "ClaimNum": 7} for at in (25, 20)]},
        {"claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "Estimate", "InsPayAmt": 5.0}]},
        {"claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "Received"}]},
        {"payplanlink": [{"FKey": 25, "LinkType": "Adjustment"}]},
        {"paysplit": [{"ProcNum": 20, "PatNum": 12}]},
    ],
)
def test_what_nothing_rests_on_goes(office, rows):
    office.seed(rows)
    assert office.delete("/procedurelogs/25").status == 200
    assert status_of(office, 25) == "D"


def test_of_several_reasons_the_first_is_told(api):
    api.seed(
        {
            "rxpat": [{"ProcNum": 25, "PatNum": 29}],
            "adjustment": [{"ProcNum": 25, "PatNum": 29}],
            "refattach": [{"ProcNum": 25, "PatNum": 29}],
            "claimproc": [{"ProcNum": 25, "PatNum": 29, "Status": "Received", "ClaimNum": 7, "InsPayAmt": 5.0}],
        }
    )
    sentence = "Not allowed to delete a procedure that is attached to a claim."
    refused(api, lambda api: api.delete("/procedurelogs/25"), 400, sentence)


@pytest.mark.parametrize("column", ["AptNum", "PlannedAptNum"])
def test_the_last_procedure_of_an_appointment_stays(api, column):
    api.seed(
        {
            "appointment": [
                {"AptNum": 202, "PatNum": 29, "AptStatus": "Planned" if "Planned" in column else "Scheduled"}
            ],
            "procedurelog": [
                {"ProcNum": 9001, "PatNum": 29, "CodeNum": 35, column: 202, "ProcStatus": "TP"},
                {"ProcNum": 9002, "PatNum": 29, "CodeNum": 35, column: 202, "ProcStatus": "TP"},
            ],
        }
    )
    api.freeze(NOW)
    assert api.delete("/procedurelogs/9001").status == 200
    sentence = "Not allowed to delete the last procedure from an appointment."
    refused(api, lambda api: api.delete("/procedurelogs/9002"), 400, sentence)
    api.prefer(ApptsRequireProc="0")
    assert api.delete("/procedurelogs/9002").status == 200


@pytest.mark.parametrize(
    ("needed", "deleted", "sentence"),
    [
        (
            "All",
            9001,
            (
                'Appointment Type "Exam" requires the following procedures:\r\nD0120, D0274\r\n'
                "The following procedures are missing from this appointment:\r\nD0120"
            ),
        ),
        (
            "AtLeastOne",
            9003,
            'Appointment Type "Exam" must contain at least one of the following procedures:\r\nD0330, D0210',
        ),
    ],
)
def test_what_the_appointments_type_asks_for_stays(api, needed, deleted, sentence):
    codes = {"All": "D0120,D0274", "AtLeastOne": "D0330, D0210"}
    kind = {"AppointmentTypeNum": 90, "AppointmentTypeName": "Exam", "RequiredProcCodesNeeded": needed}
    api.seed(
        {
            "appointmenttype": [{**kind, "CodeStrRequired": codes[needed]}],
            "appointment": [{"AptNum": 202, "PatNum": 29, "AptStatus": "Scheduled", "AppointmentTypeNum": 90}],
            "procedurelog": [
                {"ProcNum": 9000 + at, "PatNum": 29, "CodeNum": code, "AptNum": 202, "ProcStatus": "TP"}
                for at, code in enumerate((35, 40, 41, 176), start=1)
            ],
        }
    )
    refused(api, lambda api: api.delete(f"/procedurelogs/{deleted}"), 400, sentence)
    assert api.delete("/procedurelogs/9004").status == 200


def test_there_is_no_such_procedure(api):
    refused(api, lambda api: api.delete("/procedurelogs/4711"), 404, "ProcedureLog not found.")


@pytest.mark.parametrize(("number", "logged"), [(PLANNED, "ProcDelete"), (DONE, "ProcCompleteStatusEdit")])
def test_the_log(office, number, logged):
    office.delete(f"/procedurelogs/{number}")
    (entry,) = office.rows("securitylog")
    assert (entry["PermType"], entry["LogText"], entry["FKey"]) == (logged, "Deleted by developer through API.", number)


def test_it_was_added_in_22_1(api):
    got = api.at(version="21.4.9").delete("/procedurelogs/25")
    assert (got.status, got.json) == (400, "procedurelogs DELETE  is not a valid method.")
    assert api.at(version="22.1").delete("/procedurelogs/25").status == 200
