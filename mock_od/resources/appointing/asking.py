"""What is asked of the appointment book: the days of a search, the reasons for an appointment, the times that are open.

May not: write.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry import web_slots
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.slots import Slot, open_slots

CATEGORIES = (web_slots.NEW, web_slots.EXISTING)
_FORTNIGHT = timedelta(days=14)
_GONE = "The reason for your appointment is no longer available.\r\nPlease call us to schedule your appointment."
_TAKEN = "The selected appointment time is no longer available.\r\nPlease choose a different time slot."


def has_clinics(call: Call) -> bool:
    """Whether the office has clinics: the preference EasyNoClinics."""
    return preference(call, "EasyNoClinics") != "1"


def days(call: Call) -> tuple[date, date]:
    """The first and the last day that are asked for; two weeks from the first one where no last one is."""
    day = call.sent.get("date")
    first = date.fromisoformat(day or call.sent.get("dateStart", call.today))
    after = min(first, date.max - _FORTNIGHT) + _FORTNIGHT
    return first, date.fromisoformat(day or call.sent.get("dateEnd", after.isoformat()))


def open_times(call: Call) -> list[dict[str, Any]]:
    """The open times of the provider that is asked for, else of the practice's own."""
    provider = call.sent.get("ProvNum") or preferred_key(call, "PracticeDefaultProv")
    operatory, least = call.sent.get("OpNum", 0), call.sent.get("lengthMinutes", 0)
    found = open_slots(call, provider, *days(call), operatory=operatory, least=least)
    return [slot.shown() for slot in found]


def times_for_the_web(call: Call) -> list[dict[str, Any]]:
    """The times at which an appointment may be made on the web.

    :raises Refusal: 400 when the reason is of another kind, or has no type.
    """
    reason = _reason(call, (web_slots.NEW if call.sent.get("isNewPatient") else web_slots.EXISTING,))
    found = web_slots.web_slots(call, reason, *days(call), call.sent.get("ClinicNum", 0))
    return [slot.shown() for slot in found]


def chosen_time(call: Call) -> tuple[Row, Slot]:
    """The reason for an appointment on the web, the definition row, and the slot that was chosen, which is on offer.

    :raises Refusal: 400 when it is not on offer.
    """
    reason = _reason(call, CATEGORIES)
    start, end = (datetime.fromisoformat(call.sent[name]) for name in ("DateTimeStart", "DateTimeEnd"))
    if end <= start:
        raise Refusal("DateTimeEnd is invalid.", hint="DateTimeEnd is after DateTimeStart")
    chosen = (start, call.sent["ProvNum"], call.sent["OpNum"])
    clinic = call.records.get("operatory", call.sent["OpNum"])["ClinicNum"]
    for slot in web_slots.web_slots(call, reason, start.date(), start.date(), clinic):
        if (slot.start, slot.provider, slot.operatory) == chosen:
            return reason, slot
    raise Refusal(_TAKEN, hint="GET /appointments/SlotsWebSched does not offer it")


def _reason(call: Call, categories: tuple[int, ...]) -> Row:
    """The definition that is the reason for an appointment: the one that was sent, else the first that has a type.

    :param categories: of which one it is.
    """
    given = call.sent.get("defNumApptType")
    if given:
        kinds = [call.records.get("definition", given)]
        if kinds[0]["Category"] not in categories:
            wanted = " or ".join(map(str, categories))
            raise Refusal("defNumApptType is invalid.", hint=f"defNumApptType is a definition of Category {wanted}")
    else:
        kinds = [row for row in call.records.rows("definition", Category=categories[0]) if not row["isHidden"]]
        kinds.sort(key=lambda row: int(row["ItemOrder"]))
    for kind in kinds:
        if web_slots.type_of(call, kind["DefNum"]):
            return kind
    raise Refusal(_GONE, hint="a deflink of LinkType AppointmentType links the definition to a visible appointmenttype")
