"""What is wrong with a patient, told by names alone: allergies, problems, medications."""

from practice_of_two import open_practice


def test_a_history_taken_by_names(empty):
    empty.seed({"patient": [{"PatNum": 12}, {"PatNum": 13}], "provider": [{"ProvNum": 1}]})
    empty.freeze("2025-01-21 11:20:34")

    # Nobody has said anything yet.
    for path in ("allergies", "diseases", "medicationpats"):
        assert empty.get(f"/{path}?PatNum=12")[:2] == (200, [])
    for path in ("allergydefs", "diseasedefs", "medications"):
        assert empty.get(f"/{path}")[:2] == (200, [])

    # Each name that is new makes its kind; a name that is there, in any case, does not.
    for patient, name in ((12, "Penicillin"), (13, "penicillin"), (12, "Latex")):
        got = empty.post("/allergies", {"PatNum": patient, "defDescription": name})
        assert (got.status, got.text) == (201, "")
    for patient, name in ((12, "Diabetes"), (13, "DIABETES")):
        assert empty.post("/diseases", {"PatNum": patient, "diseaseDefName": name}).status == 201
    assert empty.post("/medications", {"MedName": "Metformin"}).status == 201
    assert empty.post("/medications", {"MedName": "Glucophage", "genericName": "Metformin"}).status == 201
    for name in ("glucophage", "Ibuprofen"):
        body = {"PatNum": 12, "medName": name, "DateStart": "2024-11-02", "ProvNum": 1}
        assert empty.post("/medicationpats", body).status == 201

    # It is all in the chart, and in the lists to choose from.
    told = {"Reaction": "", "StatusIsActive": "true", "DateAdverseReaction": "0001-01-01"}
    assert empty.get("/allergies?PatNum=12").json == [
        {
            "AllergyNum": 1,
            "AllergyDefNum": 1,
            "PatNum": 12,
            "defDescription": "Penicillin",
            "defSnomedType": "None",
            **told,
        },
        {"AllergyNum": 3, "AllergyDefNum": 2, "PatNum": 12, "defDescription": "Latex", "defSnomedType": "None", **told},
    ]
    assert [row["Description"] for row in empty.get("/allergydefs").json] == ["Penicillin", "Latex"]
    diabetes = {
        "DiseaseNum": 1,
        "PatNum": 12,
        "DiseaseDefNum": 1,
        "diseaseDefName": "Diabetes",
        "PatNote": "",
        "ProbStatus": "Active",
        "DateStart": "0001-01-01",
        "DateStop": "0001-01-01",
    }
    assert empty.get("/diseases").json == [diabetes, diabetes | {"DiseaseNum": 2, "PatNum": 13}]
    assert [row["DiseaseName"] for row in empty.get("/diseasedefs").json] == ["Diabetes"]
    taken = {"PatNum": "12", "PatNote": "", "DateStart": "2024-11-02", "DateStop": "0001-01-01", "ProvNum": 1}
    assert empty.get("/medicationpats?PatNum=12").json == [
        {"MedicationPatNum": 1, "medName": "Glucophage", "MedicationNum": 2, **taken},
        {"MedicationPatNum": 2, "medName": "Ibuprofen", "MedicationNum": 3, **taken},
    ]
    generics = [(row["MedName"], row["genericName"]) for row in empty.get("/medications").json]
    assert generics == [("Metformin", "Metformin"), ("Glucophage", "Metformin"), ("Ibuprofen", "Ibuprofen")]

    # At the next visit: the problem is over, a medication was stopped, an allergy was a mistake.
    assert empty.put("/diseases/1", {"ProbStatus": "Resolved", "DateStop": "2025-01-20"}).status == 200
    assert empty.put("/medicationpats/2", {"DateStop": "2025-01-20"}).status == 200
    assert empty.delete("/allergies/3").status == 200
    assert [row["AllergyNum"] for row in empty.get("/allergies?PatNum=12").json] == [1]
    assert [row["Description"] for row in empty.get("/allergydefs").json] == ["Penicillin"]
    assert empty.get("/diseases/1").json == diabetes | {"ProbStatus": "Resolved", "DateStop": "2025-01-20"}
    assert [row["DateStop"] for row in empty.get("/medicationpats?PatNum=12").json] == ["0001-01-01", "2025-01-20"]


def row_of_the_chart(kind, key, time, **shown):
    """A row of the chart on the second of June 2025; all that is not said of it is empty."""
    names = "Th Surf Dx Description note Stat Prov ProvNum Amount ProcCode User Signed Length Abbr Clinic"
    when = {"Date": "06/02/2025", "Time": time, "DateTime": f"6/2/2025 {shown.pop('clock')}"}
    head = {"ObjectType": kind, "PrimaryKey": key, **when}
    return {**head, **{name: shown.get(name, "") for name in names.split()}, "ClinicNum": shown.get("ClinicNum", "0")}


