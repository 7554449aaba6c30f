"""https://www.opendental.com/site/apiappointments.html"""

import pytest
from conversation import refuses
from practice_of_two import APPOINTMENT, DAY, NEVER, NOW, booked, history, open_practice, shown

refused = refuses("appointment", "histappointment", "procedurelog", now=NOW)
NEW = {"PatNum": 21, "Op": 1, "AptDateTime": f"{DAY} 09:00:00"}
CLOCK = {"serverDateTime": NOW}


@pytest.fixture
def office(empty):
    """The practice with one appointment."""
    open_practice(empty).seed({"appointment": [APPOINTMENT]})
    return empty


@pytest.fixture
def practice(empty):
    """The practice without appointments."""
    return open_practice(empty)


# --- reading ----------------------------------------------------------------------------------------------


def test_an_appointment(office):
    got = office.get("/appointments/5")
    assert (got.status, got.json) == (200, CLOCK | booked(DateTStamp="2025-05-01 10:00:00"))
    assert list(got.json) == ["serverDateTime", *shown()]
    assert office.get("/appointments/6")[:2] == (404, "Appointment not found.")


OTHERS = [
    {"AptNum": 6, "PatNum": 22, "AptDateTime": f"{DAY} 08:00:00", "Op": 2, "AptStatus": "Complete", "ProvNum": 4},
    {"AptNum": 7, "PatNum": 22, "AptDateTime": f"{DAY} 09:00:00", "Op": 3, "AptStatus": "Broken", "ClinicNum": 4},
    {"AptNum": 8, "PatNum": 21, "AptDateTime": "2025-06-04 23:59:00", "AptStatus": "Planned", "AppointmentTypeNum": 8},
    {"AptNum": 9, "PatNum": 21, "AptDateTime": "2025-06-05 00:00:00", "AptStatus": "PtNote", "Pattern": "X"},
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [6, 5, 7, 8, 9]),
        ("?PatNum=21", [5, 8, 9]),
        ("?PatNum=0", [6, 5, 7, 8, 9]),
        ("?AptStatus=Broken", [7]),
        ("?AptStatus=PtNote", [9]),
        ("?AptStatus=ASAP", []),
        ("?Op=3", [7]),
        ("?Op=0", [8, 9]),
        (f"?date={DAY}", [6, 5, 7]),
        (f"?dateStart={DAY}&dateEnd=2025-06-04", [6, 5, 7, 8]),
        ("?dateStart=2025-06-05", [9]),
        ("?dateEnd=2025-06-02", []),
        ("?ClinicNum=4", [7]),
        ("?ClinicNum=0", [6, 8, 9]),
        ("?DateTStamp=2025-05-01%2010:00:00", [5]),
        ("?DateTStamp=2025-05-01", [5]),
        ("?DateTStamp=2025-05-02", []),
        ("?AppointmentTypeNum=8", [8]),
        ("?Limit=2&Offset=1", [5, 7]),
        ("?includePatientInfo=true", [6, 5, 7, 8, 9]),
    ],
)
def test_appointments_are_found(office, query, found):
    office.seed({"appointment": OTHERS})
    got = office.get(f"/appointments{query}")
    assert (got.status, [row["AptNum"] for row in got.json]) == (200, found)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?AptStatus=1", 400, "AptStatus is invalid."),
        ("?AptStatus=None", 400, "AptStatus is invalid."),
        ("?PatNum=4711", 404, "Patient not found."),
        ("?Op=4711", 404, "Operatory not found."),
        ("?ClinicNum=4711", 404, "Clinic not found."),
        ("?AppointmentTypeNum=4711", 404, "AppointmentType not found."),
        ("?date=06/03/2025", 400, "date format must be yyyy-MM-dd."),
        ("?DateTStamp=yesterday", 400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_what_none_are_found_by(office, query, status, sentence):
    assert office.get(f"/appointments{query}")[:2] == (status, sentence)


def test_the_asap_list(office):
    def row(number, **more):
        return {"AptNum": number, "PatNum": 22, "Priority": "ASAP", "AptDateTime": f"{DAY} 10:00:00"} | more

    office.seed(
        {
            "appointment": [
                row(10, AptStatus="Scheduled", ProvNum=1, ClinicNum=3),
                row(11, AptStatus="Broken", ProvHyg=1, AptDateTime=f"{DAY} 08:00:00"),
                row(12, AptStatus="UnschedList", ProvNum=9),
                row(13, AptStatus="Complete"),
                row(14, AptStatus="Planned"),
                row(15, AptStatus="Planned"),
                row(16, AptStatus="UnschedList", Priority="Normal", NextAptNum=15),
            ]
        }
    )
    listed = {
        query: [one["AptNum"] for one in office.get(f"/appointments/ASAP{query}").json]
        for query in ("", "?ProvNum=1", "?ProvNum=0", "?ClinicNum=3")
    }
    assert listed == {
        "": [11, 10, 12, 14],
        "?ProvNum=1": [11, 10],
        "?ProvNum=0": [11, 10, 12, 14],
        "?ClinicNum=3": [10],
    }
    office.prefer(EasyNoClinics="0")
    assert office.get("/appointments/ASAP")[:2] == (400, "ClinicNum is required.")
    assert [one["AptNum"] for one in office.get("/appointments/ASAP?ClinicNum=0").json] == [11, 12, 14]


# --- making ------------------------------------------------------------------------------------------------


def test_an_appointment_with_what_is_usual(practice):
    got = practice.post("/appointments", NEW)
    assert (got.status, got.json) == (201, shown())
    assert got.headers["Location"].endswith("/appointments/1")
    assert history(practice, 1) == [("Created", "Scheduled", 1)]
    assert practice.rows("securitylog")[-1]["PermType"] == "AppointmentCreate"


def test_an_appointment_with_all_that_can_be_said(practice):
    said = {
        "AptStatus": "UnschedList",
        "Pattern": "//XX",
        "Confirmed": 20,
        "Note": "Late",
        "ProvNum": 1,
        "ProvHyg": 4,
        "ClinicNum": 4,
        "IsHygiene": "true",
        "IsNewPatient": "true",
        "Priority": "ASAP",
        "colorOverride": "100,0,255",
        "PatternSecondary": "XX//",
    }
    times = {"DateTimeArrived": "08:50:00", "DateTimeSeated": "09:00:00", "DateTimeDismissed": "09:40:00"}
    got = practice.post("/appointments", NEW | said | times | {"SecUserNumEntry": 0})
    on_that_day = {name: f"{DAY} {time}" for name, time in times.items()}
    assert (got.status, got.json) == (201, shown(**said, **on_that_day, confirmed="Confirmed", provAbbr="DOC1"))


@pytest.mark.parametrize(
    ("changed", "made"),
    [
        ({"PatNum": 22, "Op": 2}, {"ClinicNum": 4, "ProvNum": 1, "provAbbr": "DOC1", "InsPlan1": 0, "InsPlan2": 0}),
        ({"PatNum": 22}, {"ClinicNum": 0, "ProvNum": 1, "provAbbr": "DOC1", "InsPlan1": 0, "InsPlan2": 0}),
        ({"Op": 2}, {"ClinicNum": 4}),
        ({"Pattern": "X" * 200}, {"Pattern": "X" * 108, "PatternSecondary": "/" * 108}),
        ({"ProvNum": 0, "Confirmed": 0}, {"ProvNum": 9, "Confirmed": 19}),
        (
            {"PatNum": 22, "ProvNum": 0},
            {"ClinicNum": 0, "ProvNum": 1, "provAbbr": "DOC1", "InsPlan1": 0, "InsPlan2": 0},
        ),
    ],
)
def test_where_a_default_comes_from(practice, changed, made):
    got = practice.post("/appointments", NEW | changed)
    assert (got.status, got.json) == (201, shown(**changed | made))


def test_whose_provider_is_the_default(practice):
    practice.prefer(PracticeDefaultProv="4", AppointmentTimeIsLocked="1")
    got = practice.post("/appointments", NEW | {"PatNum": 22}).json
    assert (got["provAbbr"], got["TimeLocked"]) == ("HYG1", "true")


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"Op": None}, 400, "Op is required."),
        ({"AptDateTime": None}, 400, "AptDateTime is required."),
        ({"AptDateTime": DAY}, 400, "AptDateTime format must be yyyy-MM-dd HH:mm:ss."),
        ({"AptDateTime": f"{DAY}T09:00:00"}, 400, "AptDateTime format must be yyyy-MM-dd HH:mm:ss."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"PatNum": 24}, 400, "Patient is deleted."),
        ({"Op": 0}, 404, "Operatory not found."),
        ({"Op": 4711}, 404, "Operatory not found."),
        ({"ProvNum": 4711}, 404, "Provider not found."),
        ({"ProvHyg": 4711}, 404, "Provider not found."),
        ({"ClinicNum": 4711}, 404, "Clinic not found."),
        ({"Confirmed": 4711}, 404, "Definition not found."),
        ({"Confirmed": 30}, 400, "Confirmed is invalid."),
        ({"AppointmentTypeNum": 4711}, 404, "AppointmentType not found."),
        ({"SecUserNumEntry": 4711}, 404, "Userod not found."),
        ({"AptStatus": "Planned"}, 400, "AptStatus is invalid."),
        ({"AptStatus": "Broken"}, 400, "AptStatus is invalid."),
        ({"AptStatus": 1}, 400, "AptStatus is invalid."),
        ({"Priority": "Soon"}, 400, "Priority is invalid."),
        ({"IsNewPatient": "maybe"}, 400, "IsNewPatient is invalid."),
        ({"Pattern": "XO"}, 400, "Pattern is invalid."),
        ({"PatternSecondary": "/"}, 400, "PatternSecondary must match the length of Pattern."),
        (
            {"AppointmentTypeNum": 8, "PatternSecondary": "////"},
            400,
            "PatternSecondary must match the length of Pattern.",
        ),
        ({"DateTimeArrived": f"{DAY} 08:50:00"}, 400, "DateTimeArrived format must be HH:mm:ss."),
        ({"colorOverride": "256,0,0"}, 400, "colorOverride is invalid."),
    ],
)
def test_what_a_new_one_may_not_be(practice, changed, status, sentence):
    refused(practice, lambda api: api.post("/appointments", NEW | changed), status, sentence)


