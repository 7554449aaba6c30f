"""https://www.opendental.com/site/apichartmodules.html"""

import pytest

NOTHING = {
    "ObjectType": "",
    "PrimaryKey": "",
    "Date": "",
    "Time": "",
    "DateTime": "",
    "Th": "",
    "Surf": "",
    "Dx": "",
    "Description": "",
    "note": "",
    "Stat": "",
    "Prov": "",
    "ProvNum": "",
    "Amount": "",
    "ProcCode": "",
    "User": "",
    "Signed": "",
    "Length": "",
    "Abbr": "",
    "Clinic": "",
    "ClinicNum": "0",
}
MORNING = {"Date": "03/04/2024", "Time": "9:30a", "DateTime": "3/4/2024 9:30:00 AM"}
THAT_DAY = {"Date": "03/04/2024", "Time": "", "DateTime": "3/4/2024 12:00:00 AM"}

CROWN = {"CodeNum": 7, "ProcCode": "D2740", "Descript": "crown - porcelain", "AbbrDesc": "PFC", "TreatArea": "Tooth"}
LISTS = {
    "patient": [
        {"PatNum": 12, "FName": "Anna", "LName": "Berg", "Guarantor": 12},
        {"PatNum": 13, "FName": "Ben", "LName": "Berg", "Guarantor": 12},
        {"PatNum": 14, "LName": "Cole", "Guarantor": 14},
        {"PatNum": 15, "FName": "Dora", "Guarantor": 15},
    ],
    "provider": [{"ProvNum": 3, "Abbr": "DOC3"}],
    "clinic": [{"ClinicNum": 2, "Abbr": "Metro", "Description": "Metro Office"}],
    "userod": [{"UserNum": 5, "UserName": "Admin"}],
    "definition": [
        {"DefNum": 1, "Category": 16, "ItemName": "Decay", "ItemValue": "D"},
        {"DefNum": 2, "Category": 27, "ItemName": "Financial"},
        {"DefNum": 3, "Category": 20, "ItemName": "First", "ItemOrder": 0},
        {"DefNum": 4, "Category": 20, "ItemName": "Second", "ItemOrder": 1},
        {"DefNum": 5, "Category": 20, "ItemName": "Old", "ItemOrder": 9, "isHidden": "true"},
    ],
    "procedurecode": [
        CROWN,
        {"CodeNum": 8, "ProcCode": "D0120", "Descript": "periodic oral evaluation", "LaymanTerm": "Regular exam"},
    ],
}


@pytest.fixture
def office(empty):
    """An office with four patients: two of a family, and two alone. It is 9 o'clock on the fourth of March 2024."""
    empty.seed(LISTS)
    empty.freeze("2024-03-04 09:00:00")
    return empty


def notes(office, patient=12, query=""):
    got = office.get(f"/chartmodules/{patient}/ProgNotes{query}")
    assert got.status == 200, got.json
    return got.json


def of(office, *members, patient=12):
    """Some members of each row."""
    return [tuple(row[name] for name in members) for row in notes(office, patient)]


# --- progress notes: each kind of rows --------------------------------------------------------------------


def test_a_chart_without_anything(office):
    assert notes(office) == []


def test_a_procedure_with_its_newest_note(office):
    office.seed(
        {
            "procedurelog": [
                {
                    "ProcNum": 31,
                    "PatNum": 12,
                    "ProcDate": "2024-03-04",
                    "ProcTime": "09:30:00",
                    "ProcStatus": "C",
                    "CodeNum": 7,
                    "ToothNum": "30",
                    "Surf": "MOD",
                    "Dx": 1,
                    "ProcFee": 1250.5,
                    "ProvNum": 3,
                    "ClinicNum": 2,
                }
            ],
            "procnote": [
                {
                    "PatNum": 12,
                    "ProcNum": 31,
                    "EntryDateTime": "2024-03-04 10:00:00",
                    "Note": "Seated.",
                    "UserNum": 5,
                    "Signature": "x",
                },
                {"PatNum": 12, "ProcNum": 31, "EntryDateTime": "2024-03-04 09:45:00", "Note": "Begun."},
            ],
        }
    )
    got = office.get("/chartmodules/12/ProgNotes")
    assert (got.status, got.json) == (
        200,
        [
            NOTHING
            | {
                "ObjectType": "Procedure",
                "PrimaryKey": "31",
                "Date": "03/04/2024",
                "Time": "9:30a",
                "DateTime": "3/4/2024 12:00:00 AM",
                "Th": "30",
                "Surf": "MOD",
                "Dx": "D",
                "Description": "crown - porcelain",
                "note": "Seated.",
                "Stat": "C",
                "Prov": "DOC3",
                "ProvNum": "3",
                "Amount": "1250.50",
                "ProcCode": "D2740",
                "User": "Admin",
                "Signed": "Signed",
                "Abbr": "PFC",
                "Clinic": "Metro Office",
                "ClinicNum": "2",
            }
        ],
    )
    assert list(got.json[0]) == list(NOTHING)


