"""The generator of practices: repeatable, consistent, and true to the rules of treatment planning."""

from collections import Counter
from datetime import date

import pytest
from test_worlds import (
    FIXTURES,
    assert_keys_hold,
    assert_payers_exclude_each_other,
    assert_plans_are_lawful,
    assert_totals_foot,
    keyed,
)

from mock_od.generate import generate, write


@pytest.fixture(scope="module")
def world():
    return generate()


def test_same_seed_same_bytes(tmp_path, world):
    write(world, tmp_path / "one")
    write(generate(), tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(["world.json", *(f"{table}.json" for table in world)])
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_seed_is_another_practice(world):
    other = generate(seed=8)
    assert other["patient"] != world["patient"]
    assert other["procedurecode"] == world["procedurecode"]


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
    assert max(row["ProcDate"] for row in made["procedurelog"]) <= today.isoformat()


def test_a_practice_needs_a_patient():
    with pytest.raises(ValueError, match="at least one patient"):
        generate(0)


def test_progress_is_told_and_ends_at_the_whole():
    told = []
    generate(30, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (30, 30)


def test_shares_are_believable(world):
    patients = len(world["patient"])
    assert 0.45 < len({row["PatNum"] for row in world["patplan"]}) / patients < 0.68
    assert 0.08 < len(world["discountplansub"]) / patients < 0.17
    assert {row["ProcStatus"] for row in world["procedurelog"]} == {"TP", "C", "EO", "D", "TPi"}
    assert {row["TPStatus"] for row in world["treatplan"]} == {"Saved", "Active", "Inactive"}
    signed = [row for row in world["treatplan"] if row.get("isSigned")]
    assert any(row.get("isSignedPractice") for row in signed)
    assert all(row["TPStatus"] == "Saved" and row["DateTSigned"] for row in signed)
    assert any(row.get("SecInsAmt") for row in world["proctp"])


def test_every_schedule_has_a_fee_for_every_code(world):
    pairs = Counter((row["FeeSched"], row["CodeNum"]) for row in world["fee"])
    assert set(pairs.values()) == {1}
    assert len(pairs) == len(world["feesched"]) * len(world["procedurecode"])


def test_estimates_carry_over_to_the_saved_copies(world):
    primary, write_off = Counter(), Counter()
    for row in world["claimproc"]:
        write_off[row["ProcNum"]] += row.get("WriteOffEst", 0)
        if row["PaidOtherIns"] == -1:
            primary[row["ProcNum"]] += row.get("InsEstTotal", 0)
    procedures = keyed(world, "procedurelog", "ProcNum")
    for row in world["proctp"]:
        procedure = procedures[row["ProcNumOrig"]]
        number = procedure["ProcNum"]
        assert row.get("PriInsAmt", 0) == pytest.approx(primary[number] + procedure.get("DiscountPlanAmt", 0))
        assert row.get("Discount", 0) == pytest.approx(write_off[number] + procedure.get("Discount", 0))
        assert row["FeeAmt"] == procedure["ProcFee"] * procedure["UnitQty"]
        assert row.get("Priority", 0) == procedure.get("Priority", 0)


def test_a_discount_is_the_fee_less_the_members_fee_up_to_the_annual_maximum(world):
    fees = {(row["FeeSched"], row["CodeNum"]): row.get("Amount", 0) for row in world["fee"]}
    plans = keyed(world, "discountplan", "DiscountPlanNum")
    subscribed = {row["PatNum"]: plans[row["DiscountPlanNum"]] for row in world["discountplansub"]}
    given = Counter()
    # in the order of the priorities, none last; what is put aside is a plan of its own
    for row in sorted(
        world["procedurelog"], key=lambda row: (row.get("Priority", 999), row["ProcDate"], row["ProcNum"])
    ):
        plan = subscribed.get(row["PatNum"])
        if row["ProcStatus"] not in ("TP", "TPi") or plan is None:
            assert "DiscountPlanAmt" not in row
            continue
        full = (row["ProcFee"] - fees[plan["FeeSchedNum"], row["CodeNum"]]) * row["UnitQty"]
        left = plan["AnnualMax"] - given[row["PatNum"], row["ProcStatus"]] if "AnnualMax" in plan else full
        assert row.get("DiscountPlanAmt", 0) == pytest.approx(max(0, min(full, left)))
        given[row["PatNum"], row["ProcStatus"]] += row.get("DiscountPlanAmt", 0)


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
