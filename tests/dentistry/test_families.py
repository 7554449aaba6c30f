"""Families and super families: who pays, what goes along, who is there already. Each test is a worked example."""

import pytest

from mock_od.call import Refusal
from mock_od.dentistry import families

# The Ashes (1 pays for 2 and 3), the Birches (4 pays for 5), Cedar alone.
PEOPLE = [
    {"PatNum": 1, "LName": "Ash", "FName": "Ada", "Guarantor": 1, "EstBalance": 40.0, "BalTotal": 100.5,
     "Bal_0_30": 60.0, "BalOver90": 40.5, "InsEst": 20.0, "FamFinUrgNote": "Pays late."},
    {"PatNum": 2, "LName": "Ash", "FName": "Bo", "Guarantor": 1, "EstBalance": 60.5},
    {"PatNum": 3, "LName": "Ash", "FName": "Cy", "Guarantor": 1},
    {"PatNum": 4, "LName": "Birch", "FName": "Dee", "Guarantor": 4, "FamFinUrgNote": "Call first."},
    {"PatNum": 5, "LName": "Birch", "FName": "Eli", "Guarantor": 4},
    {"PatNum": 6, "LName": "Cedar", "FName": "Flo", "Guarantor": 6, "EstBalance": 10.0, "BalTotal": 10.0,
     "Bal_31_60": 10.0, "FamFinUrgNote": "Has a plan."},
]  # fmt: skip


@pytest.fixture
def village(empty):
    empty.seed({"patient": PEOPLE})
    return empty


def records(api):
    return api.office.records


def patient(api, number):
    return records(api).get("patient", number)


def shown(api, *columns, of):
    row = patient(api, of)
    return tuple(row[column] for column in columns)


def guarantors(api):
    return {row["PatNum"]: row["Guarantor"] for row in api.rows("patient")}


def heads(api):
    return {row["PatNum"]: row["SuperFamily"] for row in api.rows("patient")}


def pay(api, own, payer):
    """As a page does it: refuse, or move."""
    families.refuse_guarantor(records(api), patient(api, own), patient(api, payer))
    families.set_guarantor(records(api), patient(api, own), patient(api, payer))


def popups(api):
    return [(row["PatNum"], row["PopupLevel"], row["Description"]) for row in api.rows("popup")]


def note(number, about, level="Family", **more):
    return {"PatNum": number, "Description": about, "PopupLevel": level, **more}


# --- who pays ---------------------------------------------------------------------------------------------


def test_a_family_is_everybody_with_the_same_guarantor(village):
    assert [row["PatNum"] for row in families.members(records(village), 1)] == [1, 2, 3]
    assert [row["PatNum"] for row in families.members(records(village), 2)] == []


def test_a_member_begins_a_family_of_the_own_with_what_the_member_owes(village):
    pay(village, 2, 2)
    assert guarantors(village) == {1: 1, 2: 2, 3: 1, 4: 4, 5: 4, 6: 6}
    # 60.50 of 100.50 go: what was oldest goes first
    assert shown(village, "BalTotal", "Bal_0_30", "BalOver90", "InsEst", of=1) == (40.0, 40.0, 0.0, 20.0)
    assert shown(village, "BalTotal", "Bal_0_30", "BalOver90", "InsEst", of=2) == (60.5, 60.5, 0.0, 0.0)
    assert shown(village, "FamFinUrgNote", of=1) == ("Pays late.",)
    assert shown(village, "FamFinUrgNote", of=2) == ("",)


def test_a_member_goes_into_another_family_whoever_of_it_is_named(village):
    pay(village, 2, 5)
    assert guarantors(village) == {1: 1, 2: 4, 3: 1, 4: 4, 5: 4, 6: 6}
    assert shown(village, "BalTotal", of=1) == (40.0,)
    assert shown(village, "BalTotal", "Bal_0_30", "FamFinUrgNote", of=4) == (60.5, 60.5, "Call first.")
    assert shown(village, "BalTotal", "Bal_0_30", of=2) == (0.0, 0.0)