def test_what_a_procedure_is_called_and_costs(office):
    office.seed(
        {
            "procedurelog": [
                {
                    "ProcNum": 1,
                    "PatNum": 12,
                    "CodeNum": 8,
                    "ProcDate": "2024-01-01",
                    "ProcFee": 10,
                    "UnitQty": 2,
                    "BaseUnits": 1,
                },
                {
                    "ProcNum": 2,
                    "PatNum": 12,
                    "CodeNum": 7,
                    "ProcDate": "2024-01-02",
                    "ProcFee": 10,
                    "UnitQty": 0,
                    "ToothRange": "3,4,5,8",
                },
                {"ProcNum": 3, "PatNum": 12, "CodeNum": 99, "ProcDate": "2024-01-03", "ProcFee": 10, "ProvNum": 99},
                {"ProcNum": 4, "PatNum": 12, "CodeNum": 8},
            ]
        }
    )
    shown = of(office, "PrimaryKey", "Date", "Description", "Amount", "ProcCode", "Prov", "ProvNum", "Clinic")
    assert shown == [
        ("4", "", "Regular exam", "0.00", "D0120", "", "", ""),
        ("1", "01/01/2024", "Regular exam", "30.00", "D0120", "", "", ""),
        ("2", "01/02/2024", "crown - porcelain #3-5,8", "10.00", "D2740", "", "", ""),
        ("3", "01/03/2024", "", "10.00", "", "", "", ""),
    ]
    assert notes(office)[0]["DateTime"] == "1/1/0001 12:00:00 AM"


def test_a_deleted_procedure_shows_where_it_is_locked(office):
    gone = {"PatNum": 12, "CodeNum": 8, "ProcStatus": "D"}
    office.seed({"procedurelog": [{"ProcNum": 1, **gone}, {"ProcNum": 2, **gone, "IsLocked": "true"}]})
    assert of(office, "PrimaryKey", "Stat", "Description") == [("2", "Invalid", "-invalid- Regular exam")]


def test_a_laboratorys_fee_stands_below_its_procedure(office):
    day = {"PatNum": 12, "CodeNum": 8, "ProcDate": "2024-03-04", "ProcStatus": "C"}
    office.seed(
        {
            "procedurelog": [
                {"ProcNum": 1, **day, "CodeNum": 7},
                {"ProcNum": 2, **day},
                {"ProcNum": 3, **day, "ProcNumLab": 2},
                {"ProcNum": 4, **day, "ProcNumLab": 2},
                {"ProcNum": 5, **day, "ProcNumLab": 99},
            ]
        }
    )
    assert of(office, "PrimaryKey", "Description") == [
        ("2", "Regular exam"),
        ("4", "^ ^ Regular exam"),
        ("3", "^ ^ Regular exam"),
        ("1", "crown - porcelain"),
    ]


@pytest.mark.parametrize(
    ("status", "description"),
    [
        ("Scheduled", "Appointment - 9:30 AM PA, Ex"),
        ("Complete", "Appointment - 9:30 AM PA, Ex"),
        ("ASAP", "Appointment - 9:30 AM PA, Ex"),
        ("Broken", "BROKEN Appointment - 9:30 AM PA, Ex"),
        ("UnschedList", "UNSCHEDULED Appointment - 9:30 AM PA, Ex"),
        ("Planned", "PLANNED Appointment PA, Ex"),
        ("PtNote", "*** Patient NOTE  *** - 9:30 AM"),
        ("PtNoteCompleted", "** Complete Patient NOTE ** - 9:30 AM"),
    ],
)
def test_an_appointment(office, status, description):
    office.seed(
        {
            "appointment": [
                {
                    "AptNum": 21,
                    "PatNum": 12,
                    "AptStatus": status,
                    "AptDateTime": "2024-03-04 09:30:00",
                    "Pattern": "/XXXX/",
                    "ProcDescript": "PA, Ex",
                    "Note": "Nervous.\r\nBlanket.",
                    "ProvNum": 3,
                    "ClinicNum": 2,
                }
            ]
        }
    )
    assert notes(office) == [
        NOTHING
        | MORNING
        | {
            "ObjectType": "Appointment",
            "PrimaryKey": "21",
            "Description": description,
            "note": "Nervous. Blanket.",
            "Length": "0:30",
            "ClinicNum": "2",
        }
    ]


def test_commlogs_of_the_family_and_of_the_super_family(office):
    told = {"CommDateTime": "2024-03-04 09:30:00", "CommType": 2}
    office.seed(
        {
            "commlog": [
                {
                    "CommlogNum": 1,
                    "PatNum": 12,
                    **told,
                    "DateTimeEnd": "2024-03-04 09:42:30",
                    "UserNum": 5,
                    "Signature": "x",
                    "Note": "Called.",
                },
                {"CommlogNum": 2, "PatNum": 13, **told, "CommType": 0},
                {"CommlogNum": 3, "PatNum": 14, **told},
                {"CommlogNum": 4, "PatNum": 15, **told},
            ]
        }
    )
    anna = (
        NOTHING
        | MORNING
        | {
            "ObjectType": "Commlog",
            "PrimaryKey": "1",
            "Description": "Comm - Financial",
            "note": "Called.",
            "User": "Admin",
            "Signed": "Signed",
            "Length": "0:12",
        }
    )
    ben = NOTHING | MORNING | {"ObjectType": "Commlog", "PrimaryKey": "2", "Description": "(Ben) Comm - "}
    assert notes(office) == [anna, ben]
    assert of(office, "PrimaryKey", "Description", patient=13) == [("1", "(Anna) Comm - Financial"), ("2", "Comm - ")]
    for patient in (12, 13, 14):
        office.office.records.update("patient", patient, {"SuperFamily": 12})
    cole = NOTHING | MORNING | {"ObjectType": "Commlog", "PrimaryKey": "3", "Description": "(Cole) Comm - Financial"}
    assert notes(office) == [anna, ben, cole]