def test_two_may_be_at_one_time(practice):
    assert practice.post("/appointments", NEW).status == 201
    assert practice.post("/appointments", NEW | {"PatNum": 22}).status == 201


def test_an_appointment_type_brings_procedures_pattern_and_colour(practice):
    """Side effect 1: POST with AppointmentTypeNum creates procedures and sets pattern and colour."""
    practice.seed({"procedurelog": [{"ProcNum": 70, "PatNum": 21, "CodeNum": 2, "ProcDate": "2025-01-01"}]})
    got = practice.post("/appointments", NEW | {"AppointmentTypeNum": 8, "ProvNum": 1, "ProvHyg": 4})
    made = {"AppointmentTypeNum": 8, "ProvNum": 1, "provAbbr": "DOC1", "ProvHyg": 4, "colorOverride": "180,30,150"}
    made |= {"Pattern": "/XXXX/", "PatternSecondary": "//////", "ProcDescript": "Pro, PerEx"}
    assert (got.status, got.json) == (201, shown(**made))
    assert history(practice, 1) == [("Created", "Scheduled", 1)]
    attached = practice.office.records.rows("procedurelog", AptNum=1)
    wanted = ("ProcNum", "CodeNum", "ProcStatus", "ProcDate", "ProvNum", "ClinicNum")
    assert [tuple(row[name] for name in wanted) for row in attached] == [
        (70, 2, "TP", DAY, 0, 0),
        (71, 1, "TP", DAY, 1, 3),
    ]


