"""``mock-od check``: in a world without faults each check is planted one, finds it, and says it in one sentence."""

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner

from mock_od.check import CHECKS, World, findings
from mock_od.cli import main
from mock_od.engine.perform import Engine
from mock_od.engine.records import StoredRecords
from mock_od.engine.sql import insert
from mock_od.office.worlds import Worlds, fixtures
from mock_od.opendental import catalog
from mock_od.store import Store

ENGINE = Engine(catalog())
WORLDS = Worlds(ENGINE)


# CodeNum by ProcCode in the small world.
NUMBERS = {
    row["ProcCode"]: row["CodeNum"]
    for row in json.loads((fixtures() / "small/procedurecode.json").read_text(encoding="utf-8"))
}


@pytest.fixture
def small():
    """The small world, with somebody who presents its Saved plans."""
    store = Store(WORLDS.image("small"), ENGINE.create_table)
    store.execute("UPDATE treatplan SET UserNumPresenter = 1 WHERE TPStatus = 0")
    return World(ENGINE.catalog, store, StoredRecords(ENGINE.shapes, store), {}, "2024-01-22")


INSERT = re.compile(r"(INSERT(?: OR IGNORE)?) INTO (\w+) \(([^)]*)\)\s+(.+)", re.DOTALL)


def plant(world, statement):
    """Run a statement; a row that it adds has defaults in the columns that it does not name."""
    if not (said := INSERT.fullmatch(statement)):
        world.store.execute(statement)
        return
    how, table, columns, rows = said.groups()
    adds = insert(how, ENGINE.catalog.tables[table], [name.strip() for name in columns.split(",")])
    world.store.many(adds, world.store.execute(rows).fetchall())


def work(code, day, tooth="", born="2015-06-15"):
    """Statements for procedure 900 of patient 900, who was born on a day."""
    return [
        f"INSERT OR IGNORE INTO procedurecode (CodeNum, ProcCode) VALUES ({NUMBERS.get(code, 900)}, '{code}')",
        f"INSERT INTO patient (PatNum, Guarantor, Birthdate) VALUES (900, 900, '{born}')",
        f"""INSERT INTO procedurelog (ProcNum, PatNum, CodeNum, ProcStatus, ProcDate, ToothNum)
        VALUES (900, 900, {NUMBERS.get(code, 900)}, 2, '{day}', '{tooth}')""",
    ]


def aged(name, code, day, tooth="", born="2015-06-15"):
    line = f"procedurelog 900: {name} ({code}) on {day}, and the patient was born on {born}"
    return f"age for {name}", work(code, day, tooth, born), line


PLAN = "INSERT INTO treatplan (TreatPlanNum, PatNum, TPStatus, TPType, UserNumPresenter) VALUES"
ATTACH = "INSERT INTO treatplanattach (TreatPlanAttachNum, TreatPlanNum, ProcNum, Priority) VALUES"
COPY = "INSERT INTO proctp (ProcTPNum, TreatPlanNum, PatNum, ProcNumOrig) VALUES"
# ClaimProcNum 501 is an estimate of 137.60 of plan 6 for patient 1897, who has three of them.
LIMIT = "INSERT INTO benefit (PlanNum, BenefitType, MonetaryAmt, TimePeriod, CoverageLevel) VALUES"

# Somebody works in operatory 2 on that afternoon. Procedure 25 is a filling of patient 29's, planned on 2021-04-12.
VISIT = "INSERT INTO appointment (AptNum, PatNum, AptStatus, Op, AptDateTime, Pattern, TimeLocked, ProcDescript) VALUES"
AT_TWO = "1, 2, '2022-03-07 14:00:00', '/XX/', 0, ''"
LATER = f"{VISIT} (900, 29, 3, 0, '2021-04-12 14:00:00', 'XX', 1, '#19-O-C1 (P)')"
FILLING = "UPDATE procedurelog SET AptNum = 900, CodeNum = 191 WHERE ProcNum = 25"
# The small world has two recall types, of which patient 12 has none.
CALLS_BACK = [
    "INSERT INTO recalltrigger (RecallTriggerNum, RecallTypeNum, CodeNum) VALUES (900, 7, 900)",
    "INSERT INTO procedurecode (CodeNum, ProcCode) VALUES (900, 'X0120')",
    """INSERT INTO procedurelog (ProcNum, PatNum, CodeNum, ProcStatus, ProcDate)
    VALUES (900, 12, 900, 2, '2023-10-02')""",
]
RECALL = (
    "INSERT INTO recall (RecallNum, PatNum, RecallTypeNum, RecallInterval, DatePrevious, DateDueCalc, DateDue) VALUES"
)

# Procedure 900 is a group note of patient 12 about procedure 20, which was completed on 2022-05-05.
GROUP_NOTE = [
    "INSERT INTO procedurecode (CodeNum, ProcCode) VALUES (900, '~GRP~')",
    """INSERT INTO procedurelog (ProcNum, PatNum, CodeNum, ProcStatus, ProcDate)
    VALUES (900, 12, 900, 3, '2022-05-05')""",
    "INSERT INTO procgroupitem (ProcGroupItemNum, ProcNum, GroupNum) VALUES (900, 20, 900)",
    "INSERT INTO procnote (ProcNoteNum, PatNum, ProcNum, EntryDateTime) VALUES (900, 12, 900, '2022-05-05 17:00:00')",
]

# What a planted benefit is of, when the test says no more; BenefitNum is 900, the plan's number 6.
BENEFIT = {"BenefitNum": 900, "PlanNum": 6, "BenefitType": 5, "Percent": -1, "MonetaryAmt": -1}


def benefit(**columns):
    row = {**BENEFIT, **columns}
    return [f"INSERT INTO benefit ({', '.join(row)}) VALUES ({', '.join(map(str, row.values()))})"]


