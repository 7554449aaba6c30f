"""When an insurance last knew of a treatment: the categories that limit how often it pays.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.charting import of_the_code
from mock_od.dentistry.completing import place_of_service
from mock_od.dentistry.preferences import listed, preferred_key

CATEGORIES = {
    "InsHistBWCodes": "",
    "InsHistPanoCodes": "",
    "InsHistExamCodes": "",
    "InsHistProphyCodes": "",
    "InsHistPerioURCodes": "UR",
    "InsHistPerioULCodes": "UL",
    "InsHistPerioLRCodes": "LR",
    "InsHistPerioLLCodes": "LL",
    "InsHistPerioMaintCodes": "",
    "InsHistDebridementCodes": "",
}
"""The preferences that list each category's codes, in the order of the list; with the quadrant that it is about."""

_KNOWN = ("InsHist", "Received")


class Treated(NamedTuple):
    """The last treatment of a category.

    :param category: the preference that lists its codes.
    :param codes: whether it lists any.
    :param procedure: the procedurelog row; None without one.
    """

    category: str
    codes: bool
    procedure: Row | None


def history(call: Call, patient: int, subscription: int) -> list[Treated]:
    """The last treatment of each category that an insurance of a patient knows of.

    :param patient: PatNum.
    :param subscription: InsSubNum.
    """
    known = _known_to(call, patient, subscription)
    found = []
    for category, quadrant in CATEGORIES.items():
        codes = listed(call, category)
        of_it = [row for row, code in known if code in codes and quadrant in row["Surf"]]
        last = max(of_it, key=lambda row: (row["ProcDate"], row["ProcNum"]), default=None)
        found.append(Treated(category, bool(codes), last))
    return found


def _known_to(call: Call, patient: int, subscription: int) -> list[tuple[Row, str]]:
    """The patient's complete and existing procedures that the insurance knows of, each with its code."""
    claimprocs = call.records.rows("claimproc", PatNum=patient, InsSubNum=subscription)
    numbers = {row["ProcNum"] for row in claimprocs if row["Status"] in _KNOWN}
    found = []
    for number in sorted(numbers):
        row = call.records.find("procedurelog", number)
        if row and row["PatNum"] == patient and row["ProcStatus"] in ("EO", "C"):
            code = call.records.find("procedurecode", row["CodeNum"])
            found.append((row, code["ProcCode"] if code else ""))
    return found


def add_history(call: Call, patient: int, subscription: int, category: str, day: str) -> int:
    """A treatment that another provider has done, and that an insurance knows of; ProcNum of its row.

    It is always a new one, and has the first code of the category: none where the office has no such code.

    :param patient: PatNum.
    :param subscription: InsSubNum.
    :param category: one of :data:`CATEGORIES`.
    :param day: ProcDate.
    """
    person = call.records.get("patient", patient)
    codes = listed(call, category)
    code = next(iter(call.records.rows("procedurecode", ProcCode=codes[0])), None) if codes else None
    provider = person["PriProv"] or person["SecProv"] or preferred_key(call, "PracticeDefaultProv")
    common = {"PatNum": patient, "ProcDate": day, "ProvNum": provider, "ClinicNum": person["ClinicNum"]}
    number = call.records.insert(
        "procedurelog",
        {
            **common,
            **(of_the_code(call, code) if code else {}),
            "CodeNum": code["CodeNum"] if code else 0,
            "ProcStatus": "EO",
            "Surf": CATEGORIES[category],
            "SiteNum": person["SiteNum"],
            "PlaceService": place_of_service(call, person["ClinicNum"]),
            "DateTP": day,
            "DateEntryC": call.today,
        },
    )
    insurance = call.records.get("inssub", subscription)
    known = {"InsSubNum": subscription, "PlanNum": insurance["PlanNum"], "ProcNum": number, "Status": "InsHist"}
    call.records.insert("claimproc", {**common, **known})
    return number