def test_what_was_sent_comes_before_the_type(practice):
    said = {"AppointmentTypeNum": 9, "Pattern": "XX", "colorOverride": "7,7,7"}
    got = practice.post("/appointments", NEW | said)
    assert (got.status, got.json) == (201, shown(**said, PatternSecondary="//", ProcDescript="#-Crn"))


def test_a_type_without_a_pattern_has_that_of_its_codes(practice):
    got = practice.post("/appointments", NEW | {"AppointmentTypeNum": 9}).json
    assert (got["Pattern"], got["PatternSecondary"]) == ("//XXXXXXXX//", "/" * 12)


def test_a_note_takes_no_procedures(practice):
    got = practice.post("/appointments", NEW | {"AppointmentTypeNum": 8, "AptStatus": "PtNote"}).json
    assert (got["ProcDescript"], practice.rows("procedurelog")) == ("", [])


def test_is_new_patient_sets_the_first_visit(practice):
    """Side effect 10: IsNewPatient sets DateFirstVisit."""
    assert practice.post("/appointments", NEW | {"IsNewPatient": "true"}).status == 201
    assert practice.row("patient", 21)["DateFirstVisit"] == DAY
    practice.seed({"procedurelog": [{"ProcNum": 70, "PatNum": 22, "CodeNum": 2, "ProcStatus": "C"}]})
    assert practice.post("/appointments", NEW | {"PatNum": 22, "IsNewPatient": "true"}).status == 201
    assert practice.row("patient", 22)["DateFirstVisit"] == "0001-01-01"


