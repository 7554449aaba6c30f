"""The tab Pictures: a treatment plan, the day's book, a family. Each is drawn, and in words beside it."""

from __future__ import annotations

import pytest
import requests

from .test_accessibility import check

NASTY = "<script>window.hacked = 1</script>"


def rows(page, caption: str) -> list[list[str]]:
    """What the body of a table says."""
    lines = page.locator(f'table:has(caption:text-is("{caption}")) tbody tr')
    return lines.evaluate_all(
        "lines => lines.map((line) => [...line.querySelectorAll('td')].map((one) => one.innerText.trim()))"
    )


def put(office, path, body):
    return requests.put(f"{office.url}{path}", json=body, headers=office.headers, timeout=10)


@pytest.fixture
def family(office):
    """A patient with a name that would like to be a script, their child, a plan and a visit."""
    office.seed(
        patient=[
            {"PatNum": 9001, "LName": NASTY, "FName": "Ann", "Birthdate": "1980-06-04", "Guarantor": 9001,
             "BalTotal": 150.5, "EstBalance": 100.5, "Bal_0_30": 50.5, "BalOver90": 100, "InsEst": 20},
            {"PatNum": 9002, "LName": "Child", "FName": "Ben", "Birthdate": "2015-01-01", "Guarantor": 9001,
             "EstBalance": 50},
        ],
        treatplan=[
            {"TreatPlanNum": 9001, "PatNum": 9001, "Heading": "Active plan", "TPStatus": "Active"},
            {"TreatPlanNum": 9002, "PatNum": 9001, "Heading": "Saved plan", "TPStatus": "Saved", "DateTP": "2025-05-01"},
        ],
        procedurelog=[
            {"ProcNum": 9001, "PatNum": 9001, "CodeNum": 1, "ProcStatus": "TP", "ToothNum": "3", "Surf": "MO",
             "ProcFee": 120, "ProvNum": 1},
            {"ProcNum": 9002, "PatNum": 9001, "CodeNum": 1, "ProcStatus": "C", "ToothNum": "19", "Surf": "O",
             "ProcFee": 80, "ProvNum": 1},
        ],
        treatplanattach=[{"TreatPlanNum": 9001, "ProcNum": 9001}],
        proctp=[
            {"TreatPlanNum": 9002, "PatNum": 9001, "ToothNumTP": "8", "Surf": "ML", "ProcCode": "D2331", "ItemOrder": 1,
             "Descript": "Filling", "FeeAmt": 200, "PriInsAmt": 80, "SecInsAmt": 20, "Discount": 10, "PatAmt": 90},
            {"TreatPlanNum": 9002, "PatNum": 9001, "Surf": "UR", "ProcCode": "D4341", "ItemOrder": 0,
             "Descript": NASTY, "FeeAmt": 300, "PatAmt": 300},
        ],
        toothinitial=[{"PatNum": 9001, "ToothNum": "1", "InitialType": "Missing"}],
        appointment=[
            {"PatNum": 9001, "AptDateTime": "2025-06-04 09:30:00", "Pattern": "/XXXXXXXXXX/", "Op": 1, "ProvNum": 1,
             "AptStatus": "Scheduled", "ProcDescript": NASTY},
        ],
    )  # fmt: skip
    return 9001


def test_a_saved_plan_is_drawn_with_its_amounts(tab, office, family):
    page = tab.open("/pictures", picture="plan", patient=family, plan=9002)
    assert page.get_by_role("heading", level=2).inner_text() == f"Ann {NASTY}: Saved plan"
    chart = page.get_by_role("img", name="Tooth chart. Planned on tooth 8.")
    assert chart.locator('g[data-planned="true"]').evaluate_all("all => all.map((one) => one.dataset.tooth)") == ["8"]
    assert chart.locator('g[data-tooth="8"] .planned').count() == 2  # mesial and lingual
    assert chart.locator(".area").count() == 1 + 1  # the quadrant, and the legend
    assert chart.locator('g[data-tooth="19"] .done').count() == 1
    assert chart.locator('g[data-tooth="1"] .gone').count() == 2
    assert rows(page, "The procedures of this plan") == [
        ["", "", "UR", "D4341", NASTY, "300.00", "0.00", "0.00", "0.00", "300.00"],
        ["", "8", "ML", "D2331", "Filling", "200.00", "80.00", "20.00", "10.00", "90.00"],
    ]
    total = page.locator("tfoot td").all_inner_texts()
    assert total[-5:] == ["500.00", "80.00", "20.00", "10.00", "390.00"]
    says = "Who pays: Primary insurance 80.00, Secondary insurance 20.00, Discount 10.00, You pay 390.00."
    assert page.get_by_role("img", name=says).is_visible()
    assert page.get_by_role("img", name="The patient has not signed. The practice has not signed.").is_visible()
    assert page.evaluate("window.hacked") is None
    put(office, "/treatplans/9002", {"SignatureText": "Ann S.", "isSigned": "true"})
    page.reload()
    signed = page.get_by_role("img", name="The patient signed on 2025-06-03 10:20:30. The practice has not signed.")
    assert signed.locator(".signature").text_content() == "Ann S."


def test_an_active_plan_has_the_amounts_of_a_copy_that_nobody_sees(tab, office, family):
    before = office.tables()
    page = tab.open("/pictures", picture="plan", patient=family)
    assert page.get_by_text("The amounts are those that the plan would have if it were saved now.").is_visible()
    ((_, tooth, surface, _, _, fee, *_, patient),) = rows(page, "The procedures of this plan")
    assert (tooth, surface, fee, patient) == ("3", "MO", "120.00", "120.00")
    page.get_by_role("link", name="Saved plan (Saved, 2025-05-01)").click()
    page.get_by_role("heading", name="Saved plan").wait_for()
    assert office.tables() == before


