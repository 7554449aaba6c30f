"""What an office sets up once, and every page of it can only be read:
https://www.opendental.com/site/apiappointmenttypes.html, apirecalltypes.html, apipharmacies.html, apicomputers.html,
apiclaimforms.html, apiquickpastecats.html, apiquickpastenotes.html, apitasklists.html, apietransmessagetexts.html
"""

import pytest

WEBSCHED = {
    "AppointmentTypeNum": 2,
    "AppointmentTypeName": "WebSched",
    "appointmentTypeColor": "74,250,61",
    "IsHidden": "false",
    "Pattern": "//XX//",
    "CodeStr": "D0272,D0274",
    "CodeStrRequired": "D0272,D0274",
    "RequiredProcCodesNeeded": "AtLeastOne",
    "BlockoutTypes": "TeleExam",
}
EXAM = {
    "RecallTypeNum": 7,
    "Description": "Exam",
    "DefaultInterval": "6m1d",
    "TimePattern": "",
    "Procedures": "D0120",
    "AppendToSpecial": "true",
}
LOCAL = {
    "PharmacyNum": 13,
    "StoreName": "Salem Local Pharmacy",
    "Phone": "(503)555-5489",
    "Fax": "(503)555-5489",
    "Address": "409 W North St Unit 1",
    "Address2": "",
    "City": "Salem",
    "State": "OR",
    "Zip": "97301",
    "Note": "",
    "DateTStamp": "2011-12-07 10:53:32",
}
NOTES = {
    "QuickPasteCatNum": 3,
    "Description": "Notes",
    "ItemOrder": 2,
    "DefaultForTypes": "ServiceNotes,PatAddressNote,FinancialNotes,AutoNote",
}
CALL = {
    "QuickPasteNoteNum": 26,
    "QuickPasteCatNum": 3,
    "ItemOrder": 1,
    "Note": "Called patient to discuss:",
    "Abbreviation": "call",
}
FORM = {"ClaimFormNum": 1, "Description": "ADA 2012", "IsHidden": "true"}
PAPERWORK = {
    "TaskListNum": 103,
    "Descript": "Brittany Paperwork",
    "Parent": 102,
    "DateTL": "0001-01-01",
    "IsRepeating": "false",
    "DateType": "Week",
    "FromNum": 0,
    "ObjectType": "None",
    "DateTimeEntry": "2021-10-05 10:27:29",
    "TaskListStatus": "Archived",
}
MESSAGE = {
    "EtransMessageTextNum": 45,
    "MessageText": "ISA*00* *00* *30*330989922 *30*330989922 *171003*0802*U*00401*000000000*0*P*:~...",
}


def numbers(got):
    assert got.status == 200, got.json
    return [next(iter(row.values())) for row in got.json]


@pytest.mark.parametrize(
    ("path", "row", "sentence", "before", "since"),
    [
        ("recalltypes", EXAM, "RecallType not found.", "24.1.43", "24.1.44"),
        ("pharmacies", LOCAL, "Pharmacy not found.", "24.2.34", "24.2.35"),
        ("quickpastecats", NOTES, "QuickPasteCat not found.", "22.3.25", "22.3.26"),
        ("quickpastenotes", CALL, "QuickPasteNote not found.", "22.3.23", "22.3.24"),
        ("claimforms", FORM, "ClaimForm not found.", "25.2.25", "25.2.26"),
        ("etransmessagetexts", MESSAGE, "EtransMessageText not found.", "23.2.10", "23.2.11"),
    ],
)
def test_one_row(api, path, row, sentence, before, since):
    one = f"/{path}/{next(iter(row.values()))}"
    got = api.get(one)
    assert (got.status, got.json) == (200, row)
    assert list(got.json) == list(row)
    missing = api.get(f"/{path}/4711")
    assert (missing.status, missing.json) == (404, sentence)
    assert missing.hint
    assert api.at(version=before).get(one)[:2] == (400, f"{path} GET  is not a valid method.")
    assert api.at(version=since).get(one).json == row


@pytest.mark.parametrize(
    ("path", "row", "found", "before", "since"),
    [
        ("appointmenttypes", WEBSCHED, [1, 2], "22.4.9", "22.4.10"),
        ("recalltypes", EXAM, [1, 2, 7], "24.1.43", "24.1.44"),
        ("pharmacies", LOCAL, [1, 2, 13], "24.2.34", "24.2.35"),
        ("quickpastecats", NOTES, [1, 2, 3], "22.3.25", "22.3.26"),
        ("quickpastenotes", CALL, [25, 26, 27], "22.3.23", "22.3.24"),
        ("claimforms", FORM, [1, 2, 3], "25.2.25", "25.2.26"),
        (
            "computers",
            {"ComputerNum": 7, "CompName": "JUSTINE", "LastHeartBeat": "2023-06-28 14:55:25"},
            [1, 3, 5, 7, 9, 11],
            "23.1.29",
            "23.1.30",
        ),
    ],
)
def test_a_list(api, path, row, found, before, since):
    got = api.get(f"/{path}")
    assert numbers(got) == found
    assert got.json[found.index(next(iter(row.values())))] == row
    assert list(got.json[0]) == list(row)
    assert numbers(api.get(f"/{path}?Limit=1&Offset=1")) == found[1:2]
    assert api.get(f"/{path}?Limit=none")[:2] == (400, "Limit is invalid.")
    assert api.at(version=before).get(f"/{path}")[:2] == (400, f"{path} GET  is not a valid method.")
    assert numbers(api.at(version=since).get(f"/{path}")) == found