def test_patients_without_a_guarantor_are_no_family(office):
    office.seed({"patient": [{"PatNum": 20}, {"PatNum": 21}], "commlog": [{"CommlogNum": 1, "PatNum": 20}]})
    assert of(office, "PrimaryKey", patient=20) == [("1",)]
    assert notes(office, 21) == []


def test_tasks_of_the_family_and_of_its_appointments(office):
    office.seed(
        {
            "appointment": [
                {"AptNum": 9, "PatNum": 14},
                {"AptNum": 13, "PatNum": 13, "AptDateTime": "2020-01-01 00:00:00"},
            ],
            "tasklist": [{"TaskListNum": 1, "Descript": "Desk"}, {"TaskListNum": 2, "Descript": "Calls", "Parent": 1}],
            "task": [
                {
                    "TaskNum": 51,
                    "ObjectType": "Patient",
                    "KeyNum": 12,
                    "TaskListNum": 2,
                    "DateTimeEntry": "2024-03-04 09:30:00",
                    "UserNum": 5,
                    "Descript": "Call back.",
                },
                {
                    "TaskNum": 52,
                    "ObjectType": "Appointment",
                    "KeyNum": 13,
                    "TaskListNum": 99,
                    "TaskStatus": "Done",
                    "DateTask": "2024-03-05",
                    "DateTimeEntry": "2024-03-04 09:30:00",
                    "Descript": "==Admin - moved.",
                },
                {"TaskNum": 53, "ObjectType": "Appointment", "KeyNum": 9},
                {"TaskNum": 54, "ObjectType": "Patient", "KeyNum": 14},
                {"TaskNum": 55, "KeyNum": 12},
            ],
            "tasknote": [
                {"TaskNum": 51, "UserNum": 5, "DateTimeNote": "2024-03-04 15:26:00", "Note": "Not at home."},
                {"TaskNum": 51, "UserNum": 5, "DateTimeNote": "2024-03-04 11:05:00", "Note": "Busy."},
                {"TaskNum": 53, "UserNum": 5, "Note": "Another one's."},
            ],
        }
    )
    found = [row for row in notes(office) if row["ObjectType"] == "Task"]
    assert found == [
        NOTHING
        | MORNING
        | {
            "ObjectType": "Task",
            "PrimaryKey": "51",
            "Date": "3/4/2024",
            "Description": "Task - In List: Desk/Calls",
            "note": "Admin - Call back. ==Admin - 3/4/2024 11:05 AM - Busy. ==Admin - 3/4/2024 3:26 PM - Not at home.",
        },
        NOTHING
        | {
            "ObjectType": "Task",
            "PrimaryKey": "52",
            "Date": "03/05/2024",
            "DateTime": "3/5/2024 12:00:00 AM",
            "Description": "(Ben) Completed Task - In List: ",
            "note": "==Admin - moved.",
        },
    ]


def test_a_task_list_that_is_in_itself(office):
    office.seed(
        {
            "tasklist": [
                {"TaskListNum": 1, "Descript": "A", "Parent": 2},
                {"TaskListNum": 2, "Descript": "B", "Parent": 1},
            ],
            "task": [{"TaskNum": 1, "ObjectType": "Patient", "KeyNum": 12, "TaskListNum": 1}],
        }
    )
    assert of(office, "Description") == [("Task - In List: B/A",)]


def test_emails_but_no_receipts(office):
    sent = {
        "PatNum": 12,
        "MsgDateTime": "2024-03-04 09:30:00",
        "Subject": "Your visit",
        "BodyText": "Dear Anna\r\nCome.",
    }
    office.seed(
        {
            "emailmessage": [
                {"EmailMessageNum": 1, **sent, "SentOrReceived": "Neither", "UserNum": 5},
                {"EmailMessageNum": 2, **sent, "SentOrReceived": "Sent"},
                {"EmailMessageNum": 3, **sent, "SentOrReceived": "AckDirectProcessed"},
                {"EmailMessageNum": 4, **sent, "SentOrReceived": "AckDirectNotSent"},
                {"EmailMessageNum": 5, **sent, "PatNum": 13},
            ]
        }
    )
    mail = NOTHING | MORNING | {"ObjectType": "Email", "note": "Dear Anna Come."}
    assert notes(office) == [
        mail | {"PrimaryKey": "1", "Description": "Email - (unsent) Your visit", "User": "Admin"},
        mail | {"PrimaryKey": "2", "Description": "Email - Your visit"},
    ]


