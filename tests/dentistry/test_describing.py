"""The short text of what is done at an appointment, and procedures that come and go."""

import pytest
from calling import call_of

from mock_od.dentistry.attaching import attach, detach
from mock_od.dentistry.describing import describe, describe_anew

AREAS = ["None", "Surf", "Tooth", "Mouth", "Quad", "Sextant", "Arch", "ToothRange"]
CODES = [
    {"CodeNum": at, "ProcCode": f"D{at}", "AbbrDesc": f"Ab{at}", "TreatArea": area}
    for at, area in enumerate(AREAS, start=1)
]
PLACES = [{}, {"ToothNum": "12", "Surf": "MOD"}, {"ToothNum": "12"}, {}, {"Surf": "UL"}, {"Surf": "2"}, {"Surf": "U"}]
APPOINTMENTS = [
    {"AptNum": 5, "PatNum": 15, "AptStatus": "Scheduled", "AptDateTime": "2025-06-03 09:00:00", "Pattern": "/XX/"},
    {"AptNum": 6, "PatNum": 15, "AptStatus": "Planned", "AptDateTime": "2025-06-04 00:00:00", "Pattern": "/XX/"},
]


@pytest.fixture
def office(empty):
    """A patient with a procedure for each area of treatment, and two appointments."""
    procedures = [
        {"ProcNum": at, "PatNum": 15, "CodeNum": at, "ProcDate": "2025-05-01", **place}
        for at, place in enumerate([*PLACES, {"ToothRange": "1,2"}], start=1)
    ]
    empty.seed(
        {
            "patient": [{"PatNum": 15}],
            "procedurecode": CODES,
            "procedurelog": procedures,
            "appointment": APPOINTMENTS,
        }
    )
    empty.freeze("2025-06-02 09:00:00")
    return empty


def text(api, number):
    return api.office.records.get("appointment", number)["ProcDescript"]


def test_a_piece_for_each_procedure_says_where(office):
    records = office.office.records
    attach(call_of(office), 5, range(1, 9))
    assert text(office, 5) == "Ab1, #12-MOD-Ab2, #12-Ab3, Ab4, UL-Ab5, S2-Ab6, U-Ab7, Ab8"
    records.update("procedurelog", 1, {"ProcStatus": "D"})
    records.delete("procedurecode", CodeNum=4)
    described = describe(records, records.get("appointment", 5))
    assert described["ProcDescript"] == "#12-MOD-Ab2, #12-Ab3, , UL-Ab5, S2-Ab6, U-Ab7, Ab8"
    assert described["ProcsColored"].startswith('<span color="-16777216">#12-MOD-Ab2</span><span')


def test_a_procedure_has_the_day_of_its_appointment(office):
    records = office.office.records
    attach(call_of(office), 5, [2, 3])
    assert [row["ProcDate"] for row in records.rows("procedurelog", AptNum=5)] == ["2025-06-03", "2025-06-03"]
    attach(call_of(office), 6, [3])
    planned = records.get("procedurelog", 3)
    assert (planned["AptNum"], planned["PlannedAptNum"], planned["ProcDate"]) == (5, 6, "2025-06-04")
    assert (text(office, 5), text(office, 6)) == ("#12-MOD-Ab2, #12-Ab3", "#12-Ab3")


def test_who_comes_from_another_appointment_leaves_it(office):
    office.seed({"appointment": [{**APPOINTMENTS[0], "AptNum": 7}]})
    records = office.office.records
    attach(call_of(office), 5, [2, 3])
    attach(call_of(office), 7, [3])
    assert (text(office, 5), text(office, 7)) == ("#12-MOD-Ab2", "#12-Ab3")
    detach(records, records.rows("procedurelog", AptNum=7), records.get("appointment", 7))
    assert text(office, 7) == ""
    assert records.get("procedurelog", 3)["AptNum"] == 0


def test_an_appointment_that_is_not_there(office):
    describe_anew(office.office.records, 4711)
    describe_anew(office.office.records, 0)
    with pytest.raises(LookupError):
        attach(call_of(office), 4711, [2])
