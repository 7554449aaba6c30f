"""What the chart shows of a patient beside the notes: lines of a name and its contents.

Which lines, in which order and under which names, says the office: its display fields of that window, or the usual ones
where it has none of its own.
Model: the desktop program's data layer, 24.3.45, by the function that the API calls; where a line says "Ours", it was
silent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.families import guarantor_of
from mock_od.dentistry.patient_notes import notes_of
from mock_od.dentistry.patplans import in_order, plan_of, spoken_ordinals
from mock_od.dentistry.short_dates import age, is_day, short_day

_DISPLAY_FIELDS = "ChartPatientInformation"
_NONE = "None"
_PROVIDERS = ("PriProv", "SecProv")


class Line(NamedTuple):
    """What is shown of a patient: what it is about, and what is known."""

    name: str
    contents: str


class _About(NamedTuple):
    """Whom a field is asked of, and the name under which the office shows it."""

    call: Call
    patient: Row
    name: str

    def told(self, contents: str) -> list[Line]:
        """The field's line."""
        return [Line(self.name, contents)]

    def first(self, table: str, sql: str, *more: object) -> list[Line]:
        """The field's line, with the first cell of a question about the patient; empty where nothing is found."""
        found = self.rows(table, sql, *more)
        return self.told(str(found[0][0]) if found else "")

    def listed(self, table: str, sql: str, *more: object) -> list[Line]:
        """A line for each row of a question about the patient: its name, its contents. One line where there is none."""
        return [Line(*found) for found in self.rows(table, sql, *more)] or self.told(_NONE)

    def rows(self, table: str, sql: str, *more: object) -> list[tuple[Any, ...]]:
        """What a question about the patient finds; nothing where the office has no such table yet."""
        there = table in self.call.records.tables
        return self.call.records.query(sql, self.patient["PatNum"], *more) if there else []


Lines = list[Line]


def patient_information(call: Call, patient: Row) -> list[Line]:
    """The lines about a patient. The notes of the patient and of the guarantor are made where there are none.

    :param patient: the patient row.
    """
    notes_of(call.records, guarantor_of(patient))
    return [line for field, name in _fields(call) for line in _FIELDS.get(field, _unknown)(_About(call, patient, name))]


def _fields(call: Call) -> list[tuple[str, str]]:
    """The fields that the office shows, each with the name under which it does."""
    rows = call.records.rows("displayfield", Category=_DISPLAY_FIELDS) if "displayfield" in call.records.tables else []
    rows.sort(key=lambda row: row["ItemOrder"])
    own = [(row["InternalName"], row["Description"].strip() or row["InternalName"]) for row in rows]
    return own or [(name, name) for name in _USUAL]


def _unknown(_: _About) -> Lines:
    return []


# --- one line each ----------------------------------------------------------------------------------------


def _age(about: _About) -> Lines:
    died = about.patient["DateTimeDeceased"]
    return about.told(age(about.patient["Birthdate"], died if is_day(died) else about.call.today))


def _birthdate(about: _About) -> Lines:
    return about.told(short_day(about.patient["Birthdate"]))


def _first_visit(about: _About) -> Lines:
    day = about.patient["DateFirstVisit"]
    return about.told("New Patient" if day == about.call.today else short_day(day) or "Invalid Date")


def _billing_type(about: _About) -> Lines:
    sql = """SELECT d."ItemName" FROM "patient" p JOIN "definition" d ON d."DefNum" = p."BillingType"
 WHERE p."PatNum" = ?"""
    return about.first("definition", sql)


def _providers(about: _About) -> Lines:
    """The primary and the secondary provider by their abbreviations."""
    rows = about.call.records
    sql = 'SELECT "Abbr" FROM "provider" WHERE "ProvNum" = ?'
    found = [rows.query(sql, number) if number else [(_NONE,)] for number in map(about.patient.get, _PROVIDERS)]
    return about.told(", ".join(str(names[0][0]) if names else "" for names in found))


def _premedicate(about: _About) -> Lines:
    """A line without a name, for patients who need it alone."""
    return [Line("", about.name)] if about.patient["Premed"] else []


def _referred_from(about: _About) -> Lines:
    """Who sent the patient: last name, first name."""
    sql = """SELECT r."LName" || CASE WHEN r."FName" = '' THEN '' ELSE ', ' || r."FName" END
 FROM "refattach" a JOIN "referral" r ON r."ReferralNum" = a."ReferralNum"
 WHERE a."PatNum" = ? AND a."RefType" = 1 ORDER BY a."ItemOrder", a."RefAttachNum" LIMIT 1"""
    return about.first("refattach", sql)