def verified(kind, table, key, but):
    return [
        f"""INSERT INTO insverify (InsVerifyNum, VerifyType, FKey) SELECT {key}, {kind}, {key} FROM {table}
        WHERE {key} <> {but}"""
    ]


CATEGORY = "INSERT INTO covcat (CovCatNum, Description, EbenefitCat) VALUES"

# Patient 29's exam 900 of the planned day of procedure 25, and what was measured in it of tooth 19.
EXAM = "INSERT INTO perioexam (PerioExamNum, PatNum, ExamDate) VALUES (900, 29, '2021-04-12')"
INITIAL = "INSERT INTO toothinitial (ToothInitialNum, PatNum, ToothNum, InitialType, SecDateTEntry) VALUES"


def measure(**columns):
    sites = dict.fromkeys(("ToothValue", "MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue"), -1)
    row = {"PerioMeasureNum": 900, "PerioExamNum": 900, "SequenceType": 4, "IntTooth": 19, **sites, **columns}
    return f"INSERT INTO periomeasure ({', '.join(row)}) VALUES ({', '.join(map(str, row.values()))})"


def taken_out(tooth):
    return [
        "UPDATE procedurecode SET PaintType = 1 WHERE ProcCode = 'D7140'",
        f"""INSERT INTO procedurelog (ProcNum, PatNum, CodeNum, ProcStatus, ProcDate, ToothNum)
        VALUES (900, 29, {NUMBERS["D7140"]}, 2, '2022-06-13', '{tooth}')""",
    ]


CASE = "INSERT INTO labcase (LabCaseNum, PatNum, LaboratoryNum, AptNum, DateTimeDue, DateTimeCreated, DateTimeSent, DateTimeRecd) VALUES"
LAB = "INSERT INTO laboratory (LaboratoryNum, Description) VALUES (9, 'Ceramics')"
GROUP = "INSERT INTO codegroup (CodeGroupNum, GroupName, ProcCodes) VALUES"

