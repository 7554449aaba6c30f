"""Fees looked up in fee schedules."""

from __future__ import annotations

from mock_od.call import Call

BLANK = -1.0
"""The amount of a fee that was emptied."""


def fee_in(call: Call, schedule: int, code: int, *, clinic: int = 0, provider: int = 0) -> float | None:
    """The fee for a code in a fee schedule as of today; None without any.

    The clinic's and provider's own comes first, then the provider's, the clinic's, and the one for all. A global
    schedule has the last one only.
    """
    row = call.records.find("feesched", schedule)
    places = ((0, 0),) if row and row["IsGlobal"] else ((clinic, provider), (0, provider), (clinic, 0), (0, 0))
    for at_clinic, of_provider in places:
        asked = {"FeeSched": schedule, "CodeNum": code, "ClinicNum": at_clinic, "ProvNum": of_provider}
        fees = [fee for fee in call.records.rows("fee", **asked) if fee["DateEffective"] <= call.today]
        if fees:
            amount = float(max(fees, key=lambda fee: str(fee["DateEffective"]))["Amount"])
            return None if amount == BLANK else amount
    return None
