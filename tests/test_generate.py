"""The generator of practices: repeatable, consistent, and true to the rules of treatment planning."""

import re
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from test_worlds import (
    FIXTURES,
    assert_keys_hold,
    assert_payers_exclude_each_other,
    assert_plans_are_lawful,
    assert_totals_foot,
    keyed,
)

from mock_od.check import check
from mock_od.generate import generate as generate_anew
from mock_od.generate import write
from mock_od.opendental import catalog
from mock_od.workdays import is_open

SMALL = {"patients": 60, "seed": 10}
"""A practice that is made in a fraction of the time: few patients, of whom some have each thing that there is."""
STATUSES = ("Saved", "Active", "Inactive")


@cache
def made_once(patients, seed, today):
    return generate_anew(patients, seed, today)


def generate(patients=200, seed=7, today=date(2025, 6, 2)):
    """A practice that several tests look at; none of them changes it."""
    return made_once(patients, seed, today)


@pytest.fixture(scope="module")
def world():
    return generate()


@pytest.fixture(scope="module")
def small():
    made = generate(**SMALL)
    assert all(made.values())
    return made


def test_same_seed_same_bytes(tmp_path, small):
    write(small, tmp_path / "one")
    write(generate_anew(**SMALL), tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(["world.json", *(f"{table}.json" for table in small)])
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_seed_is_another_practice():
    one, other = generate(20, seed=7), generate(20, seed=8)
    assert other["patient"] != one["patient"]
    assert other["procedurecode"] == one["procedurecode"]


def test_the_clinic_world_is_what_the_generator_makes(tmp_path, world):
    write(world, tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (FIXTURES / "clinic").iterdir()}
    assert sorted(made) == sorted(kept)
    stale = [name for name in made if made[name] != kept[name]]
    assert not stale, (
        "write the folder again: python -c 'from mock_od.generate import *; write(generate(), \"fixtures/clinic\")'"
    )


@pytest.mark.parametrize(
    ("patients", "seed", "today"),
    [
        (1, 7, date(2025, 6, 2)),
        (2, 3, date(2024, 2, 29)),
        (17, 1, date(2026, 1, 1)),
        (60, 5, date(2025, 6, 2)),
        (200, 7, date(2025, 6, 2)),
    ],
)
def test_every_practice_is_consistent(patients, seed, today):
    made = generate(patients, seed, today)
    assert len(made["patient"]) == patients
    assert_keys_hold(made)
    assert_totals_foot(made)
    assert_plans_are_lawful(made)
    assert_payers_exclude_each_other(made)
    done = [row["ProcDate"] for row in made["procedurelog"] if row["ProcStatus"] != "TP"]
    assert max(done) <= today.isoformat()  # what is planned has the day of its appointment


def test_a_practice_needs_a_patient():
    with pytest.raises(ValueError, match="at least one patient"):
        generate_anew(0)


def test_progress_is_told_and_ends_at_the_whole():
    told = []
    generate_anew(30, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (30, 30)


def test_shares_are_believable(world):
    patients = len(world["patient"])
    assert 0.45 < len({row["PatNum"] for row in world["patplan"]}) / patients < 0.68
    assert 0.08 < len(world["discountplansub"]) / patients < 0.17
    assert {row["ProcStatus"] for row in world["procedurelog"]} == {"TP", "C", "EO", "EC", "D", "TPi"}
    assert {row["TPStatus"] for row in world["treatplan"]} == {"Saved", "Active", "Inactive"}
    signed = [row for row in world["treatplan"] if row.get("isSigned")]
    assert any(row.get("isSignedPractice") for row in signed)
    assert all(row["TPStatus"] == "Saved" and row["DateTSigned"] for row in signed)
    assert any(row.get("SecInsAmt") for row in world["proctp"])


def test_every_schedule_has_a_fee_for_every_code(world):
    pairs = Counter((row["FeeSched"], row["CodeNum"]) for row in world["fee"])
    assert set(pairs.values()) == {1}
    charged = [row for row in world["procedurecode"] if row["ProcCode"] != "~GRP~"]  # a note costs nothing
    assert len(pairs) == len(world["feesched"]) * len(charged)


def test_insurances_estimates_carry_over_to_the_saved_copies(world):
    primary, write_off = Counter(), Counter()
    first = {(row["PatNum"], row["InsSubNum"]) for row in world["patplan"] if row["Ordinal"] == 1}
    for row in world["claimproc"]:
        write_off[row["ProcNum"]] += max(0, row.get("WriteOffEst", 0))
        if (row["PatNum"], row["InsSubNum"]) in first:
            primary[row["ProcNum"]] += row.get("InsEstTotal", 0)
    procedures = keyed(world, "procedurelog", "ProcNum")
    members = {row["PatNum"] for row in world["discountplansub"]}
    inactive = {row["TreatPlanNum"] for row in world["treatplan"] if row["TPStatus"] == "Inactive"}
    aside = {row["ProcNum"] for row in world["treatplanattach"] if row["TreatPlanNum"] in inactive}
    for row in world["proctp"]:
        procedure = procedures[row["ProcNumOrig"]]
        number = procedure["ProcNum"]
        # What was put aside knows of deductibles and maxima in its copy alone.
        if row["PatNum"] not in members and number not in aside:
            assert row.get("PriInsAmt", 0) == pytest.approx(primary[number])
        assert row.get("Discount", 0) == pytest.approx(write_off[number] + procedure.get("Discount", 0))
        assert row["FeeAmt"] == procedure["ProcFee"] * procedure["UnitQty"]
        assert row.get("Priority", 0) == procedure.get("Priority", 0)


def test_a_discount_is_the_fee_less_the_members_fee_unless_a_limit_is_reached(world):
    # the limits themselves are the API's: tests/resources/test_saving_amounts.py has them copied once more
    fees = {(row["FeeSched"], row["CodeNum"]): row.get("Amount", 0) for row in world["fee"]}
    plans = keyed(world, "discountplan", "DiscountPlanNum")
    subscribed = {row["PatNum"]: plans[row["DiscountPlanNum"]] for row in world["discountplansub"]}
    given = Counter()
    for row in world["procedurelog"]:
        plan = subscribed.get(row["PatNum"])
        if row["ProcStatus"] != "TP" or plan is None:
            assert "DiscountPlanAmt" not in row
            continue
        full = (row["ProcFee"] - fees[plan["FeeSchedNum"], row["CodeNum"]]) * row["UnitQty"]
        off = row.get("DiscountPlanAmt", 0)
        given["all of it" if off == pytest.approx(full) else "nothing" if off == 0 else "a part"] += 1
        assert off <= full + 0.005
    assert given["all of it"] > 20
    assert given["nothing"] > 2
    limited = [row for row in world["proctp"] if row["Descript"].endswith(" - Frequency Limitation")]
    assert limited
    assert all("PriInsAmt" not in row for row in limited)


def test_the_codes_that_count_for_a_members_limits_are_the_practices(world):
    codes = {row["ProcCode"] for row in world["procedurecode"]}
    listed = [row["ValueString"] for row in world["preference"] if re.fullmatch("DiscountPlan.*Codes", row["PrefName"])]
    assert len(listed) == 7
    assert {code for text in listed for code in text.split(",")} <= codes


def test_no_insurance_pays_more_than_its_annual_maximum(world):
    most = {
        row["PlanNum"]: row["MonetaryAmt"]
        for row in world["benefit"]
        if row["BenefitType"] == "Limitations" and not row.keys() & {"CovCatNum", "CodeGroupNum"}
    }
    assert set(most) == {row["PlanNum"] for row in world["insplan"]}
    expected = Counter()
    planned = {row["ProcNum"] for row in world["procedurelog"] if row["ProcStatus"] == "TP"}
    for row in world["claimproc"]:
        if row["ProcNum"] in planned:
            expected[row["PatNum"], row["InsSubNum"], row["PlanNum"]] += row.get("InsEstTotal", 0)
        if "Over annual max" in row.get("EstimateNote", ""):
            assert row["ProcNum"] in planned
            assert row.get("InsEstTotal", 0) < row.get("BaseEst", 0)
    assert all(amount <= most[plan] + 0.005 for (_, _, plan), amount in expected.items())
    assert any(amount == most[plan] for (_, _, plan), amount in expected.items())


def test_nobody_works_on_sundays_and_holidays_and_few_on_saturdays(world):
    days = Counter(date.fromisoformat(row["ProcDate"]) for row in world["procedurelog"])
    days.update(date.fromisoformat(row["DateTP"]) for row in world["treatplan"] if "DateTP" in row)
    assert {date(2023, 12, 25), date(2024, 7, 4), date(2025, 1, 1), date(2024, 11, 28), date(2025, 5, 26)} & {
        *days
    } == set()
    weekdays = Counter()
    for day, count in days.items():
        weekdays[day.weekday()] += count
    total = sum(weekdays.values())
    assert weekdays[6] == 0
    assert 0 < weekdays[5] < 0.06 * total
    assert all(0.13 * total < weekdays[weekday] < 0.27 * total for weekday in range(5))
    entered = [row for row in world["procedurelog"] if row["SecDateEntry"].startswith(row["ProcDate"])]
    late = [row for row in entered if date.fromisoformat(row["ProcDate"]).weekday() == 5]
    assert max(row["SecDateEntry"][11:] for row in late) < "12:00:00"


@pytest.mark.parametrize(("patients", "seed"), [(1, 7), (5, 7), (20, 7), (20, 8), (20, 9), (60, 5)])
def test_what_is_generated_is_believable(tmp_path, patients, seed):
    """That of 200 is the clinic world, which tests/check looks at."""
    write(generate(patients, seed), tmp_path)
    assert check(catalog(), str(tmp_path), strict=True).lines == []


@pytest.mark.parametrize("seed", range(7, 17))
def test_a_practice_of_twenty_has_one_of_everything(seed):
    made = generate(20, seed)
    members = {row["PatNum"] for row in made["discountplansub"]}
    insured = {row["PatNum"] for row in made["patplan"]}
    of = {status: {row["PatNum"] for row in made["treatplan"] if row["TPStatus"] == status} for status in STATUSES}
    assert all(of[status] & members and of[status] & insured for status in STATUSES)
    assert made["claimproc"]
    assert any(row.get("DiscountPlanAmt") for row in made["procedurelog"])


@pytest.mark.parametrize("patients", [1, 5, 20, 200])
def test_practices_of_all_sizes(patients):
    made = generate(patients)
    assert len(made["patient"]) == patients
    assert {row["TPStatus"] for row in made["treatplan"]} == set(STATUSES)


def test_every_saved_plan_has_a_presenter(world):
    users = keyed(world, "userod", "UserNum")
    presenters = {row["UserNumPresenter"] for row in world["treatplan"] if row["TPStatus"] == "Saved"}
    assert len(presenters) > 3
    assert presenters <= set(users)


def test_teeth_and_surfaces_fit_the_treatment_area(world):
    codes = keyed(world, "procedurecode", "CodeNum")
    for row in world["procedurelog"]:
        area = codes[row["CodeNum"]]["TreatArea"]
        assert bool(row.get("ToothNum")) == (area in ("Surf", "Tooth")), row
        assert bool(row.get("Surf")) == (area in ("Surf", "Quad", "Arch")), row


def test_nobody_could_be_called_or_written_to(world):
    for row in world["patient"]:
        assert "SSN" not in row
        assert row.get("Email", "@example.com").endswith("@example.com")
        for column in ("HmPhone", "WkPhone", "WirelessPhone"):
            assert "555-01" in row.get(column, "555-01")


def test_the_book_is_open_on_working_days_and_nobody_is_in_two_places(world):
    places = {}
    for row in world["scheduleop"]:
        places.setdefault(row["ScheduleNum"], []).append(row["OperatoryNum"])
    work = [row for row in world["schedule"] if row["SchedType"] == "Provider"]
    days = sorted({date.fromisoformat(row["SchedDate"]) for row in work})
    assert (days[0], days[-1]) == (date(2025, 4, 7), date(2025, 9, 1) - timedelta(days=3))  # that Monday is Labor Day
    assert all(is_open(day) for day in days)
    assert set(days) == {
        day for day in map(date.fromordinal, range(days[0].toordinal(), days[-1].toordinal() + 1)) if is_open(day)
    }
    hours = Counter((row["SchedDate"], row["StartTime"], row["ProvNum"]) for row in work)
    rooms = Counter((row["SchedDate"], row["StartTime"], *places[row["ScheduleNum"]]) for row in work)
    assert set(hours.values()) == set(rooms.values()) == {1}
    assert {row["ProvNum"] for row in work} == {row["ProvNum"] for row in world["provider"]}
    assert {len(where) for where in places.values()} == {1, 8}
    assert [row["SchedDate"] for row in world["schedule"] if row["SchedType"] == "Practice"] == [
        "2025-05-26",
        "2025-07-04",
        "2025-09-01",
    ]


def test_what_visits_and_recalls_are_of_has_codes(world):
    codes = {row["ProcCode"] for row in world["procedurecode"]}
    said = [row.get("CodeStr", "") for row in world["appointmenttype"]]
    said += [row["Procedures"] for row in world["recalltype"]]
    assert {code for text in said for code in text.split(",") if code} <= codes
    assert (len(world["appointmenttype"]), len(world["recalltype"]), len(world["operatory"])) == (5, 8, 8)


def test_patients_are_called_back(world):
    kinds = Counter((row["PatNum"], row["RecallTypeNum"]) for row in world["recall"])
    assert set(kinds.values()) == {1}
    special = Counter(patient for patient, kind in kinds if kind in (1, 3))
    active = {row["PatNum"] for row in world["patient"] if row["PatStatus"] == "Patient"}
    seen = {row["PatNum"] for row in world["procedurelog"] if row["ProcStatus"] == "C"}
    assert set(special.values()) == {1}  # prophy or perio
    assert 0.9 < len(special) / len(active & seen) <= 1
    assert {patient for patient, _ in kinds} <= active
    overdue = [row for row in world["recall"] if "0001" < row.get("DateDue", "") < "2025-06-02"]
    assert 0.1 < len(overdue) / len(world["recall"]) < 0.5
    assert any(row.get("RecallStatus") for row in overdue)
    assert any(row.get("IsDisabled") and "DateDue" not in row for row in world["recall"])


def test_what_was_said_was_said_on_working_days_and_in_order(world):
    moments = [row["CommDateTime"] for row in world["commlog"]]
    assert moments == sorted(moments)
    assert moments[-1] < "2025-06-02"
    assert all(is_open(date.fromisoformat(moment[:10])) for moment in moments)
    notes = Counter(row["Note"].partition("  ")[0] for row in world["commlog"])
    assert notes["Recall reminder."] > notes["Second Recall reminder."] > 0


def test_recalls_and_commlogs_change_no_other_table(small, monkeypatch):
    monkeypatch.setattr("mock_od.generate.practice.call_back", lambda *_: None)
    without = generate_anew(**SMALL)
    changed = {table for table, rows in small.items() if without[table] != rows}
    assert changed == {"recall", "commlog", "preference"}


def test_completed_work_has_notes(world):
    procedures = keyed(world, "procedurelog", "ProcNum")
    codes = keyed(world, "procedurecode", "CodeNum")
    group = next(number for number, row in codes.items() if row["ProcCode"] == "~GRP~")
    noted = {row["ProcNum"] for row in world["procnote"]}
    filled = {
        number
        for number, row in procedures.items()
        if row["ProcStatus"] == "C" and codes[row["CodeNum"]]["ProcCode"].startswith("D2")
    }
    assert filled <= noted
    assert {procedures[number]["ProcStatus"] for number in noted} == {"C", "EC"}
    assert all(row["UserNum"] in range(2, 8) for row in world["procnote"])  # the providers' users
    groups = [row for row in world["procedurelog"] if row["CodeNum"] == group]
    assert len(groups) == 20
    assert {row["ProcNum"] for row in groups} <= noted
    members = Counter(row["GroupNum"] for row in world["procgroupitem"])
    assert set(members) == {row["ProcNum"] for row in groups}
    assert min(members.values()) > 1
    assert 0.5 < sum("isSigned" in row for row in world["procnote"]) / len(world["procnote"]) < 0.9


def test_notes_change_no_other_row(small, monkeypatch):
    monkeypatch.setattr("mock_od.generate.practice.write_down", lambda *_: None)
    without = generate_anew(**SMALL)
    added = {table: rows[len(without[table]) :] for table, rows in small.items() if without[table] != rows}
    assert {table: rows for table, rows in small.items() if table not in added} == {
        table: rows for table, rows in without.items() if table not in added
    }
    assert set(added) == {"procedurecode", "procedurelog", "procgroupitem", "procnote"}
    assert all(small[table][: len(without[table])] == without[table] for table in added)


def test_appointments_change_procedures_and_recalls_alone(small, monkeypatch):
    monkeypatch.setattr("mock_od.generate.practice.fill_book", lambda *_: None)
    without = generate_anew(**SMALL)
    changed = {table for table, rows in small.items() if without[table] != rows}
    # laboratories make what visits need, and surgeons see whom no visit here is for; estimates have a visit's day
    assert changed == {
        "appointment",
        "histappointment",
        "procedurelog",
        "claimproc",
        "recall",
        "commlog",
        "labcase",
        "refattach",
        "apptfield",
    }
    moved = [
        (row, other) for row, other in zip(small["procedurelog"], without["procedurelog"], strict=True) if row != other
    ]
    of_appointments = ("AptNum", "PlannedAptNum", "ProcDate")
    assert all({**other, **{name: row[name] for name in of_appointments if name in row}} == row for row, other in moved)
    assert all(row["ProcDate"] == other["ProcDate"] for row, other in moved if row["ProcStatus"] == "C")


def test_the_book_is_full_this_week_and_has_room_in_the_next(world):
    """An office opens on any day of the world's week: today and tomorrow are full on each of them."""
    statuses = Counter(row["AptStatus"] for row in world["appointment"])
    assert {*statuses} == {"Scheduled", "Complete", "Broken", "UnschedList", "Planned", "PtNote"}
    assert 300 < len(world["appointment"]) < 700
    work, taken = Counter(), Counter()
    for row in world["schedule"]:
        if row["SchedType"] == "Provider":
            hours = int(row["StopTime"][:2]) - int(row["StartTime"][:2])
            work[row["SchedDate"]] += 60 * hours
    for row in world["appointment"]:
        if row["AptStatus"] == "Scheduled":
            taken[row["AptDateTime"][:10]] += 5 * len(row["Pattern"])
    share = {day: taken[day] / minutes for day, minutes in work.items()}
    this_week = [share[f"2025-06-{day:02d}"] for day in range(2, 8)]
    next_week = [share[f"2025-06-{day:02d}"] for day in range(9, 14)]
    assert min(this_week) > 0.8
    assert 0.25 < min(next_week) < max(next_week) < 0.6
    with_procedures = [row for row in world["appointment"] if row.get("ProcDescript")]
    assert len(with_procedures) > 150
    assert {row["HistApptAction"] for row in world["histappointment"]} == {"Created", "Changed"}
    assert any(row.get("NextAptNum") for row in world["appointment"])
    assert any(row.get("Priority") == "ASAP" for row in world["appointment"])


def test_each_electronic_category_is_there_once_and_every_code_is_in_one(world):
    named = Counter(row.get("EbenefitCat") for row in world["covcat"])
    assert named.pop("None", 0) + named.pop(None, 0) == 1  # the practice's own
    assert (len(named), set(named.values())) == (14, {1})
    assert [row.get("CovOrder", 0) for row in world["covcat"]] == list(range(15))
    spans = [(row["FromCode"], row["ToCode"]) for row in world["covspan"]]
    codes = [row["ProcCode"] for row in world["procedurecode"] if row["ProcCode"] != "~GRP~"]
    assert all(any(first <= code <= last for first, last in spans) for code in codes)
    fixed = Counter(row.get("CodeGroupFixed", "None") for row in world["codegroup"])
    assert fixed.pop("None") == 3
    assert (len(fixed), set(fixed.values())) == (9, {1})


def test_plans_say_what_they_pay_for(world):
    said = {}
    for row in world["benefit"]:
        said.setdefault(row.get("PlanNum", 0), []).append(row)
    own = said.pop(0)
    assert {row["PatPlanNum"] for row in own} <= {row["PatPlanNum"] for row in world["patplan"]}
    kinds = {row["PlanNum"]: row.get("PlanType", "") for row in world["insplan"]}
    assert set(said) == set(kinds)
    for plan, rows in said.items():
        percents = [row["Percent"] for row in rows if row["BenefitType"] == "CoInsurance"]
        assert bool(percents) == (kinds[plan] != "f")  # a flat copay plan pays the rest
        waived = [row["CovCatNum"] for row in rows if row["BenefitType"] == "Deductible" and not row["MonetaryAmt"]]
        assert waived == ([2, 4] if percents else [])  # Diagnostic and RoutinePreventive
        ages = {row["CodeGroupNum"]: row["Quantity"] for row in rows if row.get("QuantityQualifier") == "AgeLimit"}
        assert {8, 9} <= set(ages)  # fluoride and sealants
        assert all(14 <= age <= 18 for age in ages.values())
    every = [row for rows in said.values() for row in rows]
    limits = Counter(
        (row["QuantityQualifier"], row.get("TimePeriod", "None"))
        for row in every
        if row["BenefitType"] == "Limitations" and row.get("QuantityQualifier", "AgeLimit") != "AgeLimit"
    )
    assert set(limits) == {
        ("Years", "None"),
        ("NumberOfServices", "CalendarYear"),
        ("Months", "None"),
        ("NumberOfServices", "NumberInLast12Months"),
    }
    assert any(row.get("TimePeriod") == "Lifetime" for row in every)
    assert {row["BenefitType"] for row in every} >= {"WaitingPeriod", "Exclusions", "CoPayment"}


def test_subscribers_work_for_the_employers_of_their_plans(world):
    employers = {row["PlanNum"]: row.get("EmployerNum", 0) for row in world["insplan"]}
    plans = {row["Subscriber"]: row["PlanNum"] for row in world["inssub"]}
    for row in world["patient"]:
        assert row.get("EmployerNum", 0) == employers.get(plans.get(row["PatNum"]), 0)
    assert {*employers.values()} == {0, *range(1, 9)}


def test_the_insured_are_marked(world):
    insured = {row["PatNum"] for row in world["patplan"]}
    assert {row["PatNum"] for row in world["patient"] if row.get("HasIns") == "I"} == insured


def test_some_coverage_was_verified_of_late(world):
    assert len(world["insverify"]) == len(world["insplan"]) + len(world["patplan"])
    verified = [row["DateLastVerified"] for row in world["insverify"] if "DateLastVerified" in row]
    assert 0.3 < sum(day > "2024-12-01" for day in verified) / len(world["insverify"]) < 0.75
    assert len(verified) < len(world["insverify"])
    assert all(is_open(date.fromisoformat(day)) and day < "2025-06-02" for day in verified)
    assert {row.get("UserNum", 0) for row in world["insverify"]} == {0, 8, 9, 10}


def test_verifying_changes_no_other_row(small, monkeypatch):
    monkeypatch.setattr("mock_od.generate.practice.verify", lambda *_: None)
    without = generate_anew(**SMALL)
    assert {table for table, rows in small.items() if without[table] != rows} == {"insverify"}


def test_missing_teeth_are_those_that_were_taken_out_and_more(world):
    codes = keyed(world, "procedurecode", "CodeNum")
    missing = {(row["PatNum"], row["ToothNum"]) for row in world["toothinitial"] if row["InitialType"] == "Missing"}
    out = {
        (row["PatNum"], row["ToothNum"])
        for row in world["procedurelog"]
        if codes[row["CodeNum"]].get("PaintType") == "Extraction" and row["ProcStatus"] in ("C", "EC", "EO")
    }
    assert out < missing
    pontics = {
        (row["PatNum"], row["ToothNum"])
        for row in world["procedurelog"]
        if codes[row["CodeNum"]]["ProcCode"] in ("D6240", "D6245")
    }
    assert pontics
    assert pontics <= missing
    born = {row["PatNum"]: row["Birthdate"] for row in world["patient"]}
    primary = Counter(row["PatNum"] for row in world["toothinitial"] if row["InitialType"] == "Primary")
    assert all(born[patient] > "2012-06" for patient in primary)
    assert max(primary.values()) == 20
    came = {row["PatNum"] for row in world["patient"] if "DateFirstVisit" in row}
    assert {patient for patient in came if born[patient] > "2017-06-02"} <= set(primary)


def test_gums_are_measured_at_six_sites_and_get_better(world):
    sites = ("MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue")
    depths, skipped = {}, Counter()
    for row in world["periomeasure"]:
        if row["SequenceType"] == "Probing":
            depths.setdefault(row["PerioExamNum"], []).extend(row[site] for site in sites)
        skipped[row["PerioExamNum"]] += row["SequenceType"] == "SkipTooth"
    exams = keyed(world, "perioexam", "PerioExamNum")
    assert 12 <= len(exams) <= 40
    assert all(len(depths[number]) == 6 * (32 - skipped[number]) for number in exams)
    assert any(skipped.values())
    assert all(1 <= depth <= 12 for values in depths.values() for depth in values)
    pockets = {}
    for number, row in exams.items():
        pockets.setdefault(row["PatNum"], []).append(sum(depth >= 4 for depth in depths[number]))
    assert max(map(len, pockets.values())) == 3
    assert all(counts == sorted(counts, reverse=True) and counts[0] > 5 for counts in pockets.values())
    kinds = {row["SequenceType"] for row in world["periomeasure"]}
    assert kinds == {"Probing", "GingMargin", "Mobility", "Furcation", "MGJ", "SkipTooth", "BleedSupPlaqCalc"}


def test_histories_fit_age_and_gender(world):
    patients = keyed(world, "patient", "PatNum")
    names = {row["DiseaseDefNum"]: row["DiseaseName"] for row in world["diseasedef"]}
    had = Counter(names[row["DiseaseDefNum"]] for row in world["disease"])
    assert max(had, key=had.get) == "High blood pressure"
    for row in world["disease"]:
        patient = patients[row["PatNum"]]
        assert row["DateStart"] > patient["Birthdate"]
        if names[row["DiseaseDefNum"]] in ("Pregnancy", "Osteoporosis"):
            assert patient["Gender"] == "Female"
    assert 0.1 < len({row["PatNum"] for row in world["allergy"]}) / len(patients) < 0.25
    assert {row["ProbStatus"] for row in world["disease"]} == {"Active", "Resolved"}
    assert any("DateStop" not in row for row in world["medicationpat"])
    generic = [row for row in world["medication"] if row["GenericNum"] == row["MedicationNum"]]
    assert 0 < len(generic) < len(world["medication"])


def test_laboratories_make_what_the_next_visits_need(world):
    visits = keyed(world, "appointment", "AptNum")
    assert (len(world["laboratory"]), {row["LaboratoryNum"] for row in world["labturnaround"]}) == (3, {1, 2, 3})
    assert len(world["labcase"]) > 10
    for row in world["labcase"]:
        visit = visits[row.get("AptNum") or row["PlannedAptNum"]]
        assert visit["PatNum"] == row["PatNum"]
        assert visit.get("AptStatus", "Scheduled") == ("Scheduled" if "AptNum" in row else "Planned")
        assert is_open(date.fromisoformat(row["DateTimeCreated"][:10]))
        assert row["DateTStamp"] < "2025-06-02"
    assert any("DateTimeChecked" in row for row in world["labcase"])
    assert any("DateTimeRecd" not in row for row in world["labcase"])


def test_referrals_are_of_three_kinds_and_go_both_ways(world):
    kinds = Counter(
        "doctor" if "IsDoctor" in row else "source" if "NotPerson" in row else "patient" for row in world["referral"]
    )
    assert kinds == {"doctor": 7, "source": 3, "patient": 2}
    assert {row["ReferralType"] for row in world["refattach"]} == {"RefFrom", "RefTo"}
    assert all(("ProcNum" in row) == (row["ReferralType"] == "RefTo") for row in world["refattach"])
    orders = {}
    for row in world["refattach"]:
        orders.setdefault(row["PatNum"], []).append(row.get("ItemOrder", 0))
    assert all(order == list(range(len(order))) for order in orders.values())
    assert len(world["popup"]) == 8


def test_auto_notes_ask_questions_that_are_there(world):
    questions = {row["Descript"] for row in world["autonotecontrol"]}
    asked = {name for row in world["autonote"] for name in re.findall(r'\[Prompt:"(.+?)"\]', row["MainText"])}
    assert asked == questions


def test_fields_of_the_practice_are_of_each_type_and_have_values(world):
    kinds = {row["FieldName"]: row["FieldType"] for row in world["patfielddef"]}
    assert {*kinds.values()} == {"Text", "PickList", "Date", "Checkbox", "Currency"}
    assert {row["FieldName"] for row in world["patfield"]} == {*kinds}
    patients = keyed(world, "patient", "PatNum")
    for row in world["patfield"]:
        if kinds[row["FieldName"]] == "Date":
            patient = patients[row["PatNum"]]
            assert patient["Position"] == "Married"
            assert 20 < int(row["FieldValue"][:4]) - int(patient["Birthdate"][:4]) < 32
            assert row["FieldValue"] < "2021-11-15"


def test_in_an_emergency_an_adult_is_called_who_lives_with_the_patient(world):
    patients = keyed(world, "patient", "PatNum")
    named = [(patients[row["PatNum"]], row["ICEName"]) for row in world["patientnote"] if "ICEName" in row]
    assert len(named) > 30
    for patient, name in named:
        family = {
            f"{one['FName']} {one['LName']}"
            for one in patients.values()
            if one["Guarantor"] == patient["Guarantor"] and one.get("Position") != "Child"
        }
        assert name in family - {f"{patient['FName']} {patient['LName']}"}


def test_the_clock_has_ten_days_on_which_the_practice_was_open(world):
    days = {row["TimeDisplayed1"][:10] for row in world["clockevent"]}
    assert len(days) == 10
    assert all(is_open(date.fromisoformat(day)) and day < "2025-06-02" for day in days)
    assert {row["EmployeeNum"] for row in world["clockevent"]} == {row["EmployeeNum"] for row in world["employee"]}


@pytest.mark.parametrize(
    ("function", "tables"),
    [
        ("measure_gums", {"perioexam", "periomeasure"}),
        ("mark_teeth", {"toothinitial", "perioexam", "periomeasure"}),
        (
            "take_histories",
            {"medication", "allergydef", "diseasedef", "allergy", "disease", "medicationpat", "rxpat"},
        ),
        ("send_to_labs", {"laboratory", "labturnaround", "labcase"}),
        ("refer", {"referral", "refattach", "popup"}),
        (
            "note_particulars",
            {"patfielddef", "patfieldpickitem", "patfield", "patientnote", "apptfielddef", "apptfield", "clockevent"},
        ),
    ],
)
def test_the_chart_changes_no_other_row(small, monkeypatch, function, tables):
    monkeypatch.setattr(f"mock_od.generate.practice.{function}", lambda *_: None)
    without = generate_anew(**SMALL)
    assert {table for table, rows in small.items() if without[table] != rows} == tables
