"""Who is to come back, and what was said to patients: recalls, and commlogs with the reminders among them.

Their chance is of their own, so that no other row depends on them. Dates due come from the API's own functions.
May not: be asked before all patients, procedures and appointments are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from mock_od.call import Row as Words
from mock_od.dentistry.commlogs import log_reminder
from mock_od.dentistry.recalls import NO_DATE, synch
from mock_od.engine.records import StoredRecords
from mock_od.generate.amounts import call_at, records_of
from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODE_NUMS
from mock_od.generate.definitions import COMMLOG, RECALL_STATUS
from mock_od.generate.office import FRONT_DESK
from mock_od.generate.rows import Row, Tables
from mock_od.workdays import workday

_PROPHY, _CHILD, _PERIO, _BITEWINGS = 1, 2, 3, 4
_MOST_REMINDERS = 3
_PREFERENCES = (
    ("RecallTypeSpecialProphy", _PROPHY),
    ("RecallTypeSpecialChildProphy", _CHILD),
    ("RecallTypeSpecialPerio", _PERIO),
    ("RecallShowIfDaysFirstReminder", 30),
    ("RecallShowIfDaysSecondReminder", 60),
    ("RecallMaxNumberReminders", _MOST_REMINDERS),
)
_READ = ("definition", "recalltype", "recalltrigger", "preference", "patient", "procedurelog", "appointment")
_BY_MODE = {"Text": "Texted", "Email": "Emailed", "Mail": "Mailed postcard", "Phone": "Left message"}
_YEARS = timedelta(days=3 * 365)


class _Talk(NamedTuple):
    """Something that is said now and then."""

    kind: str
    mode: str
    direction: str
    note: str


_TALKS = (
    _Talk("Appointment", "Phone", "Sent", "Confirmed the visit of next week."),
    _Talk("Appointment", "Phone", "Received", "Asked for a later time on the same day. Put on the list of changes."),
    _Talk("Appointment", "Text", "Received", "Answered the reminder with a yes."),
    _Talk("Insurance", "Phone", "Received", "Has a new card, and will bring it along."),
    _Talk("Insurance", "Phone", "Sent", "Called the carrier about the waiting time for major work."),
    _Talk("Insurance", "Email", "Sent", "Sent the breakdown of benefits."),
    _Talk("Financial", "Phone", "Sent", "Balance was explained. Will pay with the next visit."),
    _Talk("Financial", "Mail", "Received", "Sent a check with a note about the new address."),
    _Talk("Miscellaneous", "Phone", "Received", "A tooth is sensitive to cold. Told to wait for a week."),
    _Talk("Miscellaneous", "InPerson", "Received", "Is afraid of needles; would like some more time before each."),
    _Talk("Miscellaneous", "Phone", "Sent", "Asked how it went after the visit: no pain."),
    _Talk("Text message", "Text", "Received", "Running ten minutes late."),
)


def call_back(tables: Tables, seed: int, today: date) -> None:
    """Add the recalls of all active patients, the reminders that they had, and what else was said to patients."""
    for name, value in _PREFERENCES:
        tables.add("preference", PrefName=name, ValueString=str(value))
    book = _Book(tables, seed, today)
    for patient in tables.rows["patient"]:
        book.enter(patient)
    book.add_to(tables)


class _Book:
    """The recalls and the commlogs while they are made."""

    def __init__(self, tables: Tables, seed: int, today: date) -> None:
        self._chance = Chance(f"recalls {seed}")
        self._today = today
        self._records: StoredRecords = records_of(tables, _READ)
        self._definitions = {(row["Category"], row["ItemName"]): row["DefNum"] for row in tables.rows["definition"]}
        self._insured = {row["PatNum"] for row in tables.rows["patplan"]}
        self._said: list[Row] = []
        self._visits: dict[Any, list[Row]] = defaultdict(list)
        for row in tables.rows["procedurelog"]:
            if row["ProcStatus"] == "C":
                self._visits[row["PatNum"]].append(row)
        self._gum_care = {CODE_NUMS[code] for code in ("D4341", "D4910") if code in CODE_NUMS}

    def enter(self, patient: Row) -> None:
        """Make the recalls and the commlogs of a patient, who may have none."""
        visits = self._visits[patient["PatNum"]]
        if patient["PatStatus"] != "Patient" or not visits:
            return
        last = date.fromisoformat(max(str(row["ProcDate"]) for row in visits))
        number = int(str(patient["PatNum"]))
        if any(row["CodeNum"] in self._gum_care for row in visits):
            self._records.insert("recall", {"PatNum": number, "RecallTypeNum": _PERIO, "RecallInterval": "4m"})
        self._synch(number, last)
        self._vary(number, last)
        for recall in self._records.rows("recall", PatNum=number):
            if recall["RecallTypeNum"] in (_PROPHY, _PERIO) and not recall["IsDisabled"]:
                self._remind(patient, recall)
        self._talk(patient, last)

    def _synch(self, patient: int, day: date) -> None:
        self._records.moment = datetime.combine(day, time(17))
        call = call_at(self._records, datetime.combine(self._today, time(8)))
        self._records.moment = datetime.combine(day, time(17))
        synch(call, patient)

    def _vary(self, patient: int, last: date) -> None:
        """What the staff has changed by hand."""
        chance = self._chance
        for recall in self._records.rows("recall", PatNum=patient):
            special = recall["RecallTypeNum"] in (_PROPHY, _PERIO)
            changed: Words = {}
            if special and chance.likely(8):
                changed["RecallInterval"] = chance.choice(("3m", "4m", "9m"))
            elif recall["RecallTypeNum"] == _BITEWINGS and chance.likely(4):
                changed |= {"IsDisabled": True, "Note": "Wants no X-rays without a talk first."}
            elif special and chance.likely(4):
                changed["Priority"] = "ASAP"
            elif special and chance.likely(4):
                own = date.fromisoformat(recall["DateDue"]) + timedelta(weeks=chance.randint(2, 8))
                changed |= {"DateDue": own.isoformat(), "Note": "Is away until then."}
            elif special and chance.likely(2):
                changed["DisableUntilDate"] = (self._today + timedelta(weeks=chance.randint(4, 12))).isoformat()
            if changed:
                self._records.update("recall", recall["RecallNum"], changed)
        self._synch(patient, last)

    def _remind(self, patient: Row, recall: Words) -> None:
        """Leave the reminders of this recall: before the last visit one now and then, and since it is due."""
        chance = self._chance
        mode = self._mode(patient)
        if recall["DatePrevious"] == NO_DATE:
            return
        previous = date.fromisoformat(recall["DatePrevious"])
        first = date.fromisoformat(str(patient["DateFirstVisit"]))
        before = workday(previous - timedelta(days=chance.randint(8, 40)))
        if chance.likely(45) and before > first + timedelta(days=60):
            earlier = recall | {"DatePrevious": (before - timedelta(days=90)).isoformat()}
            self._log_reminder(patient, earlier, mode, before)
        due = date.fromisoformat(recall["DateDue"])
        if recall["DateScheduled"] != NO_DATE or chance.likely(30):
            return
        for day in self._days_from(due):
            self._log_reminder(patient, recall, mode, day)
            status = self._definitions[RECALL_STATUS, _BY_MODE[mode]]
            self._records.update("recall", recall["RecallNum"], {"RecallStatus": status})
            if chance.likely(40):
                return

    def _days_from(self, due: date) -> Iterator[date]:
        """Days on which a patient is reminded, one month after the other, until today; three at most."""
        day = due + timedelta(days=self._chance.randint(-10, 20))
        for _ in range(_MOST_REMINDERS):
            if day < self._today:
                yield workday(day)
            day += timedelta(days=self._chance.randint(28, 45))

    def _log_reminder(self, patient: Row, recall: Words, mode: str, day: date) -> None:
        status = _BY_MODE[mode]
        call = call_at(self._records, self._moment(day))
        if log_reminder(call, recall, status, mode):
            made = self._records.get("commlog", self._records.highest("commlog"))
            self._say(patient, made["CommDateTime"], _Talk("Recall", mode, "Sent", made["Note"]))

    def _talk(self, patient: Row, last: date) -> None:
        chance = self._chance
        first = max(date.fromisoformat(str(patient["DateFirstVisit"])), last - _YEARS)
        for talk in chance.sample(_TALKS, chance.choice((0, 0, 1, 1, 2, 3))):
            is_odd = talk.kind == "Insurance" and patient["PatNum"] not in self._insured
            if is_odd or (talk.mode == "Text" and not patient.get("WirelessPhone")):
                continue
            day = workday(first + timedelta(days=chance.randint(0, (last - first).days)), first)
            moment = self._moment(day).isoformat(" ")
            self._say(patient, moment, talk)

    def _say(self, patient: Row, moment: str, talk: _Talk) -> None:
        self._said.append(
            {
                "PatNum": patient["PatNum"],
                "CommDateTime": moment,
                "CommType": self._definitions[COMMLOG, talk.kind],
                "Note": talk.note,
                "Mode_": talk.mode,
                "SentOrReceived": talk.direction,
                "UserNum": FRONT_DESK[int(str(patient["ClinicNum"]))],
                "DateTStamp": moment,
                "DateTEntry": moment,
            }
        )

    def _mode(self, patient: Row) -> str:
        if patient.get("PreferRecallMethod") == "TextMessage":
            return "Text"
        ways = ["Phone", "Mail", *(["Text"] * 2 if patient.get("WirelessPhone") else [])]
        return self._chance.choice([*ways, *(["Email"] * 2 if patient.get("Email") else [])])

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(8)) + timedelta(minutes=self._chance.randrange(5, 235))

    def add_to(self, tables: Tables) -> None:
        """Add all of them, the commlogs by their time."""
        for recall in self._records.rows("recall"):
            tables.add(
                "recall",
                PatNum=recall["PatNum"],
                DateDueCalc=recall["DateDueCalc"],
                DateDue=recall["DateDue"],
                DatePrevious=recall["DatePrevious"],
                RecallInterval=recall["RecallInterval"],
                RecallStatus=recall["RecallStatus"],
                Note=recall["Note"],
                IsDisabled="true" if recall["IsDisabled"] else "false",
                DateTStamp=recall["DateTStamp"],
                RecallTypeNum=recall["RecallTypeNum"],
                DisableUntilDate=recall["DisableUntilDate"],
                DateScheduled=recall["DateScheduled"],
                Priority="" if recall["Priority"] == "Normal" else recall["Priority"],
            )
        for row in sorted(self._said, key=lambda row: (str(row["CommDateTime"]), int(str(row["PatNum"])))):
            tables.add("commlog", key=0, **row)
