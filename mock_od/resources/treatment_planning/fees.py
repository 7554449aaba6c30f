"""Fees looked up in fee schedules."""

from __future__ import annotations

from mock_od.call import Call


def fee_in(call: Call, schedule: int, code: int, *, clinic: int = 0, provider: int = 0) -> float | None:
    """The fee for a code in a fee schedule: the clinic's and provider's own where there is one; None without any."""
    for place in ((clinic, provider), (clinic, 0), (0, provider), (0, 0)):
        asked = {"FeeSched": schedule, "CodeNum": code, "ClinicNum": place[0], "ProvNum": place[1]}
        for row in call.records.rows("fee", **asked):
            return float(row["Amount"])
    return None