def test_a_guarantor_hands_the_account_over_to_one_of_the_family(village):
    village.seed({"patientnote": [{"PatNum": 1, "FamFinancial": "Since 2019."}]})
    pay(village, 1, 3)
    assert guarantors(village) == {1: 3, 2: 3, 3: 3, 4: 4, 5: 4, 6: 6}
    assert shown(village, "BalTotal", "Bal_0_30", "BalOver90", "InsEst", "FamFinUrgNote", of=3) == (
        100.5,
        60.0,
        40.5,
        20.0,
        "Pays late.",
    )
    assert shown(village, "BalTotal", "Bal_0_30", "BalOver90", "InsEst", "FamFinUrgNote", of=1) == (0, 0, 0, 0, "")
    assert {row["PatNum"]: row["FamFinancial"] for row in village.rows("patientnote")} == {1: "", 3: "Since 2019."}


def test_a_guarantor_of_nobody_else_brings_notes_and_balance_along(village):
    notes = [{"PatNum": 6, "FamFinancial": "Cash."}, {"PatNum": 1, "FamFinancial": "Card."}]
    village.seed({"patientnote": notes})
    pay(village, 6, 1)
    assert guarantors(village)[6] == 1
    assert shown(village, "BalTotal", "Bal_0_30", "Bal_31_60", "BalOver90", of=1) == (110.5, 60.0, 10.0, 40.5)
    assert shown(village, "BalTotal", "Bal_31_60", "FamFinUrgNote", of=6) == (0.0, 0.0, "")
    assert shown(village, "FamFinUrgNote", of=1) == ("Pays late.\r\nHas a plan.",)
    assert {row["PatNum"]: row["FamFinancial"] for row in village.rows("patientnote")} == {1: "Card.\r\nCash.", 6: ""}


def test_the_one_who_pays_already_changes_nothing(village):
    before = village.rows("patient")
    pay(village, 2, 1)
    pay(village, 1, 1)
    assert village.rows("patient") == before


def refused(api, own, payer):
    before = api.rows("patient")
    with pytest.raises(Refusal) as slip:
        pay(api, own, payer)
    assert api.rows("patient") == before
    assert slip.value.status == 400
    return slip.value.sentence, slip.value.hint


def test_only_the_guarantor_hands_the_account_over(village):
    hint = "patient 3 is of the same family; only its guarantor 1 can hand that over"
    assert refused(village, 2, 3) == ("Guarantor is invalid.", hint)


def test_who_pays_for_others_cannot_leave_them(village):
    sentence = (
        "You cannot move the guarantor.  If you wish to move the guarantor, you must make another family member"
        " the guarantor first."
    )
    assert refused(village, 1, 4) == (sentence, "patient 1 pays for 2, 3; make one of them the guarantor first")


def test_those_who_were_merged_away_hold_nobody_and_go_along(village):
    merged = [
        {"PatNumFrom": 2, "PatNumTo": 1, "LinkType": "Merge", "DateTimeLink": "2024-01-01 08:00:00"},
        {"PatNumFrom": 3, "PatNumTo": 1, "LinkType": "Merge", "DateTimeLink": "2024-01-02 08:00:00"},
    ]
    village.seed({"patientlink": merged})
    pay(village, 1, 4)
    assert guarantors(village) == {1: 4, 2: 4, 3: 4, 4: 4, 5: 4, 6: 6}


def test_who_was_merged_back_is_somebody_again(village):
    links = [(2, 1, "2024-01-01 08:00:00"), (3, 1, "2024-01-02 08:00:00"), (6, 3, "2024-01-03 08:00:00")]
    rows = [{"PatNumFrom": a, "PatNumTo": b, "LinkType": "Merge", "DateTimeLink": at} for a, b, at in links]
    village.seed({"patientlink": rows})
    assert refused(village, 1, 4)[1] == "patient 1 pays for 3; make one of them the guarantor first"


def test_a_deleted_patient_pays_for_nobody(village):
    village.seed({"patient": [{"PatNum": 7, "PatStatus": "Deleted", "Guarantor": 7}]})
    assert refused(village, 6, 7) == ("Guarantor is invalid.", "patient 7, who pays there, is deleted")
    village.seed({"patient": [{"PatNum": 8, "PatStatus": "Deleted", "Guarantor": 1}]})
    assert refused(village, 1, 8) == ("Guarantor is invalid.", "patient 8 is deleted")


# --- popups of a family -----------------------------------------------------------------------------------


