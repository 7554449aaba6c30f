"""What is asked of the appointment book: the ASAP list, open times, and what is offered on the web.

The functions that a docstring with a mark begins are rules of the page.
May not: write.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry import web_slots
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.slots import Slot, open_slots

Condition = tuple[str, tuple[Any, ...]]
"""A condition on the row ``t`` and its values."""

CATEGORIES = (web_slots.NEW, web_slots.EXISTING)
_FORTNIGHT = timedelta(days=14)
_GONE = "The reason for your appointment is no longer available.\r\nPlease call us to schedule your appointment."
_TAKEN = "The selected appointment time is no longer available.\r\nPlease choose a different time slot."


def a_clinic_is_named(call: Call) -> None:
    """Documented: ClinicNum is required where clinics are enabled."""
    if "ClinicNum" not in call.sent and preference(call, "EasyNoClinics") != "1":
        raise Refusal("ClinicNum is required.", hint="the preference EasyNoClinics says that the office has clinics")


def on_the_asap_list(_call: Call, _: None) -> Condition:
    """Documented: the Priority is ASAP.

    S: Scheduled, UnschedList, Broken and Planned ones; no planned one that an appointment comes from.
    """
    scheduled = 'EXISTS (SELECT 1 FROM "appointment" n WHERE n."NextAptNum" = t."AptNum")'
    return f't."Priority" = 1 AND t."AptStatus" IN (1, 3, 5, 6) AND NOT (t."AptStatus" = 6 AND {scheduled})', ()


def the_dentists_or_the_hygienists(_call: Call, provider: int | None) -> Condition:
    """S: a provider's own, as the dentist or as the hygienist."""
    return ('(t."ProvNum" = ? OR t."ProvHyg" = ?)', (provider, provider)) if provider else ("", ())


def the_day_is_yet_to_come(call: Call) -> None:
    """Documented: date is today or later.

    Ours: the sentence.
    """
    if call.sent.get("date", call.today) < call.today:
        raise Refusal("date must be today or a future date.", hint=f"today is {call.today} in this office")


def days(call: Call) -> tuple[date, date]:
    """The first and the last day that are asked for; two weeks from the first one where no last one is."""
    day = call.sent.get("date")
    first = date.fromisoformat(day or call.sent.get("dateStart", call.today))
    after = min(first, date.max - _FORTNIGHT) + _FORTNIGHT
    return first, date.fromisoformat(day or call.sent.get("dateEnd", after.isoformat()))


def open_times(call: Call) -> list[dict[str, Any]]:
    """Documented: whole open times of the provider's schedules; the practice's own provider is the default.

    S: what closes a time, and which operatory is told.
    """
    provider = call.sent.get("ProvNum") or preferred_key(call, "PracticeDefaultProv")
    operatory, least = call.sent.get("OpNum", 0), call.sent.get("lengthMinutes", 0)
    found = open_slots(call, provider, *days(call), operatory=operatory, least=least)
    return [slot.shown() for slot in found]


def times_for_the_web(call: Call) -> list[dict[str, Any]]:
    """Documented: as the office has set up its appointments on the web; isNewPatient goes with the category.

    S: how the times are found, and the sentence where the reason has no type.
    Ours: without a reason it is the first one that has a type.
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
