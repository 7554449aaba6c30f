"""What an office sets up once beside its codes and fees: kinds of appointments and recalls, pharmacies, texts, tasks.

May not: use chance.
"""

from __future__ import annotations

from datetime import date

from mock_od.generate.codes import CODE_NUMS
from mock_od.generate.rows import Tables

# AppointmentTypeName, colour, Pattern, codes, RequiredProcCodesNeeded, BlockoutTypes
_APPOINTMENT_TYPES = (
    ("New patient", "93,54,220", "//XXXXXXXX//", "D0150,D0210", "AtLeastOne", "New patients"),
    ("Exam and cleaning", "74,250,61", "/XXXXXXXX/XX/", "D0120,D1110", "AtLeastOne", ""),
    ("Emergency", "255,90,90", "//XXXX//", "D0140", "All", "Emergencies"),
    ("Crown", "255,214,153", "//XXXXXXXXXX//", "D2740", "All", ""),
    ("Consultation", "164,230,255", "//XX//", "", "None", ""),
)
# Description, DefaultInterval, TimePattern, the codes of its appointments, the codes that it counts from, appended
_RECALL_TYPES = (
    ("Prophy", "6m1d", "/XXXX/", "D0120,D1110", ("D1110", "D1120"), "false"),
    ("Child Prophy", "", "/XXX/", "D0120,D1120,D1208", (), "false"),
    ("Perio", "4m", "/XXXX/", "D4910", ("D4910",), "false"),
    ("4BW", "1y", "", "D0274", ("D0274", "D0272"), "true"),
    ("Pano", "5y", "", "D0330", ("D0330",), "true"),
    ("FMX", "5y", "", "D0210", ("D0210",), "true"),
    ("Exam", "6m1d", "", "D0120", ("D0120", "D0150"), "true"),
    ("Fluoride", "6m1d", "", "D1206", ("D1206", "D1208"), "true"),
)
_PHARMACIES = (
    ("Market Street Pharmacy", "(503)555-0181", "1640 Market St", "Salem", "97301"),
    ("Keizer Family Drugs", "(503)555-0182", "4988 River Rd", "Keizer", "97303"),
    ("Albany Corner Pharmacy", "(541)555-0183", "210 Hill St", "Albany", "97321"),
)
_CLAIM_FORMS = (("ADA 2012", "true"), ("ADA 2019", "false"), ("ADA 2024", "false"))
# Description, DefaultForTypes, notes as abbreviation and text
_QUICK_NOTES = (
    (
        "Appointments",
        "Appointment,CommLog",
        (
            ("lm", "Left a message to call back about the appointment on DATE."),
            ("resched", "Patient asked to reschedule the appointment on DATE."),
        ),
    ),
    (
        "Treatment",
        "Procedure,ChartTreatment",
        (
            ("loc", "Local anesthesia, one carpule. No complications."),
            ("postop", "Post-operative instructions were given in writing and explained."),
        ),
    ),
    ("Accounts", "FinancialNotes,Statement", (("pp", "Payment plan was explained; patient will decide by DATE."),)),
)
_TASK_LISTS = (("Front desk", 0, "None"), ("Insurance questions", 1, "Patient"), ("Lab follow-up", 0, "Appointment"))
# Descript, ControlType, ControlLabel, options
_QUESTIONS = (
    ("Anesthetic", "OneResponse", "Which anesthetic?", ("Lidocaine 2%", "Articaine 4%", "none")),
    ("Carpules", "Text", "How many carpules?", ("1",)),
    ("Isolation", "MultiResponse", "How was it kept dry?", ("rubber dam", "cotton rolls", "suction")),
    ("Shade", "OneResponse", "Which shade?", ("A1", "A2", "A3", "B1")),
)
# Name and text of an auto note: its prompts are the questions above.
_AUTO_NOTES = (
    ("Filling", '[Prompt:"Anesthetic"], [Prompt:"Carpules"] carpules. [Prompt:"Isolation"]. Shade [Prompt:"Shade"].'),
    ("Crown preparation", '[Prompt:"Anesthetic"], [Prompt:"Carpules"] carpules. Scanned. Shade [Prompt:"Shade"].'),
    ("Extraction", '[Prompt:"Anesthetic"], [Prompt:"Carpules"] carpules. Came out in one piece. Gauze.'),
)
_COMPUTERS = ("MAPLE-DESK", "MAPLE-OP1", "MAPLE-OP2", "RIVER-DESK", "RIVER-OP1", "LAKE-DESK", "LAKE-OP1")


def add_lists(tables: Tables, today: date) -> None:
    """Add all of them."""
    _add_kinds_of_visits(tables)
    for name, phone, address, city, zip_code in _PHARMACIES:
        tables.add(
            "pharmacy",
            StoreName=name,
            Phone=phone,
            Fax=phone.replace("555-01", "555-02"),
            Address=address,
            City=city,
            State="OR",
            Zip=zip_code,
            DateTStamp="2021-11-15 09:00:00",
        )
    for name, hidden in _CLAIM_FORMS:
        tables.add("claimform", Description=name, IsHidden=hidden)
    for at, (name, types, notes) in enumerate(_QUICK_NOTES):
        category = tables.add("quickpastecat", Description=name, ItemOrder=at, DefaultForTypes=types)
        for order, (short, text) in enumerate(notes):
            tables.add("quickpastenote", QuickPasteCatNum=category, ItemOrder=order, Note=text, Abbreviation=short)
    for name, parent, kind in _TASK_LISTS:
        tables.add("tasklist", Descript=name, Parent=parent, ObjectType=kind, DateTimeEntry="2021-11-15 09:00:00")
    tables.add(
        "tasklist", Descript="Move to the new server", DateTimeEntry="2021-11-15 09:00:00", TaskListStatus="Archived"
    )
    for name, kind, label, options in _QUESTIONS:
        row = {"Descript": name, "ControlType": kind, "ControlLabel": label, "ControlOptions": "\r\n".join(options)}
        tables.add("autonotecontrol", key=0, **row)
    for name, text in _AUTO_NOTES:
        tables.add("autonote", AutoNoteName=name, MainText=text)
    for name in _COMPUTERS:
        tables.add("computer", CompName=name, LastHeartBeat=f"{today} 08:55:00" if "OP2" not in name else "")


def _add_kinds_of_visits(tables: Tables) -> None:
    for order, (name, colour, pattern, codes, needed, blockouts) in enumerate(_APPOINTMENT_TYPES):
        tables.add(
            "appointmenttype",
            AppointmentTypeName=name,
            appointmentTypeColor=colour,
            ItemOrder=order,
            Pattern=pattern,
            CodeStr=codes,
            CodeStrRequired=codes,
            RequiredProcCodesNeeded=needed,
            BlockoutTypes=blockouts,
        )
    for name, interval, pattern, codes, triggers, appended in _RECALL_TYPES:
        number = tables.add(
            "recalltype",
            Description=name,
            DefaultInterval=interval,
            TimePattern=pattern,
            Procedures=codes,
            AppendToSpecial=appended,
        )
        for code in triggers:
            tables.add("recalltrigger", RecallTypeNum=number, CodeNum=CODE_NUMS[code])