@pytest.mark.parametrize("path", ["appointmenttypes", "computers"])
def test_a_page_without_a_single_row_answers_its_list(api, path):
    assert api.get(f"/{path}/1").json == api.get(f"/{path}").json


def test_there_is_no_list_of_messages(api):
    assert api.get("/etransmessagetexts")[:2] == (400, "EtransMessageTextNum is required.")


def test_a_messages_line_ends_are_blanks(api):
    api.seed({"etransmessagetext": [{"EtransMessageTextNum": 46, "MessageText": "ISA*00~\r\nGS*HC~"}]})
    assert api.get("/etransmessagetexts/46").json["MessageText"] == "ISA*00~ GS*HC~"


# --- AppointmentTypes ---------------------------------------------------------------------------------


def test_no_codes_needed_is_a_number_and_others_have_names(api):
    api.seed({"appointmenttype": [{"AppointmentTypeNum": 3, "RequiredProcCodesNeeded": "All"}]})
    shown = [row["RequiredProcCodesNeeded"] for row in api.get("/appointmenttypes").json]
    assert shown == [0, "AtLeastOne", "All"]


def test_blockouts_by_name_in_the_order_of_their_column(api):
    api.seed({"appointmenttype": [{**WEBSCHED, "BlockoutTypes": "249,248"}]})
    assert api.get("/appointmenttypes").json[1] == {**WEBSCHED, "BlockoutTypes": "TeleExam,Staff Meeting"}


def test_an_answer_can_be_seeded_again(api, empty):
    answered = api.get("/appointmenttypes").json
    empty.seed({"appointmenttype": answered})
    assert empty.get("/appointmenttypes").json == answered
    (blockout,) = empty.rows("definition")
    assert (blockout["ItemName"], blockout["Category"]) == ("TeleExam", 25)
    assert empty.row("appointmenttype", 2)["BlockoutTypes"] == str(blockout["DefNum"])


# --- RecallTypes, QuickPasteCats ----------------------------------------------------------------------


@pytest.mark.parametrize("interval", ["", "6m1d", "1y", "3m1w", "10y11m3w6d"])
def test_an_interval_as_the_office_reads_it(api, interval):
    api.seed({"recalltype": [{**EXAM, "DefaultInterval": interval}]})
    assert api.get("/recalltypes/7").json == {**EXAM, "DefaultInterval": interval}


def test_a_category_that_is_opened_first_for_some_kinds_of_notes(api):
    api.seed({"quickpastecat": [{**NOTES, "DefaultForTypes": "9,31"}]})
    assert api.get("/quickpastecats/3").json == {**NOTES, "DefaultForTypes": "MedicalSummary,AutoNote"}


# --- QuickPasteNotes, TaskLists -----------------------------------------------------------------------


def test_the_notes_of_a_category(api):
    api.seed({"quickpastenote": [{"QuickPasteNoteNum": 28, "QuickPasteCatNum": 1}]})
    assert numbers(api.get("/quickpastenotes?QuickPasteCatNum=3")) == [25, 26, 27]
    assert numbers(api.get("/quickpastenotes?QuickPasteCatNum=2")) == []
    assert api.get("/quickpastenotes?QuickPasteCatNum=4711")[:2] == (404, "QuickPasteCat not found.")


def test_active_lists_of_tasks_unless_others_are_asked_for(api):
    assert numbers(api.get("/tasklists")) == [1]
    assert api.get("/tasklists?TaskListStatus=Active").json == api.get("/tasklists").json
    got = api.get("/tasklists?TaskListStatus=Archived")
    assert numbers(got) == [102, 103, 105, 107]
    assert got.json[1] == PAPERWORK
    assert list(got.json[0]) == list(PAPERWORK)
    assert numbers(api.get("/tasklists?TaskListStatus=Archived&Offset=3")) == [107]


@pytest.mark.parametrize("status", ["1", "archived", "All"])
def test_a_status_that_no_list_has(api, status):
    got = api.get(f"/tasklists?TaskListStatus={status}")
    assert (got.status, got.json) == (400, "TaskListStatus is invalid.")
    assert got.hint


def test_lists_of_tasks_since_22_3_15(api):
    assert api.at(version="22.3.14").get("/tasklists")[:2] == (400, "tasklists GET  is not a valid method.")
    assert numbers(api.at(version="22.3.15").get("/tasklists")) == [1]