@pytest.mark.parametrize(
    ("done", "description"),
    [
        ({}, "LabCase - Ceramix (503)555-0101"),
        ({"DateTimeDue": "2024-03-12 08:00:00"}, "LabCase - Ceramix (503)555-0101 Due Tue 3/12/2024 8:00 AM"),
        ({"DateTimeSent": "2024-03-05 00:00:00"}, "LabCase - Ceramix (503)555-0101 Sent"),
        (
            {"DateTimeSent": "2024-03-05 00:00:00", "DateTimeRecd": "2024-03-07 00:00:00"},
            "LabCase - Ceramix (503)555-0101 Received",
        ),
        (
            {"DateTimeRecd": "2024-03-07 00:00:00", "DateTimeChecked": "2024-03-07 00:00:00"},
            "LabCase - Ceramix (503)555-0101 Quality Checked",
        ),
    ],
)
def test_a_lab_case(office, done, description):
    case = {"PatNum": 12, "DateTimeCreated": "2024-03-04 09:30:00", "Instructions": "Shade A2", "ProvNum": 3}
    office.seed(
        {
            "laboratory": [{"LaboratoryNum": 1, "Description": "Ceramix", "Phone": "(503)555-0101"}],
            "labcase": [{"LabCaseNum": 41, "LaboratoryNum": 1, **case, **done}],
        }
    )
    shown = {"ObjectType": "LabCase", "PrimaryKey": "41", "Description": description, "note": "Shade A2"}
    assert notes(office) == [NOTHING | MORNING | shown]
    office.office.records.delete("laboratory", LaboratoryNum=1)
    assert notes(office) == []


def test_prescriptions_and_looks_into_the_register(office):
    office.seed(
        {
            "pharmacy": [{"PharmacyNum": 1, "StoreName": "Walmart"}],
            "rxpat": [
                {
                    "RxNum": 1,
                    "PatNum": 12,
                    "RxDate": "2024-03-04",
                    "Drug": "Amoxicillin 500 mg",
                    "Disp": "21",
                    "Notes": "After meals",
                    "ProvNum": 3,
                    "PharmacyNum": 1,
                    "UserNum": 5,
                },
                {"RxNum": 2, "PatNum": 12, "RxDate": "2024-03-04", "Drug": "Ibuprofen", "Disp": "10"},
                {
                    "RxNum": 3,
                    "PatNum": 12,
                    "RxDate": "2024-03-04",
                    "RxType": "LogicoyAccess",
                    "DateTStamp": "2024-03-04 15:18:00",
                    "UserNum": 5,
                },
            ],
        }
    )
    rx = NOTHING | THAT_DAY | {"ObjectType": "Rx", "ProvNum": "0"}
    assert notes(office) == [
        rx
        | {
            "PrimaryKey": "1",
            "Description": "Rx - Amoxicillin 500 mg - #21 Walmart",
            "note": "After meals",
            "Prov": "DOC3",
            "ProvNum": "3",
            "User": "Admin",
        },
        rx | {"PrimaryKey": "2", "Description": "Rx - Ibuprofen - #10"},
        rx | {"PrimaryKey": "3", "Description": "PDMP Access: Logicoy", "User": "Admin"},
    ]


def test_sheets_and_their_signatures(office):
    sheet = {"PatNum": 12, "DateTimeSheet": "2024-03-04 09:30:00", "Description": "Consent", "SheetType": "Consent"}
    box = {"FieldType": "SigBox", "FieldValue": "x"}
    office.seed(
        {
            "sheet": [
                {"SheetNum": 1, **sheet},
                {"SheetNum": 2, **sheet},
                {"SheetNum": 3, **sheet},
                {"SheetNum": 4, **sheet, "SheetType": "Rx"},
                {"SheetNum": 5, **sheet, "SheetType": "LabSlip"},
                {"SheetNum": 6, **sheet, "IsDeleted": 1},
            ],
            "sheetfield": [
                {"SheetNum": 1, "FieldType": "InputField", "FieldValue": "Anna"},
                {"SheetNum": 2, **box},
                {"SheetNum": 2, **box},
                {"SheetNum": 3, **box},
                {"SheetNum": 3, **box, "FieldValue": ""},
            ],
        }
    )
    shown = NOTHING | MORNING | {"ObjectType": "Sheet", "Description": "Consent"}
    assert notes(office) == [
        shown | {"PrimaryKey": "1"},
        shown | {"PrimaryKey": "2", "Signed": "Signed"},
        shown | {"PrimaryKey": "3", "Signed": "Partial"},
    ]


# --- progress notes: their order --------------------------------------------------------------------------