def test_one_that_is_made_complete_completes_its_procedures(practice):
    got = practice.post("/appointments", NEW | {"AppointmentTypeNum": 8, "AptStatus": "Complete"})
    assert (got.status, got.json["AptStatus"]) == (201, "Complete")
    assert [(row["ProcStatus"], row["ProcDate"]) for row in practice.rows("procedurelog")] == [("C", DAY), ("C", DAY)]


# --- changing ----------------------------------------------------------------------------------------------


def test_a_change_leaves_history_and_moves_the_stamp(office):
    """Side effect 2: every appointment write leaves a HistAppointment and moves DateTStamp."""
    got = office.put("/appointments/5", {"Note": "Bring x-rays"})
    assert (got.status, got.json) == (200, booked(Note="Bring x-rays", DateTStamp=NOW))
    assert list(got.json) == list(shown())
    (row,) = office.get("/histappointments?AptNum=5").json
    assert row == {
        "HistApptNum": 1,
        "HistUserNum": 0,
        "HistDateTStamp": NOW,
        "HistApptAction": "Changed",
        "ApptSource": "None",
        **booked(Note="Bring x-rays", DateTStamp=NOW),
    }
    assert office.put("/appointments/5", {"Note": "Bring x-rays"}).status == 200
    assert len(office.get("/histappointments?AptNum=5").json) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [("/Note", {"Note": "x"}), ("/Confirm", {"defNum": 20}), ("/Break", {"sendToUnscheduledList": "false"})],
)
def test_the_other_changes_do_so_too(office, path, body):
    got = office.put(f"/appointments/5{path}", body)
    assert (got.status, got.text) == (200, "")
    assert [action for action, *_ in history(office, 5)] == ["Changed"]
    assert office.get("/appointments/5").json["DateTStamp"] == NOW