PLANTED = [
    (
        "values of perio measures",
        [EXAM, measure(Bvalue=3, Lvalue=20)],
        "periomeasure 900: is of SequenceType 4; ToothValue -1 and its sites, -1, 3, -1, -1, 20, -1, do not fit it",
    ),
    (
        "one perio measure of a kind",
        [EXAM, measure(Bvalue=3), measure(Bvalue=4, PerioMeasureNum=901), measure(SequenceType=2, PerioMeasureNum=902)],
        "periomeasure 901: is of SequenceType 4 and tooth 19 of perioexam 900, and so is 900",
    ),
    (
        "fields of patients",
        ["INSERT INTO patfield (PatFieldNum, PatNum, FieldName, FieldValue) VALUES (9, 12, 'Pharmacy', 'Any')"],
        "patfield 9: FieldName is 'Pharmacy', which no patfielddef has",
    ),
    (
        "one value of a field",
        [
            "INSERT INTO patfielddef (PatFieldDefNum, FieldName, FieldType) VALUES (90, 'Pharmacy', 0)",
            """INSERT INTO patfield (PatFieldNum, PatNum, FieldName, FieldValue)
            VALUES (8, 12, 'Pharmacy', 'One'), (9, 12, 'Pharmacy', 'Two'), (10, 15, 'Pharmacy', 'One')""",
        ],
        "patfield 9: is a 'Pharmacy' of patient 12, and so is 8",
    ),
    (
        "values of fields",
        [
            "INSERT INTO patfielddef (PatFieldDefNum, FieldName, FieldType) VALUES (90, 'From', 1), (91, 'Photos', 3)",
            "INSERT INTO patfieldpickitem (PatFieldPickItemNum, PatFieldDefNum, Name) VALUES (90, 90, 'Friend')",
            """INSERT INTO patfield (PatFieldNum, PatNum, FieldName, FieldValue)
            VALUES (8, 12, 'From', 'Friend'), (9, 12, 'Photos', 'yes'), (10, 15, 'Photos', '1')""",
        ],
        "patfield 9: FieldValue is 'yes', which the field 'Photos' does not take",
    ),
    (
        "fields of appointments",
        ["INSERT INTO apptfield (ApptFieldNum, AptNum, FieldName, FieldValue) VALUES (9, 0, 'Comes by', 'Car')"],
        "apptfield 9: FieldName is 'Comes by', which no apptfielddef has",
    ),
    (
        "stays on the clock end after they begin",
        [
            """INSERT INTO clockevent (ClockEventNum, EmployeeNum, TimeDisplayed1, TimeDisplayed2) VALUES
            (8, 0, '2023-01-02 08:00:00', '0001-01-01 00:00:00'),
            (9, 0, '2023-01-02 08:00:00', '2023-01-02 07:00:00')""",
        ],
        "clockevent 9: TimeDisplayed2 is 2023-01-02 07:00:00, before TimeDisplayed1, 2023-01-02 08:00:00",
    ),
    (
        "brands are of generic medications",
        ["INSERT INTO medication (MedicationNum, MedName, GenericNum) VALUES (7, 'a', 7), (8, 'b', 7), (9, 'c', 8)"],
        "medication 9: GenericNum is 8, whose own is 7; a generic one names itself",
    ),
    (
        "medications end after they begin",
        [
            "INSERT INTO medication (MedicationNum, MedName, GenericNum) VALUES (7, 'a', 7)",
            """INSERT INTO medicationpat (MedicationPatNum, PatNum, MedicationNum, DateStart, DateStop)
            VALUES (9, 12, 7, '2022-05-05', '2022-05-04'), (10, 12, 7, '2022-05-05', '0001-01-01')""",
        ],
        "medicationpat 9: DateStop is 2022-05-04, before DateStart, 2022-05-05",
    ),
    (
        "problems end after they begin",
        [
            "INSERT INTO diseasedef (DiseaseDefNum, DiseaseName) VALUES (7, 'Asthma')",
            """INSERT INTO disease (DiseaseNum, PatNum, DiseaseDefNum, DateStart, DateStop)
            VALUES (9, 12, 7, '2022-05-05', '2022-05-04'), (10, 12, 7, '2022-05-05', '0001-01-01')""",
        ],
        "disease 9: DateStop is 2022-05-04, before DateStart, 2022-05-05",
    ),
    (
        "teeth that were measured are there",
        [
            EXAM,
            measure(Bvalue=3, IntTooth=1),
            measure(ToothValue=1, SequenceType=5, IntTooth=2, PerioMeasureNum=901),
            measure(Bvalue=3, IntTooth=3, PerioMeasureNum=902),
            f"{INITIAL} (7, 29, '1', 0, '2021-04-12'), (8, 29, '2', 0, '2021-04-12'), (9, 29, '3', 0, '2021-04-13')",
        ],
        "periomeasure 900: is of tooth 1, which patient 29 has been missing since 2021-04-12; the exam is of 2021-04-12",
    ),
    (
        "extracted teeth are missing",
        [*taken_out("5"), f"{INITIAL} (9, 29, '1', 0, '2021-04-12 09:00:00'), (10, 29, '5', 1, '0001-01-01 00:00:00')"],
        "procedurelog 900: has taken out #5 of patient 29, and no toothinitial says that it is Missing",
    ),
    (
        "missing teeth are not treated",
        [f"{INITIAL} (9, 29, '19', 0, '2021-04-12 09:00:00')"],
        r"procedurelog 25: is of #19 of patient 29 \(D2391\), which is Missing since 2021-04-12; it is planned, or was.*",
    ),
    (
        "one row of a tooth",
        [f"{INITIAL} (8, 29, '1', 0, '2021-04-12'), (9, 29, '1', 0, '2021-04-12'), (10, 29, '1', 3, '2021-04-12')"],
        "toothinitial 9: says the same of #1 of patient 29 as toothinitial 8 does",
    ),
    (
        "baby teeth are children's",
        [
            "INSERT INTO patient (PatNum, Guarantor, Birthdate) VALUES (900, 900, '2008-04-12')",
            f"{INITIAL} (8, 900, '4', 2, '2022-04-11 09:00:00'), (9, 900, '5', 2, '2022-04-12 09:00:00')",
        ],
        "toothinitial 9: #5 of patient 900 is Primary since 2022-04-12, and the patient was born on 2008-04-12",
    ),
    (
        "cases travel forwards",
        [
            LAB,
            f"""{CASE} (9, 12, 9, 0, '0001-01-01', '2022-05-05 10:00:00', '2022-05-05 09:00:00', '0001-01-01 00:00:00'),
            (10, 12, 9, 0, '0001-01-01', '2022-05-05 10:00:00', '0001-01-01 00:00:00', '2022-05-06 10:00:00')""",
            "UPDATE labcase SET DateTimeChecked = '0001-01-01 00:00:00'",
        ],
        "labcase 9: is sent on 2022-05-05 09:00:00, back on .*, looked at on .*; it was begun on 2022-05-05 10:00:00",
    ),
    (
        "cases of planned visits",
        [
            LAB,
            f"{VISIT} (900, 12, 6, 0, '2022-03-07 00:00:00', '/XX/', 0, ''), (901, 12, {AT_TWO})",
            f"""{CASE} (9, 12, 9, 900, '2022-03-01', '2022-02-05', '2022-02-05', '2022-02-20'),
            (10, 12, 9, 901, '2022-03-01', '2022-02-05', '2022-02-05', '2022-02-20')""",
            "UPDATE appointment SET AptStatus = 2 WHERE AptNum = 901",  # a case stays with a visit that is complete
        ],
        "labcase 9: AptNum is 900, an appointment that is Planned; PlannedAptNum is for those",
    ),
    (
        "cases are for their visits",
        [
            LAB,
            f"{VISIT} (900, 12, {AT_TWO})",
            f"""{CASE} (9, 12, 9, 900, '2022-03-07 15:00:00', '2022-02-05', '2022-02-05', '2022-02-20'),
            (10, 12, 9, 900, '2022-03-06 15:00:00', '2022-02-05', '2022-02-05', '2022-02-20')""",
        ],
        "labcase 9: is patient 12's and due at 2022-03-07 15:00:00; appointment 900 is patient 12's, at 2022-03-07 14:00:00",
    ),
    (
        "nobody is prescribed what is not tolerated",
        [
            "INSERT INTO medication (MedicationNum, MedName, GenericNum) VALUES (7, 'Amoxicillin', 7)",
            "INSERT INTO allergydef (AllergyDefNum, Description, MedicationNum) VALUES (8, 'Penicillin', 7)",
            """INSERT INTO allergy (AllergyNum, PatNum, AllergyDefNum, StatusIsActive)
            VALUES (9, 12, 8, 1), (10, 15, 8, 0)""",
            """INSERT INTO rxpat (RxNum, PatNum, Drug)
            VALUES (900, 12, 'Amoxicillin 500 mg'), (901, 12, 'Clindamycin'), (902, 15, 'Amoxicillin 500 mg')""",
        ],
        "rxpat 900: is Amoxicillin 500 mg, and allergydef 8, to which patient 12 is allergic, is Amoxicillin",
    ),
    (
        "procedures of referrals",
        [
            "INSERT INTO referral (ReferralNum, LName) VALUES (9, 'Moreau')",
            "INSERT INTO refattach (RefAttachNum, ReferralNum, PatNum, ProcNum) VALUES (9, 9, 12, 25), (10, 9, 29, 25)",
        ],
        "refattach 9: is patient 12's, and procedure 25 patient 29's",
    ),
    (
        "benefits are of somebody",
        benefit(PlanNum=0),
        "benefit 900: PlanNum and PatPlanNum are both 0; a benefit is a plan's or a patient's own",
    ),
    (
        "benefits are of one thing",
        [f"{CATEGORY} (3, 'Crowns', 7)", f"{GROUP} (4, 'Exams', 'D0120')", *benefit(CovCatNum=3, CodeGroupNum=4)],
        "benefit 900: CovCatNum is 3, CodeNum 0, CodeGroupNum 4; only one of them may be set",
    ),
    ("percentages of benefits", benefit(Percent=80), "benefit 900: Percent is 80; only CoInsurance has one"),
    (
        "ages of benefits",
        benefit(QuantityQualifier=2),
        r"benefit 900: is an age limit \(AgeLimit\) of no age: Quantity is 0",
    ),
    (
        "lengths of waiting periods",
        benefit(BenefitType=6, QuantityQualifier=1, Quantity=6, CodeNum=NUMBERS["D2740"]),
        r"benefit 900: is a WaitingPeriod, and QuantityQualifier is 1, neither 4 \(Years\) nor 5 \(Months\)",
    ),
    (
        "waiting periods are of something",
        benefit(BenefitType=6, QuantityQualifier=5, Quantity=6),
        "benefit 900: is a WaitingPeriod of no category, group or code",
    ),
    (
        "frequency limits are of codes",
        [f"{CATEGORY} (3, 'Crowns', 7)", *benefit(CovCatNum=3, QuantityQualifier=4, Quantity=5)],
        "benefit 900: is a frequency limit of category 3; it is of a code or a group",
    ),
    (
        "numbers of frequency limits",
        benefit(QuantityQualifier=1, TimePeriod=2, CodeNum=NUMBERS["D2740"]),
        "benefit 900: is a frequency limit whose Quantity is 0",
    ),
    (
        "areas of benefits",
        benefit(QuantityQualifier=1, Quantity=2, TimePeriod=3, CodeNum=NUMBERS["D2740"], TreatArea=2),
        "benefit 900: TreatArea is 2; only a frequency limit has one",
    ),
    (
        "one of each electronic category",
        [f"{CATEGORY} (3, 'Crowns', 7)", f"{CATEGORY} (4, 'Bridges', 0), (5, 'More crowns', 7), (6, 'Pins', 0)"],
        "covcat 5: EbenefitCat is 7, as that of covcat 3 is; benefits need each once",
    ),
    (
        "spans run forwards",
        [
            f"{CATEGORY} (3, 'Crowns', 7)",
            """INSERT INTO covspan (CovSpanNum, CovCatNum, FromCode, ToCode)
            VALUES (8, 3, 'D2710', 'D2710'), (9, 3, 'D2799', 'D2700')""",
        ],
        "covspan 9: FromCode is 'D2799', after ToCode, 'D2700'",
    ),
    (
        "codes paid instead",
        [
            f"""INSERT INTO substitutionlink (SubstitutionLinkNum, PlanNum, CodeNum, SubstitutionCode)
            VALUES (9, 6, {NUMBERS["D2740"]}, 'D2799X'), (10, 6, {NUMBERS["D2740"]}, 'D0120')"""
        ],
        "substitutionlink 9: SubstitutionCode is 'D2799X', and there is no such ProcCode",
    ),
    (
        "plans can be verified",
        verified(1, "insplan", "PlanNum", 6),
        "insplan 6: has no insverify, and other plans have",
    ),
    (
        "enrollments can be verified",
        verified(2, "patplan", "PatPlanNum", 1228),
        "patplan 1228: has no insverify, and other patplans have",
    ),
    (
        "the insured are marked",
        ["UPDATE patient SET HasIns = '' WHERE PatNum = 1245"],
        "patient 1245: HasIns is '', and the number of patplans is 1; it is I for those who have one",
    ),
    (
        "the insured are marked",
        ["UPDATE patient SET HasIns = 'I' WHERE PatNum = 15"],
        "patient 15: HasIns is 'I', and the number of patplans is 0; it is I for those who have one",
    ),
    (
        "codes of groups",
        [f"{GROUP} (4, 'Exams', 'D0120, D0199X'), (5, 'Later', '')"],
        "codegroup 4: ProcCodes has D0199X, and there is no such ProcCode",
    ),
    (
        "procedures of appointments",
        [LATER.replace("29, 3", "12, 3"), FILLING],
        "procedurelog 25: is patient 29's, and appointment 900 patient 12's",
    ),
    (
        "days of procedures",
        [LATER.replace("04-12", "04-13"), FILLING],
        "procedurelog 25: ProcDate is 2021-04-12; appointment 900 is on 2021-04-13",
    ),
    (
        "one appointment at a time",
        [f"{VISIT} (900, 12, {AT_TWO})", f"{VISIT} (901, 15, {AT_TWO})".replace("14:00", "14:15")],
        "appointment 901: is at 2022-03-07 14:15:00 in operatory 2, as appointment 900 is",
    ),
    (
        "somebody works then",
        [f"{VISIT} (900, 12, {AT_TWO})".replace("14:00", "17:45")],
        "appointment 900: is at 2022-03-07 17:45:00 in operatory 2, where nobody works all that time",
    ),
    (
        "off the book",
        [f"{VISIT} (900, 12, {AT_TWO})".replace("12, 1, 2", "12, 6, 2")],
        "appointment 900: Op is 2; an appointment that is planned, or to be scheduled, has none",
    ),
    (
        "history",
        [
            f"{VISIT} (900, 12, {AT_TWO})",
            "INSERT INTO histappointment (HistApptNum, AptNum, PatNum, AptStatus) VALUES (7, 900, 12, 1)",
        ],
        "appointment 900: is not as its last histappointment, 7, has it",
    ),
    (
        "texts of appointments",
        [LATER.replace("19-O", "18-O"), FILLING],
        r"appointment 900: ProcDescript is '#18-O-C1 \(P\)'; its procedures are '#19-O-C1 \(P\)'",
    ),
    (
        "patterns of appointments",
        [LATER.replace("'XX', 1", "'XX', 0"), FILLING],
        "appointment 900: Pattern is XX; that of its procedures is //XXXX//",
    ),
    (
        "foreign keys",
        ["UPDATE proctp SET Priority = 7777 WHERE ProcTPNum = 976"],
        "proctp 976: Priority is 7777, and there is no such row of definition",
    ),
    (
        "kinds of rows",
        ["UPDATE proctp SET Priority = 8 WHERE ProcTPNum = 976"],
        "proctp 976: Priority is 8, whose Category is 1, not 20",
    ),
    (
        "numbers of enums",
        ["UPDATE patient SET Position = 9 WHERE PatNum = 12"],
        "patient 12: Position is 9, which is none of its numbers: 0, 1, 2, 3, 4",
    ),
    (
        "entry before edit",
        ["UPDATE treatplan SET SecDateTEdit = '2021-04-11 23:00:00' WHERE TreatPlanNum = 7"],
        "treatplan 7: SecDateTEdit is 2021-04-11 23:00:00, before SecDateEntry, 2021-04-12",
    ),
    (
        "preference: PrefName unique",
        ["INSERT INTO preference (PrefNum, PrefName) VALUES (900, 'PracticeTitle')"],
        r"preference 900: PrefName \(PracticeTitle\) is that of preference [0-9]+ as well",
    ),
    (
        "clinicpref: ClinicNum, PrefName unique",
        [
            f"INSERT INTO clinicpref (ClinicPrefNum, ClinicNum, PrefName) VALUES ({number}, 1, 'PracticeTitle')"
            for number in (900, 901)
        ],
        "clinicpref 901: ClinicNum, PrefName (1, PracticeTitle) is that of clinicpref 900 as well",
    ),
    (
        "procedurecode: ProcCode unique",
        ["INSERT INTO procedurecode (CodeNum, ProcCode) VALUES (900, 'D0120')"],
        "procedurecode 900: ProcCode (D0120) is that of procedurecode 35 as well",
    ),
    (
        "userod: UserName unique",
        ["UPDATE userod SET UserName = (SELECT UserName FROM userod WHERE UserNum = 5) WHERE UserNum = 12"],
        r"userod 12: UserName \([A-Za-z]+\) is that of userod 5 as well",
    ),
    (
        "fee: FeeSched, CodeNum, ClinicNum, ProvNum, DateEffective unique",
        ["INSERT INTO fee (FeeNum, FeeSched, CodeNum) VALUES (900, 53, 35)"],
        (
            "fee 900: FeeSched, CodeNum, ClinicNum, ProvNum, DateEffective (53, 35, 0, 0, 0001-01-01)"
            " is that of fee 102 as well"
        ),
    ),
    (
        "treatplanattach: TreatPlanNum, ProcNum unique",
        [f"{ATTACH} (9900, 7, 25, 151)"],
        "treatplanattach 9900: TreatPlanNum, ProcNum (7, 25) is that of treatplanattach 40 as well",
    ),
    (
        "recalls in step",
        [*CALLS_BACK, f"{RECALL} (900, 12, 7, 393217, '2023-10-02', '2024-03-30', '2024-04-20')"],
        "recall 900: DateDueCalc is 2024-03-30; as of 2024-01-22 it is 2024-04-03",
    ),
    (
        "recalls in step",
        CALLS_BACK,
        "patient 12: has no recall of recalltype 7, which its procedures call for",
    ),
    (
        "prophy or perio",
        [
            "INSERT INTO recalltype (RecallTypeNum, Description) VALUES (3, 'Perio')",
            *(
                f"{RECALL} ({number}, 12, {kind}, 0, '0001-01-01', '0001-01-01', '0001-01-01')"
                for number, kind in ((900, 1), (901, 3))
            ),
        ],
        "recall 901: is perio, and recall 900 of the patient is prophy; they exclude each other",
    ),
    (
        "one recall of a type",
        [f"{RECALL} ({number}, 12, 7, 0, '0001-01-01', '0001-01-01', '0001-01-01')" for number in (900, 901)],
        "recall 901: is of recalltype 7, and so is recall 900 of patient 12",
    ),
    (
        "notes are of the procedure's patient",
        [*GROUP_NOTE, "UPDATE procnote SET PatNum = 15 WHERE ProcNoteNum = 900"],
        "procnote 900: PatNum is 15; procedure 900 is patient 12's",
    ),
    (
        "group notes have procedures",
        [*GROUP_NOTE, "DELETE FROM procgroupitem"],
        "procedurelog 900: is a group note (~GRP~) and names no procedure",
    ),
    (
        "group notes have a note",
        [*GROUP_NOTE, "DELETE FROM procnote"],
        "procedurelog 900: is a group note (~GRP~) and has no note",
    ),
    (
        "group notes exist",
        [*GROUP_NOTE, "UPDATE procedurelog SET ProcStatus = 2 WHERE ProcNum = 900"],
        "procedurelog 900: is a group note (~GRP~); its ProcStatus is 2, and not 3 (EC)",
    ),
    (
        "items are of group notes",
        [*GROUP_NOTE, "INSERT INTO procgroupitem (ProcGroupItemNum, ProcNum, GroupNum) VALUES (901, 20, 20)"],
        "procgroupitem 901: GroupNum is 20, and procedure 20 is no group note (~GRP~)",
    ),
    (
        "group notes are of one visit",
        [*GROUP_NOTE, "UPDATE procedurelog SET ProcDate = '2022-05-06' WHERE ProcNum = 900"],
        "procgroupitem 900: procedure 20 is of another patient, day or clinic than group note 900",
    ),
    (
        "notes are written after the work",
        [
            """INSERT INTO procnote (ProcNoteNum, PatNum, ProcNum, EntryDateTime)
            VALUES (900, 12, 20, '2022-05-04 23:59:59')"""
        ],
        "procnote 900: was written on 2022-05-04, before its procedure, which is of 2022-05-05",
    ),
    (
        "guarantors guarantee for themselves",
        ["UPDATE patient SET Guarantor = 16 WHERE PatNum = 12"],
        "patient 12: Guarantor is 16, whose own is 15",
    ),
    (
        "balances of families",
        ["UPDATE patient SET EstBalance = 20.5 WHERE PatNum = 12"],
        "patient 12: BalTotal is 0.00; the EstBalance of the family's members together is 20.50",
    ),
    (
        "balances of members",
        ["UPDATE patient SET BalTotal = 3 WHERE PatNum = 16"],
        "patient 16: BalTotal is 3.00; it is 0 for all but the guarantor, who is patient 15",
    ),
    (
        "born before the first visit",
        ["UPDATE patient SET DateFirstVisit = '1968-01-02' WHERE PatNum = 12"],
        "patient 12: DateFirstVisit is 1968-01-02, before Birthdate, 1968-02-11",
    ),
    (
        "born before each procedure",
        ["UPDATE procedurelog SET ProcDate = '1968-01-02' WHERE ProcNum = 20"],
        "procedurelog 20: ProcDate is 1968-01-02, before the Birthdate of patient 12, 1968-02-11",
    ),
    (
        "signs of adjustments",
        ["INSERT INTO adjustment (AdjNum, PatNum, AdjType, AdjAmt) VALUES (900, 12, 336, 30)"],
        "adjustment 900: AdjAmt is 30.00; the ItemValue of its AdjType is 'dp'",
    ),
    (
        "documents of plans",
        ["UPDATE treatplan SET DocNum = 7 WHERE TreatPlanNum = 963"],
        "treatplan 963: PatNum is 722; document 7 is patient 15's",
    ),
    (
        "guarantors are of age",
        [
            "INSERT INTO patient (PatNum, Guarantor, Birthdate) VALUES (900, 900, '2010-06-15')",
            "INSERT INTO patient (PatNum, Guarantor, DateFirstVisit) VALUES (901, 900, '2024-01-22')",
        ],
        "patient 900: guarantees for a family, and was born on 2010-06-15",
    ),
    (
        "copies foot",
        ["UPDATE proctp SET PatAmt = 71 WHERE ProcTPNum = 976"],
        "proctp 976: PatAmt is 71.00; max(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt) is 70.00",
    ),
    (
        "copies are of Saved plans",
        [f"{COPY} (9900, 7, 29, 25)"],
        "proctp 9900: is on treatplan 7, which is not Saved; only Saved plans have copies",
    ),
    (
        "copies have one patient",
        [f"{COPY} (9900, 963, 722, 20)"],
        "proctp 9900: PatNum is 722; its plan is patient 722's, and the procedure that it copies 12's",
    ),
    (
        "attaches have one patient",
        [f"{ATTACH} (9900, 115, 25, 0)"],
        "treatplanattach 9900: procedure 25 is patient 29's, plan 115 patient 31's",
    ),
    (
        "attaches are of open plans",
        [f"{ATTACH} (9900, 963, 1154, 0)"],
        "treatplanattach 9900: is on treatplan 963, which is Saved; a Saved plan has copies, and no attaches",
    ),
    (
        "one Active plan",
        [f"{PLAN} (9900, 15, 1, 0, 0)"],
        "patient 15: has 2 Active treatment plans; the desktop program keeps one",
    ),
    (
        "priorities of the Active plan",
        ["UPDATE treatplanattach SET Priority = 152 WHERE TreatPlanAttachNum = 60"],
        "treatplanattach 60: Priority is 152; that of its procedure 120 is 151, and on an Active plan they agree",
    ),
    (
        "what is planned is on the Active plan",
        ["DELETE FROM treatplanattach WHERE TreatPlanAttachNum = 60"],
        "procedurelog 120: is planned (TP) and not on an Active plan of patient 15",
    ),
    (
        "Saved plans have a presenter",
        ["UPDATE treatplan SET UserNumPresenter = 0 WHERE TreatPlanNum = 963"],
        "treatplan 963: is Saved and has no UserNumPresenter",
    ),
    (
        "types of open plans",
        ["UPDATE treatplan SET TPType = 1 WHERE TreatPlanNum = 138"],
        "treatplan 138: TPType is Discount; patient 15 has no discount plan, so it is Insurance",
    ),
    (
        "members have no insurance",
        [
            "INSERT INTO patplan (PatPlanNum, PatNum, Ordinal, InsSubNum) VALUES (900, 1906, 1, 101)",
            "UPDATE patient SET HasIns = 'I' WHERE PatNum = 1906",
        ],
        "discountplansub 27: patient 1906 has insurance as well (patplan 900); they exclude each other",
    ),
    (
        "memberships end after they begin",
        ["UPDATE discountplansub SET DateTerm = '2020-12-31' WHERE DiscountSubNum = 32"],
        "discountplansub 32: DateTerm is 2020-12-31, before DateEffective, 2021-01-01",
    ),
    (
        "ordinals",
        ["UPDATE patplan SET Ordinal = 3 WHERE PatPlanNum = 1232"],
        "patient 1897: the Ordinals of its patplans are 1, 3; they are 1, 2 and so on",
    ),
    (
        "estimates are of the procedure's patient",
        ["INSERT INTO claimproc (ClaimProcNum, ProcNum, PatNum, Status) VALUES (900, 20, 1897, 2)"],
        "claimproc 900: PatNum is 1897; procedure 20 is patient 12's",
    ),
    (
        "estimates are of the patient's insurance",
        [
            (
                "INSERT INTO claimproc (ClaimProcNum, ProcNum, PatNum, Status, InsSubNum, PlanNum)"
                " VALUES (900, 20, 12, 6, 369, 6)"
            )
        ],
        "claimproc 900: patient 12 has no patplan with InsSubNum 369 of plan 6",
    ),
    (
        "annual maxima",
        [
            f"{LIMIT} (15, 5, 890, 2, 1)",
            (
                "UPDATE claimproc SET InsEstTotalOverride = 900, InsPayEst = 900, EstimateNote = 'Over annual max'"
                " WHERE ClaimProcNum = 507"
            ),
        ],
        (
            "patient 1901: what is estimated of its planned procedures by insurance plan 15 is 900.00 together, over its annual"
            " maximum of 890.00"
        ),
    ),
    (
        "what insurances will do",
        ["UPDATE claimproc SET BaseEst = 130 WHERE ClaimProcNum = 501"],
        "claimproc 501: BaseEst is 130.0; as of 2024-01-22 it is 137.6",
    ),
    (
        "what discount plans take off",
        ["UPDATE procedurelog SET DiscountPlanAmt = 29 WHERE ProcNum = 25"],
        "procedurelog 25: DiscountPlanAmt is 29.00; as of 2024-01-22 it is 30.00",
    ),
    aged("work on a permanent tooth", "D1351", "2021-06-14", "3"),
    aged("work on a baby tooth", "D2391", "2029-06-15", "A"),
    aged("a loose baby tooth taken out", "D7111", "2021-06-14", "D"),
    aged("bitewings", "D0272", "2019-06-14"),
    aged("a full set of x-rays", "D0210", "2027-06-14"),
    aged("an adult's cleaning", "D1110", "2027-06-14"),
    aged("a child's cleaning", "D1120", "2031-06-16"),
    aged("an exam of a child under three", "D0145", "2018-06-15"),
    aged("an implant", "D6010", "2032-06-14", "9"),
    aged("an adult's braces", "D8090", "2031-06-13"),
    (
        "teeth for an adult's crown",
        work("D2740", "2022-06-14", "A"),
        "procedurelog 900: an adult's crown (D2740) on tooth A, a baby one",
    ),
    (
        "teeth for a root canal",
        work("D3330", "2022-06-14", "A"),
        "procedurelog 900: a root canal (D3330) on tooth A, a baby one",
    ),
    (
        "teeth for a steel crown or a pulpotomy for baby teeth",
        work("D2930", "2022-06-14", "3"),
        "procedurelog 900: a steel crown or a pulpotomy for baby teeth (D2930) on tooth 3, a permanent one",
    ),
    ("free days", work("D0120", "2022-06-12"), "procedurelog 900: ProcDate is 2022-06-12, a Sunday"),
    ("free days", work("D0120", "2022-07-04"), "procedurelog 900: ProcDate is 2022-07-04, a holiday"),
    (
        "Saturdays",
        [
            """INSERT INTO procedurelog (ProcNum, PatNum, ProcStatus, ProcDate)
            WITH RECURSIVE n(i) AS (SELECT 30001 UNION ALL SELECT i + 1 FROM n WHERE i < 30090)
            SELECT i, 12, 2, '2022-06-11' FROM n"""
        ],
        "procedurelog 1140: is the first of 94 on Saturdays, 75% of all; that is a heap",
    ),
]