def test_the_order_of_kinds_within_a_day(office):
    late, early, day = "2024-03-04 17:00:00", "2024-03-04 08:00:00", "2024-03-04"
    office.seed(
        {
            "sheet": [{"SheetNum": 1, "PatNum": 12, "DateTimeSheet": early, "SheetType": "Consent"}],
            "rxpat": [{"RxNum": 1, "PatNum": 12, "RxDate": day}],
            "laboratory": [{"LaboratoryNum": 1}],
            "labcase": [{"LabCaseNum": 1, "PatNum": 12, "LaboratoryNum": 1, "DateTimeCreated": early}],
            "emailmessage": [{"EmailMessageNum": 1, "PatNum": 12, "MsgDateTime": early}],
            "task": [{"TaskNum": 1, "ObjectType": "Patient", "KeyNum": 12, "DateTimeEntry": early}],
            "commlog": [
                {"CommlogNum": 1, "PatNum": 12, "CommDateTime": late},
                {"CommlogNum": 2, "PatNum": 12, "CommDateTime": "2024-03-03 23:59:59"},
            ],
            "procedurelog": [{"ProcNum": 1, "PatNum": 12, "CodeNum": 8, "ProcDate": day, "ProcTime": "07:00:00"}],
            "appointment": [
                {"AptNum": 1, "PatNum": 12, "AptDateTime": late},
                {"AptNum": 2, "PatNum": 12, "AptDateTime": early},
            ],
        }
    )
    assert of(office, "ObjectType", "PrimaryKey") == [
        ("Commlog", "2"),
        ("Appointment", "2"),
        ("Appointment", "1"),
        ("Procedure", "1"),
        ("Task", "1"),
        ("Commlog", "1"),
        ("Email", "1"),
        ("LabCase", "1"),
        ("Rx", "1"),
        ("Sheet", "1"),
    ]


def test_the_order_of_procedures_within_a_day(office):
    """By status, priority, teeth, tooth, code, and key as a text."""
    ordered = [
        {"ProcStatus": "TPi"},
        {"ProcStatus": "Cn"},
        {"ProcStatus": "TP", "Priority": 5},
        {"ProcStatus": "TP", "Priority": 3},
        {"ProcStatus": "TP", "Priority": 4},
        {"ProcStatus": "TP", "ToothNum": "2"},
        {"ProcStatus": "TP", "ToothNum": "10"},
        {"ProcStatus": "TP", "ToothRange": "10,11"},
        {"ProcStatus": "TP", "ToothRange": "2,3"},
        {"ProcStatus": "R"},
        {"ProcStatus": "EO"},
        {"ProcStatus": "C", "CodeNum": 8},
        {"ProcStatus": "C", "CodeNum": 7},
        {"ProcStatus": "EC"},
    ]
    rows = [
        {"ProcNum": 90 - at, "PatNum": 12, "ProcDate": "2024-03-04", "CodeNum": 8, **row}
        for at, row in enumerate(ordered)
    ]
    same = [{"ProcNum": key, "PatNum": 12, "ProcDate": "2024-03-05", "CodeNum": 8} for key in (9, 10)]
    office.seed({"procedurelog": [*rows, *same]})
    assert [int(key) for (key,) in of(office, "PrimaryKey")] == [*range(90, 90 - len(ordered), -1), 10, 9]


# --- progress notes: what they cost ------------------------------------------------------------------------


def test_an_office_without_such_tables_gets_none(empty):
    empty.seed({"patient": [{"PatNum": 12}]})
    before = empty.office.store.tables
    assert notes(empty) == []
    assert empty.office.store.tables == before


def test_no_question_for_each_row(office):
    def asked(patient):
        statements = []
        office.office.store._connection.set_trace_callback(statements.append)
        found = len(notes(office, patient, "?Limit=1000"))
        office.office.store._connection.set_trace_callback(None)
        return found, len(statements)

    def fill(patient, count):
        rows = [
            {"PatNum": patient, "CodeNum": 7, "ProcDate": f"2023-{1 + at % 12:02}-07", "ProvNum": 3}
            for at in range(count)
        ]
        office.seed(
            {
                "procedurelog": rows,
                "commlog": [{"PatNum": patient}] * count,
                "appointment": [{"PatNum": patient}] * count,
            }
        )

    fill(14, 1)
    fill(15, 30)
    (few, statements), (many, more) = asked(14), asked(15)
    assert (few, many) == (3, 90)
    assert statements == more


def test_every_patient_of_the_clinic_has_a_chart(api):
    clinic = api.at(world="clinic")
    patients = [number for (number,) in clinic.office.records.query('SELECT "PatNum" FROM "patient"')]
    assert len(patients) == 200
    kinds = set()
    for patient in patients:
        found = notes(clinic, patient)
        assert [row for row in found if list(row) != list(NOTHING) or not row["Date"] or not row["Description"]] == []
        kinds |= {row["ObjectType"] for row in found}
        lines = dict(told(clinic, patient))
        assert lines["Prov. (Pri, Sec)"] != "None, None"
        assert lines["Age"]
    assert {"Appointment", "Procedure", "Commlog"} <= kinds


# --- all three ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["ProgNotes", "PatientInfo", "PlannedAppts"])
def test_a_patient_who_is_not_there(office, view):
    assert office.get(f"/chartmodules/4711/{view}")[:2] == (404, "Patient not found.")
    office.office.records.update("patient", 15, {"PatStatus": "Deleted"})
    assert office.get(f"/chartmodules/15/{view}").status == 200