def test_what_else_may_be_changed(office):
    said = {
        "AptStatus": "Broken",
        "Pattern": "XX",
        "Confirmed": 20,
        "Op": 3,
        "ProvNum": 9,
        "ProvHyg": 0,
        "AptDateTime": "2025-06-04 10:00:00",
        "ClinicNum": 4,
        "IsHygiene": "true",
        "IsNewPatient": "true",
        "Priority": "ASAP",
        "UnschedStatus": 30,
        "colorOverride": "1,1,1",
    }
    got = office.put("/appointments/5", said | {"DateTimeSeated": "10:05:00"})
    names = {"confirmed": "Confirmed", "provAbbr": "DOC9", "unschedStatus": "Call again"}
    made = {"DateTimeSeated": "2025-06-04 10:05:00", "PatternSecondary": "//", "DateTStamp": NOW}
    assert (got.status, got.json) == (200, booked(**said | names | made))
    got = office.put("/appointments/5", {"DateTimeArrived": "09:55:00", "UnschedStatus": 0})
    assert got.json["DateTimeArrived"] == "2025-06-04 09:55:00"
    assert (got.json["UnschedStatus"], got.json["unschedStatus"]) == (0, "")


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"AptStatus": "ASAP"}, 400, "AptStatus is invalid."),
        ({"AptStatus": "None"}, 400, "AptStatus is invalid."),
        ({"UnschedStatus": 19}, 400, "UnschedStatus is invalid."),
        ({"Op": 4711}, 404, "Operatory not found."),
        ({"PatternSecondary": "/"}, 400, "PatternSecondary must match the length of Pattern."),
        ({"DateTimeArrived": "9:55"}, 400, "DateTimeArrived format must be HH:mm:ss."),
    ],
)
def test_what_it_may_not_become(office, changed, status, sentence):
    refused(office, lambda api: api.put("/appointments/5", changed), status, sentence)
    refused(office, lambda api: api.put("/appointments/6", changed), 404, "Appointment not found.")


def test_the_unscheduled_list_has_no_operatory(office):
    """Side effect 3: PUT AptStatus UnschedList sets Op 0, in a second write."""
    got = office.put("/appointments/5", {"AptStatus": "UnschedList"})
    assert (got.status, got.json) == (200, booked(AptStatus="UnschedList", Op=0, DateTStamp=NOW))
    assert history(office, 5) == [("Changed", "UnschedList", 1), ("Changed", "UnschedList", 0)]


TRIGGERS = {
    "AppointmentTimeArrivedTrigger": "21",
    "AppointmentTimeSeatedTrigger": "22",
    "AppointmentTimeDismissedTrigger": "23",
}


@pytest.mark.parametrize(
    ("status", "stamp"), [(21, "DateTimeArrived"), (22, "DateTimeSeated"), (23, "DateTimeDismissed"), (20, "")]
)
def test_a_status_of_confirmation_stamps_its_time(office, status, stamp):
    """Side effect 4: PUT Confirm, or Confirmed, equal to a trigger's preference stamps that column."""
    office.prefer(**TRIGGERS)
    office.seed({"appointment": [APPOINTMENT | {"AptNum": 6}]})
    name = {20: "Confirmed", 21: "Arrived", 22: "Seated", 23: "Dismissed"}[status]
    made = booked(Confirmed=status, confirmed=name, DateTStamp=NOW, **({stamp: NOW} if stamp else {}))
    assert office.put("/appointments/5/Confirm", {"defNum": status}).status == 200
    assert office.get("/appointments/5").json == CLOCK | made
    assert office.put("/appointments/6", {"Confirmed": status}).json == made | {"AptNum": 6}


def test_a_status_that_it_has_stamps_nothing_again(office):
    office.prefer(**TRIGGERS)
    office.seed({"appointment": [APPOINTMENT | {"Confirmed": 21}]})
    assert office.put("/appointments/5", {"Confirmed": 21}).json["DateTimeArrived"] == NEVER