def test_small_without_faults(small):
    assert [*findings(small, strict=True)] == []


@pytest.mark.parametrize(("name", "statements", "line"), PLANTED, ids=[name for name, *_ in PLANTED])
def test_a_planted_fault_is_found_by_its_check_alone(small, name, statements, line):
    for statement in statements:
        plant(small, statement)
    found = {check.name: said for check in CHECKS if (said := [str(finding) for finding in check.look(small)])}
    assert [*found] == [name]
    (said,) = found[name]
    assert said == line or re.fullmatch(line, said)


def test_what_is_merely_hard_to_believe_is_left_out_unless_it_is_asked_for(small):
    planted = {name: (statements, line) for name, statements, line in PLANTED}
    (wrong, wrong_line), (strange, strange_line) = planted["foreign keys"], planted["free days"]
    for statement in [*wrong, *strange]:
        plant(small, statement)
    assert [*findings(small, strict=True)] == [wrong_line, strange_line]
    assert [*findings(small, strict=False)] == [wrong_line]


def test_months_that_are_not_equally_long_may_have_moved_a_recall_by_three_days(small):
    for statement in [*CALLS_BACK, f"{RECALL} (900, 12, 7, 393217, '2023-10-02', '2024-03-31', '2024-03-31')"]:
        plant(small, statement)
    assert [*findings(small, strict=True)] == []