@pytest.mark.parametrize(
    ("view", "before", "since"),
    [("ProgNotes", "21.3", "21.4"), ("PatientInfo", "21.4", "22.1"), ("PlannedAppts", "22.1", "22.2")],
)
def test_since_when_there_is_a_view(api, view, before, since):
    path = f"/chartmodules/15/{view}"
    assert api.at(version=since).get(path).status == 200
    got = api.at(version=before).get(path)
    assert (got.status, got.json) == (400, f"chartmodules GET {view} is not a valid method.")


def test_what_is_no_view(office):
    assert office.get("/chartmodules/12")[:2] == (400, "chartmodules GET  is not a valid method.")
    got = office.get("/chartmodules/12/ProgNotes/3")
    assert got[:2] == (400, "chartmodules GET ProgNotes/3 is not a valid method.")
    assert got.hint.startswith("ChartModules has GET /chartmodules/{key}/ProgNotes, ")
    assert "X-Mock-Od-Missing" not in got.headers
    got = office.get("/chartmodules/PatientInfo")
    assert got[:2] == (400, "PatNum is required.")
    assert got.hint == "write PatNum in the URL: GET /chartmodules/1/PatientInfo"
    assert office.post("/chartmodules/12/ProgNotes")[:2] == (400, "chartmodules POST ProgNotes is not a valid method.")


def test_a_chart_is_paged(empty):
    office = empty.at(mode="remote")
    rows = [{"CommlogNum": key, "PatNum": 12, "CommDateTime": "2024-03-04 09:30:00"} for key in range(1, 251)]
    office.seed({"patient": [{"PatNum": 12}], "commlog": rows})
    keys = [str(row["CommlogNum"]) for row in rows]
    assert [row["PrimaryKey"] for row in notes(office)] == keys[:100]
    assert [row["PrimaryKey"] for row in notes(office, query="?Offset=100")] == keys[100:200]
    assert [row["PrimaryKey"] for row in notes(office, query="?Offset=240&Limit=5")] == keys[240:245]


# --- what is known of a patient ----------------------------------------------------------------------------


def told(office, patient=12):
    got = office.get(f"/chartmodules/{patient}/PatientInfo")
    assert got.status == 200, got.json
    assert all(list(row) == ["Field", "Content"] for row in got.json)
    return [(row["Field"], row["Content"]) for row in got.json]


NOBODY = [
    ("Age", ""),
    ("ABC0", ""),
    ("Billing Type", ""),
    ("Referred From", ""),
    ("Date First Visit", "Invalid Date"),
    ("Prov. (Pri, Sec)", "None, None"),
    ("Pri Ins", ""),
    ("Sec Ins", ""),
    ("Payor Types", ""),
    ("Problems", "None"),
    ("Med Urgent", ""),
    ("Medical Summary", ""),
    ("Service Notes", ""),
    ("Medications", "None"),
    ("Allergies", "None"),
    ("Pat Restrictions", "None"),
]


def test_a_patient_of_whom_nothing_is_known(empty):
    empty.seed({"patient": [{"PatNum": 12}]})
    assert told(empty) == NOBODY
    assert sorted(empty.office.store.tables) == ["patient", "patientnote", "preference"]