def test_a_history_and_the_chart_after_it(empty):
    api = open_practice(empty)
    api.seed({"laboratory": [{"LaboratoryNum": 1, "Description": "Ceramix", "Phone": "(503)555-0101"}]})
    assert api.put("/patients/21", {"Birthdate": "1980-02-29"}).status == 200
    api.freeze("2025-06-02 09:10:00")

    # What is wrong with the patient, by names alone.
    assert api.post("/allergies", {"PatNum": 21, "defDescription": "Latex", "Reaction": "Rash"}).status == 201
    assert api.post("/diseases", {"PatNum": 21, "diseaseDefName": "Diabetes", "PatNote": "Type 2"}).status == 201
    assert api.post("/medications", {"MedName": "Ibuprofen", "Notes": "for pain"}).status == 201
    assert api.post("/medications", {"MedName": "Advil", "genericName": "Ibuprofen"}).status == 201
    assert api.post("/medicationpats", {"PatNum": 21, "medName": "advil", "PatNote": "At night"}).status == 201
    assert api.put("/patientnotes/21", {"Medical": "Had a stroke in 2019.", "Service": "Wants a pillow."}).status == 200
    got = api.get("/chartmodules/21/PatientInfo")
    assert (got.status, [(row["Field"], row["Content"]) for row in got.json]) == (
        200,
        [
            ("Age", "45"),
            ("ABC0", ""),
            ("Billing Type", ""),
            ("Referred From", ""),
            ("Date First Visit", "Invalid Date"),
            ("Prov. (Pri, Sec)", "DOC9, None"),
            ("Pri Ins", ""),
            ("Sec Ins", ""),
            ("Payor Types", ""),
            ("Problem - Diabetes", "Type 2"),
            ("Med Urgent", ""),
            ("Medical Summary", "Had a stroke in 2019."),
            ("Service Notes", "Wants a pillow."),
            ("Medication - Advil(Ibuprofen)", "At night(for pain)"),
            ("Allergy - Latex", "Rash"),
            ("Pat Restrictions", "None"),
        ],
    )
    assert api.get("/chartmodules/21/ProgNotes")[:2] == (200, [])  # a history is no progress note

    # The visit: an appointment, work that is done and noted, work that is planned, a crown ordered, a talk.
    visit = {"PatNum": 21, "Op": 1, "AptDateTime": "2025-06-02 09:30:00", "Pattern": "/XXXX/", "Note": "Slow, please."}
    assert api.post("/appointments", visit).status == 201
    done = {"PatNum": 21, "AptNum": 1, "procCode": "D0120", "ProcDate": "2025-06-02", "ProcStatus": "C", "ProcFee": 56}
    assert api.post("/procedurelogs", done).status == 201
    crown = {"PatNum": 21, "procCode": "D2740", "ProcDate": "2025-06-02", "ProcStatus": "TP", "ToothNum": "30"}
    assert api.post("/procedurelogs", crown | {"ProcFee": 1250.5}).status == 201
    noted = {"PatNum": 21, "ProcNum": 1, "Note": "Gums bleed."}
    assert api.post("/procnotes", noted | {"isSigned": "true"}).status == 201
    case = {"PatNum": 21, "LaboratoryNum": 1, "ProvNum": 9, "Instructions": "Shade A2"}
    case |= {"DateTimeCreated": "2025-06-02 10:05:00", "DateTimeDue": "2025-06-16 08:00:00"}
    assert api.post("/labcases", case).status == 201
    assert api.post("/commlogs", {"PatNum": 21, "Note": "Will ask the physician.", "commType": "Visits"}).status == 201
    treatment = {"clock": "12:00:00 AM", "Prov": "DOC9", "ProvNum": "9", "Clinic": "Lake", "ClinicNum": "3"}
    exam = row_of_the_chart(
        "Procedure",
        "1",
        "",
        **treatment,
        note="Gums bleed.",
        Stat="C",
        Amount="56.00",
        ProcCode="D0120",
        Signed="Signed",
        Abbr="PerEx",
    )
    planned = row_of_the_chart(
        "Procedure", "2", "", **treatment, Th="30", Stat="TP", Amount="1250.50", ProcCode="D2740", Abbr="Crn"
    )
    got = api.get("/chartmodules/21/ProgNotes")
    assert (got.status, got.json) == (
        200,
        [
            row_of_the_chart(
                "Appointment",
                "1",
                "9:30a",
                clock="9:30:00 AM",
                Description="Appointment - 9:30 AM PerEx",
                note="Slow, please.",
                Length="0:30",
                ClinicNum="3",
            ),
            planned,
            exam,
            row_of_the_chart(
                "Commlog",
                "1",
                "9:10a",
                clock="9:10:00 AM",
                Description="Comm - Visits",
                note="Will ask the physician.",
            ),
            row_of_the_chart(
                "LabCase",
                "1",
                "10:05a",
                clock="10:05:00 AM",
                Description="LabCase - Ceramix (503)555-0101 Due Mon 6/16/2025 8:00 AM",
                note="Shade A2",
            ),
        ],
    )

    # The physician calls: the problem is over, the medication ends with this day, the exam's note is written anew.
    assert api.put("/diseases/1", {"ProbStatus": "Resolved"}).status == 200
    assert api.put("/medicationpats/1", {"DateStop": "2025-06-02"}).status == 200
    api.freeze("2025-06-03 08:00:00")
    assert api.post("/procnotes", {"PatNum": 21, "ProcNum": 1, "Note": "Gums bleed less."}).status == 201
    info = [(row["Field"], row["Content"]) for row in api.get("/chartmodules/21/PatientInfo").json]
    assert [line for line in info if line[1] == "None"] == [
        ("Problems", "None"),
        ("Medications", "None"),
        ("Pat Restrictions", "None"),
    ]
    changed = exam | {"note": "Gums bleed less.", "Signed": ""}
    assert [row for row in api.get("/chartmodules/21/ProgNotes").json if row["PrimaryKey"] == "1"][1] == changed