def test_a_patient_is_found_by_name_and_number(tab, family):
    page = tab.open("/pictures")
    assert page.get_by_role("heading", name="Some plans").is_visible()
    box = page.get_by_label("Patient: a name, its beginning, or a PatNum")
    for said in ("diaz, jes", "Jessica Diaz", "4"):
        box.fill(said)
        box.press("Enter")
        page.get_by_role("link", name="Jessica Diaz").wait_for()
    box.fill("nobody at all")
    box.press("Enter")
    page.get_by_text("No patient has such a name or number.").wait_for()
    box.fill("9001")
    box.press("Enter")
    page.get_by_role("link", name=f"Ann {NASTY}").click()
    page.wait_for_url("**&picture=plan&patient=9001")
    assert tab.open("/pictures", patient="77777").get_by_text("There is no patient 77777.").is_visible()


def test_the_days_book(tab, office, family):
    page = tab.open("/pictures", picture="day")
    assert page.get_by_role("heading", level=2).inner_text() == "Tuesday, 2025-06-03"
    assert len(rows(page, "The same in words")) == 45
    page.get_by_role("link", name="The day after").click()
    page.get_by_role("heading", name="Wednesday, 2025-06-04").wait_for()
    page.get_by_label("Clinic").select_option("Maple Street Dental")
    page.get_by_role("button", name="Show this day").click()
    page.wait_for_url("**&clinic=1")
    page.wait_for_selector("main:not([aria-busy])")
    lines = rows(page, "The same in words")
    assert ["09:30", "10:30", "Maple 1", f"Ann {NASTY}", NASTY, "Scheduled"] in lines
    assert ["12:00", "13:00", "Maple spare", "Staff meeting", "", "Blockout"] in lines
    assert {line[2] for line in lines} <= {"Maple 1", "Maple 2", "Maple hygiene", "Maple spare"}
    book = page.get_by_role("img", name="The book of Wednesday, 2025-06-04: Maple 1 ")
    assert book.locator(".booked").count() == sum(line[5] != "Blockout" for line in lines)
    assert book.locator(".blockout").count() == sum(line[5] == "Blockout" for line in lines) == 4
    assert book.get_by_text(f"09:30 Ann {NASTY}").count() == 1
    assert page.evaluate("window.hacked") is None


def test_a_family_with_its_balances(tab, family):
    page = tab.open("/pictures", picture="family", patient=9002)
    assert page.get_by_role("heading", level=2).inner_text() == f"The family of Ann {NASTY}"
    assert rows(page, "What the rows say") == [
        [f"Ann {NASTY}", "1980-06-04", "Patient", "100.50", "150.50", "50.50", "0.00", "0.00", "100.00", "20.00", "0.00"],
        ["Ben Child", "2015-01-01", "Patient", "50.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"],
    ]  # fmt: skip
    tree = page.get_by_role("img", name=f"Ann {NASTY} is the guarantor of Ben Child.")
    assert tree.get_by_text("Single, 44 years").count() == 1
    owes = "What the family owes: 150.50 in all, 50.50 since 0 to 30 days"
    assert page.get_by_role("img", name=owes).is_visible()
    assert page.evaluate("window.hacked") is None


def test_pictures_for_the_documentation(tab, office, look):
    def copies(one):
        return office.rows("proctp", TreatPlanNum=one["TreatPlanNum"])

    plans = requests.get(f"{office.url}/treatplans", {"TPStatus": "Saved"}, headers=office.headers, timeout=10).json()
    signed = [one for one in plans if one["isSigned"] == "true"]
    plan = max(
        signed, key=lambda one: len({row["ToothNumTP"] for row in copies(one) if row["PriInsAmt"] and row["Surf"]})
    )
    page = tab.open("/pictures", picture="plan", patient=plan["PatNum"], plan=plan["TreatPlanNum"])
    look(page, "pictures-plan", 1250)
    assert page.get_by_role("img", name="The patient signed on").is_visible()
    page = tab.open("/pictures", picture="day", clinic="1")
    look(page, "pictures-day", 900)
    assert page.locator("svg .now").count() == 1
    owing = max(office.rows("patient"), key=lambda one: one["BalTotal"])
    page = tab.open("/pictures", picture="family", patient=owing["PatNum"])
    look(page, "pictures-family", 900)
    assert page.locator("svg .card").count() == len(office.rows("patient", Guarantor=owing["Guarantor"]))


@pytest.mark.parametrize("picture", ["plan", "day", "family"])
def test_a_picture_is_for_everybody(tab, family, picture):
    page = tab.open("/pictures", picture=picture, patient=family, plan=9002, day="2025-06-04", clinic=2)
    check(page)


@pytest.mark.parametrize("world", ["empty", "small"])
@pytest.mark.parametrize("picture", ["plan", "day", "family"])
def test_a_world_with_few_rows_has_pictures_too(tab, server, world, picture):
    with server.office(f"{world}-{picture}", world=world) as other:
        page = tab.open("/pictures", office=other.customer_key, picture=picture, day="2021-01-01")
        assert page.locator("#notices").inner_text() == ""
        assert page.locator("#choice form").is_visible()


def test_a_refusal_of_the_api_is_said(tab, office):
    office.settings(keyStatus="DisabledByCustomer")
    page = tab.open("/pictures", picture="day")
    assert "API key has been disabled by customer." in page.locator("#notices").inner_text()