def test_a_patient_of_whom_all_is_known(office):
    office.seed(
        {
            "definition": [{"DefNum": 10, "Category": 4, "ItemName": "Standard Account"}],
            "patient": [
                {
                    "PatNum": 12,
                    "Guarantor": 12,
                    "Birthdate": "2014-01-20",
                    "CreditType": "A",
                    "BillingType": "Standard Account",
                    "DateFirstVisit": "2019-04-05",
                    "PriProv": 3,
                    "SecProv": 4,
                    "Premed": "true",
                    "MedUrgNote": "Heart murmur.\r\nCall the doctor.",
                }
            ],
            "provider": [{"ProvNum": 4, "Abbr": "HYG1"}],
            "patientnote": [{"PatNum": 12, "Medical": "Asthma", "Service": "Blanket"}],
            "referral": [
                {"ReferralNum": 1, "LName": "Stone"},
                {"ReferralNum": 2, "LName": "Reed", "FName": "Carl", "MName": "M", "Title": "DMD"},
            ],
            "refattach": [
                {"PatNum": 12, "ReferralNum": 1, "ReferralType": "RefTo", "ItemOrder": 0},
                {"PatNum": 12, "ReferralNum": 2, "ReferralType": "RefFrom", "ItemOrder": 1},
                {"PatNum": 12, "ReferralNum": 1, "ReferralType": "RefFrom", "ItemOrder": 2},
            ],
            "carrier": [
                {"CarrierNum": 1, "CarrierName": "Metlife"},
                {"CarrierNum": 2, "CarrierName": "Aetna"},
                {"CarrierNum": 3, "CarrierName": "Blue"},
            ],
            "insplan": [
                {"PlanNum": 1, "CarrierNum": 1},
                {"PlanNum": 2, "CarrierNum": 2},
                {"PlanNum": 3, "CarrierNum": 3, "IsMedical": "true"},
            ],
            "inssub": [{"InsSubNum": key, "PlanNum": key, "Subscriber": 12} for key in (1, 2, 3)],
            "patplan": [
                {"PatPlanNum": 1, "PatNum": 12, "InsSubNum": 1, "Ordinal": 3, "IsPending": "true"},
                {"PatPlanNum": 2, "PatNum": 12, "InsSubNum": 2, "Ordinal": 2},
                {"PatPlanNum": 3, "PatNum": 12, "InsSubNum": 3, "Ordinal": 1},
            ],
            "sop": [{"SopCode": "111", "Description": "Medicare HMO"}],
            "payortype": [
                {"PatNum": 12, "SopCode": "111", "DateStart": "2023-01-01"},
                {"PatNum": 12, "SopCode": "999", "DateStart": "2022-01-01"},
            ],
            "diseasedef": [{"DiseaseDefNum": 1, "DiseaseName": "Diabetes"}],
            "disease": [
                {"PatNum": 12, "DiseaseDefNum": 1, "PatNote": "Type 2"},
                {"PatNum": 12, "DiseaseDefNum": 1, "PatNote": "once", "ProbStatus": "Inactive"},
                {"PatNum": 12, "DiseaseDefNum": 1, "ProbStatus": "Resolved"},
                {"PatNum": 12, "DiseaseDefNum": 0},
            ],
            "medication": [
                {"MedicationNum": 1, "MedName": "Ibuprofen", "GenericNum": 1, "Notes": "pain"},
                {"MedicationNum": 2, "MedName": "Advil", "GenericNum": 1},
            ],
            "medicationpat": [
                {"PatNum": 12, "MedicationNum": 2, "PatNote": "Twice a day"},
                {"PatNum": 12, "MedicationNum": 1, "DateStop": "2024-03-04"},
                {"PatNum": 12, "MedicationNum": 1, "DateStop": "2024-03-03"},
                {"PatNum": 12, "MedicationNum": 0, "MedDescript": "Amoxicillin 500 mg"},
            ],
            "allergydef": [{"AllergyDefNum": 1, "Description": "Latex"}],
            "allergy": [
                {"PatNum": 12, "AllergyDefNum": 1, "Reaction": "Rash", "StatusIsActive": "true"},
                {"PatNum": 12, "AllergyDefNum": 1, "StatusIsActive": "false"},
                {"PatNum": 12, "AllergyDefNum": 99, "StatusIsActive": "true"},
            ],
            "patrestriction": [{"PatNum": 12, "PatRestrictType": "ApptSchedule"}],
        }
    )
    assert told(office) == [
        ("Age", "10"),
        ("ABC0", "A"),
        ("Billing Type", "Standard Account"),
        ("Referred From", "Reed, Carl"),
        ("Date First Visit", "4/5/2019"),
        ("Prov. (Pri, Sec)", "DOC3, HYG1"),
        ("Pri Ins", "Aetna"),
        ("Sec Ins", "Metlife (pending)"),
        ("Payor Types", "111 - Medicare HMO"),
        ("", "Premedicate"),
        ("Problem - Diabetes", "Type 2"),
        ("Problem - Diabetes", "once"),
        ("Problem - Missing", "Invalid Problem"),
        ("Med Urgent", "Heart murmur. Call the doctor."),
        ("Medical Summary", "Asthma"),
        ("Service Notes", "Blanket"),
        ("Medication - Advil(Ibuprofen)", "Twice a day(pain)"),
        ("Medication - Ibuprofen", "(pain)"),
        ("Medication - Amoxicillin 500 mg", ""),
        ("Allergy - Latex", "Rash"),
        ("Allergy - Missing", ""),
        ("Pat Restrictions", "Appointment Scheduling"),
    ]


def test_the_age_of_a_patient_who_has_died_and_a_first_visit_today(office):
    office.seed(
        {
            "patient": [
                {"PatNum": 12, "Birthdate": "1950-03-05", "DateTimeDeceased": "2020-03-04 10:00:00"},
                {"PatNum": 13, "Birthdate": "1950-03-05", "DateFirstVisit": "2024-03-04"},
            ]
        }
    )
    assert told(office)[0] == ("Age", "69")
    assert told(office, 13)[0] == ("Age", "73")
    assert told(office, 13)[4] == ("Date First Visit", "New Patient")


def test_an_insurance_whose_plan_or_carrier_is_gone(office):
    office.seed(
        {
            "insplan": [{"PlanNum": 1}],
            "inssub": [{"InsSubNum": 1, "PlanNum": 1, "Subscriber": 12}],
            "patplan": [
                {"PatNum": 12, "InsSubNum": 99, "Ordinal": 1, "IsPending": "true"},
                {"PatNum": 12, "InsSubNum": 1, "Ordinal": 2},
            ],
        }
    )
    assert told(office)[6:8] == [("Pri Ins", " (pending)"), ("Sec Ins", "")]