def test_a_primary_key_that_two_rows_of_a_file_have(small):
    rows = [{"PatNum": 12}, {"PatNum": 15}, {"PatNum": 12}]
    assert [*findings(small._replace(given={"patient": rows}), strict=False)] == [
        "patient 12: 2 rows have this primary key, and the last one replaces the others"
    ]


def test_every_check_has_a_planted_fault():
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert {name for name, *_ in PLANTED} | {"primary keys"} == set(names)


def test_nothing_is_changed(small):
    tables = small.store.tables
    before = [small.store.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]
    [*findings(small, strict=True)]
    assert [small.store.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables] == before


def test_what_a_discount_plan_took_off_stays_when_the_membership_has_ended(small):
    assert small.records.find("procedurelog", 161)["DiscountPlanAmt"] == 49.0
    assert small.records.find("discountplansub", 32)["DateTerm"] == "2022-01-01"
    assert [*findings(small, strict=True)] == []
    # as of a day on which it is in force, the amounts are looked at
    small.store.execute("UPDATE procedurelog SET DiscountPlanAmt = 48 WHERE ProcNum = 161")
    assert [*findings(small, strict=True)] == []
    assert [*findings(small._replace(today="2021-12-31"), strict=True)] == [
        "procedurelog 161: DiscountPlanAmt is 48.00; as of 2021-12-31 it is 49.00"
    ]