def test_who_leaves_a_family_and_the_family_both_keep_its_popups(village):
    village.seed(
        {
            "popup": [
                note(2, "Bo's", DateTimeEntry="2024-05-01 08:00:00"),
                note(3, "Cy's"),
                note(3, "only Cy's", "Patient"),
                note(1, "no more", IsArchived=True),
            ]
        }
    )
    pay(village, 2, 2)
    assert popups(village) == [
        (2, "Family", "Bo's"),
        (3, "Family", "Cy's"),
        (3, "Patient", "only Cy's"),
        (1, "Family", "no more"),
        (1, "Family", "Bo's"),
        (2, "Family", "Cy's"),
    ]
    assert village.rows("popup")[4]["DateTimeEntry"] == "2024-05-01 08:00:00"


def test_a_copied_popup_has_what_it_said_before(village):
    village.seed(
        {"popup": [note(3, "new", PopupNum=8), note(3, "old", PopupNum=9, PopupNumArchive=8, IsArchived=True)]}
    )
    pay(village, 2, 4)
    copied = [(row["PatNum"], row["Description"], row["PopupNumArchive"]) for row in village.rows("popup")[2:]]
    assert copied == [(2, "new", 0), (2, "old", 10)]


# --- super families ---------------------------------------------------------------------------------------


def join(api, own, other):
    families.refuse_super_family(records(api), patient(api, own), patient(api, other))
    families.join_super_family(records(api), patient(api, own), patient(api, other))


def test_a_super_family_is_made_with_the_guarantor_as_its_head(village):
    join(village, 2, 5)
    assert heads(village) == {1: 4, 2: 4, 3: 4, 4: 4, 5: 4, 6: 0}
    assert shown(village, "HasSuperBilling", of=3) == (1,)
    assert shown(village, "HasSuperBilling", of=6) == (0,)


def test_it_is_joined_whoever_of_it_is_named(village):
    join(village, 1, 4)
    join(village, 6, 3)
    assert heads(village) == dict.fromkeys(range(1, 7), 4)


def test_a_family_is_a_super_family_by_itself(village):
    join(village, 2, 2)
    assert heads(village) == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}


def test_a_family_leaves_and_keeps_the_popups_as_its_own(village):
    join(village, 1, 4)
    village.seed({"popup": [note(5, "Eli's", "SuperFamily"), note(2, "Bo's", "SuperFamily")]})
    families.leave_super_family(records(village), patient(village, 2))
    assert heads(village) == {1: 0, 2: 0, 3: 0, 4: 4, 5: 4, 6: 0}
    assert popups(village) == [
        (5, "SuperFamily", "Eli's"),
        (2, "Family", "Bo's"),
        (4, "SuperFamily", "Bo's"),
        (1, "Family", "Eli's"),
    ]


def test_the_heads_family_ends_it_for_all(village):
    join(village, 1, 4)
    village.seed({"popup": [note(5, "Eli's", "SuperFamily"), note(2, "Bo's", "SuperFamily")]})
    families.leave_super_family(records(village), patient(village, 5))
    assert heads(village) == dict.fromkeys(range(1, 7), 0)
    assert popups(village) == [(5, "Family", "Eli's"), (2, "Family", "Bo's")]


def test_who_is_in_none_leaves_none(village):
    before = village.rows("patient")
    families.leave_super_family(records(village), patient(village, 2))
    assert village.rows("patient") == before


def test_a_family_goes_into_another_super_family_and_takes_copies_of_the_popups(village):
    join(village, 1, 4)
    join(village, 6, 6)
    village.seed({"popup": [note(5, "Eli's", "SuperFamily")]})
    join(village, 3, 6)
    assert heads(village) == {1: 6, 2: 6, 3: 6, 4: 4, 5: 4, 6: 6}
    assert popups(village) == [(5, "SuperFamily", "Eli's"), (1, "SuperFamily", "Eli's")]


def test_the_head_does_not_leave_the_others(village):
    join(village, 1, 4)
    with pytest.raises(Refusal) as slip:
        join(village, 5, 6)
    assert slip.value.sentence == (
        "You cannot move the head of a super family. If you wish to move the super family head, you must first remove"
        " all other super family members."
    )
    assert slip.value.hint == "patient 4 is the head of a super family with 1, 2, 3"


def test_the_head_does_not_leave_them_for_another_family_either(village):
    join(village, 1, 6)
    assert refused(village, 6, 4)[1] == "patient 6 is the head of a super family with 1, 2, 3"


def test_a_head_with_no_other_family_may_go(village):
    join(village, 6, 6)
    pay(village, 6, 4)
    assert heads(village)[6] == 0
    assert guarantors(village)[6] == 4