def test_an_office_with_display_fields_of_its_own(office):
    window = {"Category": "ChartPatientInformation"}
    office.seed(
        {
            "patient": [{"PatNum": 12, "Birthdate": "1980-03-05", "Premed": "true"}],
            "patrestriction": [{"PatNum": 12, "PatRestrictType": "ApptSchedule"}],
            "displayfield": [
                {"InternalName": "Allergies", "Description": "Known allergies", "ItemOrder": 2, **window},
                {"InternalName": "Premedicate", "Description": "GIVE ANTIBIOTICS", "ItemOrder": 1, **window},
                {"InternalName": "Preferred Pronoun", "ItemOrder": 0, **window},
                {"InternalName": "Birthdate", "ItemOrder": 3, **window},
                {"InternalName": "Pat Restrictions", "Description": "No", "ItemOrder": 4, **window},
                {"InternalName": "Age", "Category": "AccountModule"},
            ],
        }
    )
    assert told(office) == [
        ("", "GIVE ANTIBIOTICS"),
        ("Known allergies", "None"),
        ("Birthdate", "3/5/1980"),
        ("No", "Appointment Scheduling"),
    ]


def test_a_look_makes_the_notes_of_patient_and_guarantor(office):
    assert office.rows("patientnote") == []
    told(office, 13)
    assert [row["PatNum"] for row in office.rows("patientnote")] == [12, 13]


# --- what is planned ---------------------------------------------------------------------------------------


PLAN = {"PatNum": 12, "AptStatus": "Planned", "Pattern": "/XXXXXX/", "ProvNum": 3, "ProcDescript": "#3-PFC"}
SHOWN = {
    "AptNum": "21",
    "ProvNum": "3",
    "ItemOrder": "1",
    "minutes": "40",
    "ProcDescript": "#3-PFC",
    "Note": "",
    "dateSched": "",
    "AptStatus": "Planned",
}


def planned(office, query=""):
    got = office.get(f"/chartmodules/12/PlannedAppts{query}")
    assert got.status == 200, got.json
    return got.json


def test_planned_appointments_in_their_order(office):
    office.seed(
        {
            "appointment": [
                {"AptNum": 21, **PLAN, "ItemOrderPlanned": 3, "Note": "First\r\nthis"},
                {"AptNum": 22, **PLAN, "ItemOrderPlanned": 5, "Pattern": ""},
                {"AptNum": 23, **PLAN, "ItemOrderPlanned": 1, "PatNum": 13},
                {"AptNum": 24, **PLAN, "AptStatus": "Scheduled"},
            ]
        }
    )
    first, second = SHOWN | {"Note": "First this"}, SHOWN | {"AptNum": "22", "ItemOrder": "2", "minutes": "0"}
    assert planned(office) == [first, second]
    assert list(planned(office)[0]) == list(SHOWN)
    assert [row["ItemOrderPlanned"] for row in office.rows("appointment")] == [1, 2, 1, 0]  # the gaps are closed
    assert planned(office, "?Offset=1") == [second]


@pytest.mark.parametrize(
    ("made", "procedures", "shown"),
    [
        ([], [], {}),
        ([], ["TP", "TP"], {}),
        ([], ["TP", "C"], {"ProcDescript": "(Some Procs Complete) #3-PFC"}),
        ([], ["C", "C", "D"], {"ProcDescript": "(Completed) #3-PFC"}),
        ([("Scheduled", "2024-03-20")], ["TP"], {"dateSched": "2024-03-20 00:00:00", "AptStatus": "Scheduled"}),
        (
            [("Scheduled", "2024-03-04")],
            ["TP", "C"],
            {"dateSched": "2024-03-04 00:00:00", "AptStatus": "Scheduled", "ProcDescript": "(Today's) #3-PFC"},
        ),
        (
            [("Complete", "2024-03-01")],
            ["TP"],
            {"dateSched": "2024-03-01 00:00:00", "AptStatus": "Complete", "ProcDescript": "(Completed) #3-PFC"},
        ),
        (
            [("Broken", "2024-03-01"), ("Scheduled", "2024-03-08")],
            [],
            {"dateSched": "2024-03-08 00:00:00", "AptStatus": "Scheduled"},
        ),
    ],
)
def test_what_has_become_of_a_planned_appointment(office, made, procedures, shown):
    scheduled = [
        {"AptNum": 30 + at, "PatNum": 12, "NextAptNum": 21, "AptStatus": status, "AptDateTime": f"{day} 10:40:00"}
        for at, (status, day) in enumerate(made)
    ]
    office.seed(
        {
            "appointment": [{"AptNum": 21, **PLAN, "ItemOrderPlanned": 1}, *scheduled],
            "procedurelog": [
                {"PatNum": 12, "CodeNum": 7, "PlannedAptNum": 21, "ProcStatus": status} for status in procedures
            ],
        }
    )
    assert planned(office) == [SHOWN | shown]


def test_the_day_is_written_as_the_caller_wants_it(office):
    made = {"PatNum": 12, "NextAptNum": 21, "AptStatus": "Scheduled", "AptDateTime": "2024-03-20 10:40:00"}
    office.seed({"appointment": [{"AptNum": 21, **PLAN}, {"AptNum": 22, **PLAN}, {"AptNum": 31, **made}]})
    shown = [row["dateSched"] for row in planned(office, "?DateTimeFormatString=dd.MM.yyyy HH:mm")]
    assert shown == ["20.03.2024 00:00", ""]
    assert [row["AptNum"] for row in planned(office, "?DateFormatString=yyyy")] == ["21", "22"]