def _insurance(ordinal: str) -> Callable[[_About], Lines]:
    """The carrier of one of a patient's insurances.

    :param ordinal: what the insurance is called: Primary, Secondary.
    """

    def lines(about: _About) -> Lines:
        patient = about.patient["PatNum"]
        found = in_order(about.call, patient) if "patplan" in about.call.records.tables else []
        called = dict(zip(spoken_ordinals(about.call, found), found, strict=True))
        return about.told(_carrier(about.call, called[ordinal]) if ordinal in called else "")

    return lines


def _carrier(call: Call, patplan: Row) -> str:
    """The name of the carrier, with a word where the insurance is not sure yet."""
    plan = plan_of(call, patplan)
    carrier = call.records.find("carrier", plan["CarrierNum"]) if plan else None
    return (carrier["CarrierName"] if carrier else "") + (" (pending)" if patplan["IsPending"] else "")


def _payor_types(about: _About) -> Lines:
    """The code of the system of payment that came last, and its name."""
    sql = """SELECT p."SopCode" || ' - ' || COALESCE((SELECT s."Description" FROM "sop" s
 WHERE s."SopCode" = p."SopCode"), '') FROM "payortype" p WHERE p."PatNum" = ?
 ORDER BY p."DateStart" DESC, p."PayorTypeNum" LIMIT 1"""
    return about.first("payortype", sql)


def _notes(column: str) -> Callable[[_About], Lines]:
    return lambda about: about.told(notes_of(about.call.records, about.patient["PatNum"])[column])


# --- a line for each row ----------------------------------------------------------------------------------


def _problems(about: _About) -> Lines:
    """Problems that are not resolved: the page speaks of inactive ones, which the data layer leaves out."""
    sql = """SELECT 'Problem - ' || CASE WHEN t."DiseaseDefNum" = 0 THEN 'Missing'
 ELSE COALESCE(d."DiseaseName", '') END, CASE WHEN t."DiseaseDefNum" = 0 THEN 'Invalid Problem' ELSE t."PatNote" END
 FROM "disease" t LEFT JOIN "diseasedef" d ON d."DiseaseDefNum" = t."DiseaseDefNum"
 WHERE t."PatNum" = ? AND t."ProbStatus" <> 1 ORDER BY t."DiseaseNum" """
    return about.listed("disease", sql)


def _medications(about: _About) -> Lines:
    """Medications that the patient takes today, each with its generic one, and what is noted of that."""
    sql = """SELECT 'Medication - ' || COALESCE(m."MedName" || CASE WHEN g."MedicationNum" <> m."MedicationNum"
 THEN '(' || g."MedName" || ')' ELSE '' END, t."MedDescript"),
 t."PatNote" || CASE WHEN trim(COALESCE(g."Notes", '')) = '' THEN '' ELSE '(' || g."Notes" || ')' END
 FROM "medicationpat" t LEFT JOIN "medication" m ON m."MedicationNum" = t."MedicationNum"
 LEFT JOIN "medication" g ON g."MedicationNum" = m."GenericNum"
 WHERE t."PatNum" = ? AND (t."DateStop" < '1880-01-01' OR t."DateStop" >= ?) ORDER BY t."MedicationPatNum" """
    return about.listed("medicationpat", sql, about.call.today)


def _allergies(about: _About) -> Lines:
    sql = """SELECT 'Allergy - ' || COALESCE(d."Description", 'Missing'), t."Reaction"
 FROM "allergy" t LEFT JOIN "allergydef" d ON d."AllergyDefNum" = t."AllergyDefNum"
 WHERE t."PatNum" = ? AND t."StatusIsActive" = 1 ORDER BY t."AllergyNum" """
    return about.listed("allergy", sql)


def _restrictions(about: _About) -> Lines:
    sql = """SELECT ?2, CASE WHEN "PatRestrictType" = 1 THEN 'Appointment Scheduling' ELSE '' END
 FROM "patrestriction" WHERE "PatNum" = ?1 ORDER BY "PatRestrictionNum" """
    return about.listed("patrestriction", sql, about.name)


_FIELDS: dict[str, Callable[[_About], Lines]] = {
    "Age": _age,
    "ABC0": lambda about: about.told(about.patient["CreditType"]),
    "Billing Type": _billing_type,
    "Referred From": _referred_from,
    "Date First Visit": _first_visit,
    "Prov. (Pri, Sec)": _providers,
    "Pri Ins": _insurance("Primary"),
    "Sec Ins": _insurance("Secondary"),
    "Payor Types": _payor_types,
    "Premedicate": _premedicate,
    "Problems": _problems,
    "Med Urgent": lambda about: about.told(about.patient["MedUrgNote"]),
    "Medical Summary": _notes("Medical"),
    "Service Notes": _notes("Service"),
    "Medications": _medications,
    "Allergies": _allergies,
    "Pat Restrictions": _restrictions,
    "Birthdate": _birthdate,
}
"""What gives the lines of each field, the usual fields first and in their order. The program's window knows others, of
which the API shows nothing."""
_USUAL = [name for name in _FIELDS if name != "Birthdate"]