def test_another_type_adds_what_is_missing(office):
    got = office.put("/appointments/5", {"AppointmentTypeNum": 8})
    made = {"AppointmentTypeNum": 8, "ProcDescript": "PerEx, Pro", "colorOverride": "180,30,150", "DateTStamp": NOW}
    made |= {"Pattern": "/XXXX/", "PatternSecondary": "//////"}
    assert (got.status, got.json) == (200, booked(**made))
    assert [row["ProvNum"] for row in office.rows("procedurelog")] == [1, 4]
    got = office.put("/appointments/5", {"AppointmentTypeNum": 8, "Pattern": "XX"})
    assert got.json == booked(**made | {"Pattern": "XX", "PatternSecondary": "//"})
    assert len(office.rows("procedurelog")) == 2
    got = office.put("/appointments/5", {"AppointmentTypeNum": 0})
    assert got.json == booked(**made | {"Pattern": "XX", "PatternSecondary": "//", "AppointmentTypeNum": 0})


def test_a_completed_appointment_completes_its_procedures(office):
    office.put("/appointments/5", {"AppointmentTypeNum": 8})
    office.seed(
        {"patplan": [{"PatPlanNum": 1, "PatNum": 21, "Ordinal": 1, "InsSubNum": 2}, {"PatPlanNum": 2, "PatNum": 0}]}
    )
    got = office.put("/appointments/5", {"AptStatus": "Complete"}).json
    assert (got["AptStatus"], got["InsPlan1"], got["InsPlan2"]) == ("Complete", 48, 0)
    done = [
        (row["ProcStatus"], row["ProcDate"], row["ProvNum"], row["DateComplete"]) for row in office.rows("procedurelog")
    ]
    assert done == [("C", DAY, 1, "2025-06-02"), ("C", DAY, 4, "2025-06-02")]
    assert office.row("patient", 21)["DateFirstVisit"] == DAY


def test_a_note_that_is_completed(office):
    office.seed({"appointment": [APPOINTMENT | {"AptStatus": "PtNote"}]})
    assert office.put("/appointments/5", {"AptStatus": "Complete"}).json["AptStatus"] == "PtNoteCompleted"


def test_planned_procedures_move_with_their_appointment(office):
    done = {"PatNum": 21, "CodeNum": 1, "AptNum": 5, "ProcDate": DAY}
    office.seed({"procedurelog": [done | {"ProcNum": 70}, done | {"ProcNum": 71, "ProcStatus": "C"}]})
    assert office.put("/appointments/5", {"AptDateTime": "2025-06-10 09:00:00"}).status == 200
    assert [row["ProcDate"] for row in office.rows("procedurelog")] == ["2025-06-10", DAY]


def test_recalls_know_when_they_are_scheduled(office):
    """An appointment with a procedure that triggers a recall is its DateScheduled, as long as it is Scheduled."""
    office.seed(
        {
            "recalltype": [{"RecallTypeNum": 1, "Description": "Prophy"}],
            "recalltrigger": [{"RecallTriggerNum": 1, "RecallTypeNum": 1, "CodeNum": 2}],
            "recall": [{"RecallNum": 1, "PatNum": 21, "RecallTypeNum": 1}],
        }
    )

    def scheduled():
        return office.row("recall", 1)["DateScheduled"]

    office.put("/appointments/5", {"AppointmentTypeNum": 8})
    assert scheduled() == DAY
    office.put("/appointments/5", {"AptDateTime": "2025-06-10 09:00:00"})
    assert scheduled() == "2025-06-10"
    office.put("/appointments/5/Break", {"sendToUnscheduledList": "true"})
    assert scheduled() == "0001-01-01"


# --- breaking, noting, confirming -----------------------------------------------------------------------------


def test_a_broken_appointment_goes_to_the_unscheduled_list(office):
    """Side effect 5: Break to the UnschedList, without a procedure and without a commlog."""
    got = office.put("/appointments/5/Break", {"sendToUnscheduledList": "true"})
    assert (got.status, got.text) == (200, "")
    assert office.get("/appointments/5").json == CLOCK | booked(AptStatus="UnschedList", Op=0, DateTStamp=NOW)
    assert history(office, 5) == [("Changed", "UnschedList", 1), ("Changed", "UnschedList", 0)]
    assert (office.rows("procedurelog"), office.rows("commlog")) == ([], [])