def test_a_head_who_hands_the_account_over_hands_the_super_family_over_too(village):
    join(village, 1, 4)
    pay(village, 4, 5)
    assert heads(village) == {1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 0}


def test_who_joins_a_family_joins_its_super_family(village):
    join(village, 1, 1)
    join(village, 4, 4)
    village.seed({"popup": [note(3, "Cy's", "SuperFamily")]})
    pay(village, 2, 4)
    assert heads(village) == {1: 1, 2: 4, 3: 1, 4: 4, 5: 4, 6: 0}
    assert popups(village) == [(3, "SuperFamily", "Cy's"), (2, "SuperFamily", "Cy's")]


def test_who_begins_a_family_stays_in_the_super_family(village):
    join(village, 1, 4)
    pay(village, 2, 2)
    assert heads(village)[2] == 4


def test_no_deleted_patient_is_the_head_of_one(village):
    village.seed({"patient": [{"PatNum": 7, "PatStatus": "Deleted", "Guarantor": 7}]})
    with pytest.raises(Refusal) as slip:
        join(village, 6, 7)
    assert (slip.value.sentence, slip.value.hint) == ("SuperFamily is invalid.", "patient 7, the head, is deleted")


# --- who is there already ---------------------------------------------------------------------------------

MAE = {"LName": "O'Hara", "FName": "Mae", "Birthdate": "1990-04-01"}


@pytest.fixture
def oharas(empty):
    """Mae, and her mother, who pays."""
    empty.seed(
        {
            "patient": [
                {"PatNum": 8, "LName": "O'Hara", "FName": "Sue", "Guarantor": 8, "HmPhone": "(503)555-0100",
                 "Email": "sue@example.com"},
                {"PatNum": 9, **MAE, "Guarantor": 8, "WirelessPhone": "503 555 0199"},
            ],
            "phonenumber": [{"PatNum": 8, "PhoneNumberVal": "1-971-555-0142"}],
        }
    )  # fmt: skip
    return empty


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, 0),  # a name and a birthdate alone
        ({"WirelessPhone": "5035550199"}, 9),
        ({"WkPhone": "555.0199"}, 9),  # in another place, and the end of it
        ({"HmPhone": "+1 (503) 555-0199"}, 9),  # more than it
        ({"HmPhone": "503-555-0100"}, 9),  # the mother's
        ({"HmPhone": "971 555 0142"}, 9),  # in the other table
        ({"HmPhone": "503-555-0101"}, 0),
        ({"HmPhone": ""}, 9),  # contained in each
        ({"HmPhone": "unlisted"}, 9),
        ({"Email": "sue@example.com"}, 9),
        ({"Email": "Sue@Example.com"}, 9),
        ({"Email": "mae@example.com"}, 0),
        ({"Email": ""}, 0),
        ({"Email": "mae@example.com", "WkPhone": "5550199"}, 9),
        ({"LName": "O\u2019HARA", "FName": "mae", "WkPhone": "5550199"}, 9),
        ({"LName": "O'Har", "WkPhone": "5550199"}, 0),
        ({"FName": "Maeve", "WkPhone": "5550199"}, 0),
        ({"Birthdate": "1990-04-02", "WkPhone": "5550199"}, 0),
        ({"FName": "Sue", "Birthdate": "0001-01-01", "WkPhone": "5550199"}, 8),
    ],
)
def test_who_is_there_already(oharas, sent, found):
    assert families.duplicate(records(oharas), {**MAE, **sent}) == found


def test_a_birthdate_that_was_not_sent_is_none(oharas):
    sue = {"LName": "O'Hara", "FName": "Sue", "HmPhone": "5550100"}
    assert families.duplicate(records(oharas), sue) == 8


@pytest.mark.parametrize(("status", "found"), [("Archived", 0), ("Deleted", 0), ("Inactive", 9), ("Deceased", 9)])
def test_archived_and_deleted_ones_do_not_count(oharas, status, found):
    oharas.seed({"patient": [{"PatNum": 9, **MAE, "PatStatus": status, "Guarantor": 8}]})
    assert families.duplicate(records(oharas), {**MAE, "HmPhone": "5550100"}) == found


def test_somebody_without_any_number_is_no_duplicate_of_an_empty_one(empty):
    empty.seed({"patient": [{"PatNum": 9, **MAE, "Guarantor": 9}]})
    assert families.duplicate(records(empty), {**MAE, "HmPhone": ""}) == 0
