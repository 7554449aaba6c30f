"""Who sends patients and to whom they are sent, and what the staff is told as soon as a patient is chosen.

Their chance is of their own, so that no other row depends on them.
May not: be asked before all procedures are there.
"""

from __future__ import annotations

from datetime import date

from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODES
from mock_od.generate.definitions import SPECIALTY, Definitions
from mock_od.generate.office import FRONT_DESK
from mock_od.generate.rows import Row, Tables

# LName, FName, Title, specialty, BusinessName, phone, city
_DOCTORS = (
    ("Lindqvist", "Anna", "DDS", "Oral Surgery", "Salem Oral Surgery", "5035550160", "Salem"),
    ("Moreau", "Paul", "DMD", "Oral Surgery", "Valley Surgical", "5415550161", "Albany"),
    ("Nakata", "Ken", "DMD", "Endodontics", "Root Canal Associates", "5035550162", "Salem"),
    ("Okafor", "Grace", "DDS", "Orthodontics", "Straight Lines", "5035550163", "Keizer"),
    ("Petrov", "Ivan", "DDS", "Periodontics", "Gum Specialists", "5035550164", "Salem"),
    ("Quigley", "Maud", "MD", "", "Family Health Center", "5035550165", "Salem"),
    ("Ramos", "Luis", "MD", "", "Riverside Clinic", "5035550166", "Keizer"),
)
_SOURCES = ("Found on the web", "Postcard", "Sign at the street")
_BY_PATIENTS = 2
_SURGEONS = (1, 2)
_FOR_SURGEONS = ("D7220", "D7230", "D7240")
_REFERRED = 35  # percent of families
_POPUPS = (
    ("Patient", "Hard of hearing on the left side. Speak up."),
    ("Patient", "Ask for the new address."),
    ("Family", "Wants visits of all on one day."),
    ("Patient", "Needs a form for school."),
    ("Family", "Please collect what is open before the next visit."),
    ("Patient", "Comes in a wheelchair: operatory 1."),
    ("Patient", "Call the daughter, not the patient."),
    ("Patient", "Always ten minutes late. Offer the earlier time."),
)


def refer(tables: Tables, definitions: Definitions, seed: int, today: date) -> None:
    """Add referrals, which of them concern whom, and popups."""
    chance = Chance(f"referring {seed}")
    for last, first, title, specialty, business, phone, city in _DOCTORS:
        tables.add(
            "referral",
            LName=last,
            FName=first,
            Specialty=definitions.number(SPECIALTY, specialty),
            ST="OR",
            Telephone=phone,
            City=city,
            Title=title,
            IsDoctor="true",
            DateTStamp="2021-11-15 09:00:00",
            IsPreferred="true" if last == "Lindqvist" else "false",
            BusinessName=business,
        )
    others = [
        tables.add("referral", LName=name, NotPerson="true", DateTStamp="2021-11-15 09:00:00") for name in _SOURCES
    ]
    others += _patients_who_send(tables, chance)
    _attach(tables, chance, others)
    _pop_up(tables, Chance(f"popups {seed}"), today)


def _patients_who_send(tables: Tables, chance: Chance) -> list[int]:
    """Add referrals that are patients themselves, with what the program copies of them."""
    adults = [row for row in tables.rows["patient"] if row["Position"] != "Child" and "DateFirstVisit" in row]
    numbers = []
    for row in chance.sample(adults, min(_BY_PATIENTS, len(adults))):
        copied = {name: row[name] for name in ("LName", "FName", "Address", "City", "Zip")}
        phone = "".join(sign for sign in str(row.get("HmPhone", "")) if sign.isdecimal())
        numbers.append(
            tables.add(
                "referral",
                key=0,
                **copied,
                ST=row["State"],
                Telephone=phone,
                Phone2=row.get("WirelessPhone", ""),
                EMail=row.get("Email", ""),
                PatNum=row["PatNum"],
                DateTStamp=f"{row['DateFirstVisit']} 10:00:00",
            )
        )
    return numbers


def _attach(tables: Tables, chance: Chance, others: list[int]) -> None:
    own = {row["ReferralNum"]: row.get("PatNum", 0) for row in tables.rows["referral"]}
    order: dict[object, int] = {}
    guarantors = [row for row in tables.rows["patient"] if row["Guarantor"] == row["PatNum"]]
    for row in guarantors:
        sent_by = chance.choice(others)
        if "DateFirstVisit" in row and chance.likely(_REFERRED) and own[sent_by] != row["PatNum"]:
            order[row["PatNum"]] = 1
            tables.add(
                "refattach",
                ReferralNum=sent_by,
                PatNum=row["PatNum"],
                RefDate=row["DateFirstVisit"],
                ReferralType="RefFrom",
                DateTStamp=f"{row['DateFirstVisit']} 10:00:00",
            )
    for row in _for_surgeons(tables):
        patient = row["PatNum"]
        tables.add(
            "refattach",
            ReferralNum=chance.choice(_SURGEONS),
            PatNum=patient,
            ItemOrder=order.get(patient, 0),
            RefDate=row["DateTP"],
            ReferralType="RefTo",
            RefToStatus=chance.choice(("None", "Scheduled", "Consulted")),
            Note="X-rays were sent.",
            ProcNum=row["ProcNum"],
            ProvNum=row["ProvNum"],
            DateTStamp=row["SecDateEntry"],
        )
        order[patient] = order.get(patient, 0) + 1


def _for_surgeons(tables: Tables) -> list[Row]:
    """The first impacted tooth of each patient, planned and on no appointment."""
    first: dict[object, Row] = {}
    for row in tables.rows["procedurelog"]:
        number = int(str(row["CodeNum"])) - 1
        code = CODES[number].code if number < len(CODES) else ""
        if row["ProcStatus"] == "TP" and code in _FOR_SURGEONS and "AptNum" not in row:
            first.setdefault(row["PatNum"], row)
    return [*first.values()]


def _pop_up(tables: Tables, chance: Chance, today: date) -> None:
    patients = [row for row in tables.rows["patient"] if row.get("PatStatus", "Patient") == "Patient"]
    for row, (level, text) in zip(chance.sample(patients, min(len(_POPUPS), len(patients))), _POPUPS, strict=False):
        day = max(str(row["DateFirstVisit"]), f"{today.year - 1}-{chance.randrange(1, 6):02d}-15")
        tables.add(
            "popup",
            PatNum=row["PatNum"],
            Description=text,
            PopupLevel=level,
            UserNum=FRONT_DESK[int(str(row["ClinicNum"]))],
            DateTimeEntry=f"{day} 17:00:00",
        )