@pytest.mark.parametrize(
    ("kind", "allowed", "code", "fee"), [("Missed", "1", 8, 45.0), ("Cancelled", "2", 9, 0.0), ("Missed", "3", 8, 45.0)]
)
def test_a_broken_appointment_that_costs(office, kind, allowed, code, fee):
    """Side effect 5: D9986 or D9987, a commlog by preference, Missed or Cancelled in the history."""
    office.prefer(BrokenApptProcedure=allowed, BrokenApptCommLog="1")
    office.seed(
        {
            "appointment": [APPOINTMENT | {"ProcDescript": "PerEx, Pro"}],
            "provider": [{"ProvNum": 1, "Abbr": "DOC1", "FeeSched": 1}],
        }
    )
    got = office.put("/appointments/5/Break", {"sendToUnscheduledList": "false", "breakType": kind})
    assert (got.status, got.text) == (200, "")
    broken = booked(AptStatus="Broken", DateTStamp=NOW, ProcDescript="PerEx, Pro")
    assert office.get("/appointments/5").json == CLOCK | broken
    assert history(office, 5) == [(kind, "Broken", 1)]
    (charted,) = office.rows("procedurelog")
    wanted = ("CodeNum", "ProcStatus", "ProcDate", "ProvNum", "ClinicNum", "ProcFee", "AptNum")
    assert tuple(charted[name] for name in wanted) == (code, "C", "2025-06-02", 1, 3, fee, 0)
    told = "Appt BROKEN for PerEx, Pro Tue 6/3/2025 9:00:00 AM"
    assert [row["Note"] for row in office.rows("procnote")] == [told]
    (said,) = office.get("/commlogs?PatNum=21").json
    assert (said["commType"], said["Note"], said["Mode_"], said["CommDateTime"]) == ("Visits", told, "None", NOW)


def test_what_may_not_be_broken(office):
    def broken(**body):
        return lambda api: api.put("/appointments/5/Break", {"sendToUnscheduledList": "true"} | body)

    refused(office, broken(sendToUnscheduledList=None), 400, "sendToUnscheduledList is required.")
    refused(office, broken(sendToUnscheduledList="yes"), 400, "sendToUnscheduledList is invalid.")
    refused(office, broken(breakType="Late"), 400, "breakType is invalid.")
    sentence = "breakType is invalid. {} is not enabled by the Dental Office"
    refused(office, broken(breakType="Missed"), 400, sentence.format("Missed"))
    office.prefer(BrokenApptProcedure="1")
    refused(office, broken(breakType="Cancelled"), 400, sentence.format("Cancelled"))
    office.seed({"appointment": [APPOINTMENT | {"AptStatus": "Broken"}]})
    refused(office, broken(), 400, "Only appointments with an AptStatus of Scheduled can be broken.")


def test_a_note_grows_by_lines(office):
    assert office.put("/appointments/5/Note", {"Note": "Called"}).status == 200
    assert office.row("appointment", 5)["Note"] == "Called"
    assert office.put("/appointments/5/Note", {"Note": "Called again"}).status == 200
    assert office.row("appointment", 5)["Note"] == "Called\r\nCalled again"
    assert office.get("/appointments/5").json["Note"] == "Called Called again"
    refused(office, lambda api: api.put("/appointments/5/Note", {}), 400, "Note is required.")
    refused(office, lambda api: api.put("/appointments/6/Note", {"Note": "x"}), 404, "Appointment not found.")