# --- the command -------------------------------------------------------------------------------------


def run(*arguments):
    done = CliRunner().invoke(main, ["check", *map(str, arguments)])
    return done.exit_code, done.stdout.splitlines()


# The clinic is looked at as of the day that the generator was told, which its world.json says.
@pytest.mark.parametrize(("world", "strict"), [("clinic", ["--strict"]), ("small", []), ("empty", ["--strict"])])
def test_our_own_worlds_have_no_findings(world, strict):
    status, (line,) = run("--world", world, *strict)
    assert status == 0
    assert re.fullmatch(rf"{world}: [0-9]+ tables?, [0-9,]+ rows, no findings", line)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 11, 21)])
def test_the_clinic_in_another_week_hangs_together_as_well(day):
    # its holidays have not moved along, which is what --strict would find
    store = Store(WORLDS.image("clinic", day), ENGINE.create_table)
    moved = World(ENGINE.catalog, store, StoredRecords(ENGINE.shapes, store), {}, day.isoformat())
    found = [(check.strict, str(finding)) for check in CHECKS for finding in check.look(moved)]
    assert all(strict and line.endswith("a holiday") for strict, line in found)


def written(folder, **tables):
    for table, rows in tables.items():
        (folder / f"{table}.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder


def test_a_folder_with_findings(tmp_path):
    fees = [{"FeeNum": number, "FeeSched": 1, "CodeNum": 5} for number in range(1, 24)]
    fees = [fee | {"CodeNum": 0, "DateEffective": f"2024-01-{fee['FeeNum']:02d}"} for fee in fees]
    world = written(tmp_path, fee=fees, patient=[{"PatNum": 3, "Guarantor": 3, "BalTotal": 1.5}])
    status, lines = run("--world", world)
    assert status == 1
    assert lines == [
        *(f"fee {number}: FeeSched is 1, and there is no such row of feesched" for number in range(1, 11)),
        "and 13 more",
        "patient 3: BalTotal is 1.50; the EstBalance of the family's members together is 0.00",
    ]


def test_what_is_merely_hard_to_believe_is_found_on_request(tmp_path):
    world = written(
        tmp_path, procedurelog=[{"ProcNum": 1, "PatNum": 3, "ProcDate": "2024-12-25"}], patient=[{"PatNum": 3}]
    )
    counted = f"{world}: 3 tables, {2 + len(json.loads((fixtures() / 'empty/preference.json').read_bytes()))} rows"
    assert run("--world", world) == (0, [f"{counted}, no findings"])
    assert run("--world", world, "--strict") == (
        1,
        [
            "procedurelog 1: is planned (TP) and not on an Active plan of patient 3",
            "procedurelog 1: ProcDate is 2024-12-25, a holiday",
        ],
    )


def test_one_file_with_all_tables(tmp_path):
    file = tmp_path / "export.json"
    file.write_text(json.dumps({"tables": {"patient": [{"PatNum": 3, "Guarantor": 4}, {"PatNum": 3, "Guarantor": 5}]}}))
    assert run("--world", file) == (
        1,
        [
            "patient 3: Guarantor is 5, and there is no such row of patient",
            "patient 3: 2 rows have this primary key, and the last one replaces the others",
        ],
    )


def test_the_day_of_the_amounts(tmp_path):
    # a membership that was in force in 2024, in a practice where something was done in 2025
    done = {"CodeNum": 1, "ProcFee": 100.0, "UnitQty": 1, "DateTStamp": "2025-06-02 09:00:00"}
    tables = {
        "patient": [{"PatNum": 3, "Guarantor": 3}],
        "feesched": [{"FeeSchedNum": 1, "Description": "Members"}],
        "procedurecode": [{"CodeNum": 1, "ProcCode": "D2740"}],
        "fee": [{"FeeNum": 1, "FeeSched": 1, "CodeNum": 1, "Amount": 60.0}],
        "discountplan": [{"DiscountPlanNum": 1, "FeeSchedNum": 1, "Description": "Plan"}],
        "discountplansub": [
            {"DiscountPlanNum": 1, "PatNum": 3, "DateEffective": "2024-01-01", "DateTerm": "2024-12-31"}
        ],
        "procedurelog": [{"ProcNum": 1, "PatNum": 3, **done}],
    }
    export = tmp_path / "export.json"
    export.write_text(json.dumps({"tables": tables}), encoding="utf-8")
    missed = "procedurelog 1: DiscountPlanAmt is 0.00; as of 2024-03-01 it is 40.00"
    assert run("--world", export)[0] == 0
    assert run("--world", export, "--today", "2024-03-01") == (1, [missed])
    export.write_text(json.dumps({"today": "2024-03-01", "tables": tables}), encoding="utf-8")
    assert run("--world", export) == (1, [missed])


def test_a_world_that_is_not_there():
    done = CliRunner().invoke(main, ["check", "--world", "nowhere"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no world 'nowhere'; choose clinic, empty, small or the path of a folder" in done.stderr