@pytest.mark.parametrize(
    ("sent", "preference"),
    [
        ("Sent", "ApptEConfirmStatusSent"),
        ("Confirmed", "ApptEConfirmStatusAccepted"),
        ("Not Accepted", "ApptEConfirmStatusDeclined"),
        ("Failed", "ApptEConfirmStatusSendFailed"),
    ],
)
def test_what_the_office_calls_confirmed(office, sent, preference):
    sentence = f"confirmVal is invalid. {sent} is not set up by the Dental Office"
    refused(office, lambda api: api.put("/appointments/5/Confirm", {"confirmVal": sent}), 400, sentence)
    office.prefer(**{preference: "22"})
    assert office.put("/appointments/5/Confirm", {"confirmVal": sent}).status == 200
    assert office.get("/appointments/5").json["confirmed"] == "Seated"
    assert office.put("/appointments/5/Confirm", {"confirmVal": "None"}).status == 200
    assert office.get("/appointments/5").json["confirmed"] == "Not Called"


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 400, "confirmVal or defNum is required."),
        ({"confirmVal": "None", "defNum": 20}, 400, "Only one of confirmVal and defNum may be sent."),
        ({"confirmVal": "Perhaps"}, 400, "confirmVal is invalid."),
        ({"defNum": 30}, 400, "defNum is invalid."),
        ({"defNum": 0}, 404, "Definition not found."),
        ({"defNum": 4711}, 404, "Definition not found."),
    ],
)
def test_what_cannot_be_confirmed(office, body, status, sentence):
    refused(office, lambda api: api.put("/appointments/5/Confirm", body), status, sentence)


# --- versions and permissions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "call", "sentence"),
    [
        ("22.2.30", ("POST", "/appointments/Planned"), "appointments POST Planned is not a valid method."),
        (
            "22.1.99",
            ("POST", "/appointments/SchedulePlanned"),
            "appointments POST SchedulePlanned is not a valid method.",
        ),
        ("21.2.99", ("POST", "/appointments/WebSched"), "appointments POST WebSched is not a valid method."),
        ("21.2.99", ("GET", "/appointments/WebSched"), "appointments GET WebSched is not a valid method."),
        ("21.2.99", ("PUT", "/appointments/5/Break"), "appointments PUT Break is not a valid method."),
    ],
)
def test_since_when_a_method_is_there(api, version, call, sentence):
    assert api.at(version=version).call(*call, {})[:2] == (400, sentence)


def test_the_offices_time_is_answered_since_21_2(api):
    rows = {"patient": [{"PatNum": 21}], "appointment": [{"AptNum": 5, "PatNum": 21, "AptStatus": "Scheduled"}]}
    for version, there in (("21.1.9", False), ("21.2.1", True)):
        office = api.at(version=version)
        office.seed(rows)
        answered = office.get("/appointments/5").json, *office.get("/appointments").json
        assert {"serverDateTime" in row for row in answered} == {there}


@pytest.mark.parametrize(
    ("version", "name", "value"),
    [
        ("25.2.9", "DateTimeArrived", "08:00:00"),
        ("21.2.9", "IsNewPatient", "true"),
        ("21.4.9", "Priority", "ASAP"),
        ("21.4.9", "AppointmentTypeNum", 8),
        ("25.1.26", "SecUserNumEntry", 4711),
        ("22.3.8", "colorOverride", "1,1,1"),
        ("23.3.16", "PatternSecondary", "XXXX"),
    ],
)
def test_since_when_a_parameter_is_read(practice, version, name, value):
    older = open_practice(practice.at(version=version))
    got = older.post("/appointments", NEW | {name: value})
    assert (got.status, got.json) == (201, shown())
    assert name in got.hint


def test_what_a_key_may_do(office):
    office.put(f"/__admin/offices/{office.key}", {"permissions": ["ApiReadAll", "ApiComm"]})
    assert office.put("/appointments/5/Note", {"Note": "x"}).status == 200
    assert office.put("/appointments/5/Confirm", {"defNum": 20}).status == 200
    assert office.put("/appointments/5/Break", {"sendToUnscheduledList": "true"}).status == 200
    for verb, path in (
        ("POST", ""),
        ("PUT", "/5"),
        ("POST", "/Planned"),
        ("POST", "/SchedulePlanned"),
        ("POST", "/WebSched"),
    ):
        got = office.call(verb, f"/appointments{path}", {})
        assert got.status == 401
        assert "ApiAppointments" in got.json
