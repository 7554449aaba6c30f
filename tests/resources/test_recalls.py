"""https://www.opendental.com/site/apirecalls.html, but for the list that is worked through (test_recall_list)."""

import pytest
from conversation import refuses

refused = refuses("recall", "commlog")

NEVER = "0001-01-01"
NOW = "2024-03-05 09:31:19"
MAILED = {
    "RecallNum": 40,
    "PatNum": 12,
    "DateDue": "2022-09-09",
    "DatePrevious": NEVER,
    "RecallInterval": "6m1d",
    "RecallStatus": 142,
    "recallStatus": "Mailed Postcard",
    "Note": "",
    "IsDisabled": "false",
    "DateTStamp": "2021-07-21 10:05:47",
    "RecallTypeNum": 7,
    "DisableUntilBalance": 0.0,
    "DisableUntilDate": NEVER,
    "DateScheduled": NEVER,
    "Priority": "Normal",
    "TimePatternOverride": "",
}
CLEANING = MAILED | {"RecallNum": 41, "PatNum": 15, "RecallStatus": 0, "recallStatus": "", "RecallTypeNum": 1}
SET_UP = {
    "recalltype": [
        {"RecallTypeNum": 1, "Description": "Prophy", "DefaultInterval": "6m1d", "TimePattern": "/XXXX/"},
        {"RecallTypeNum": 3, "Description": "Perio", "DefaultInterval": "4m", "TimePattern": "/XXX/"},
        {"RecallTypeNum": 7, "Description": "Exam", "DefaultInterval": "6m1d"},
    ],
    "procedurecode": [
        {"CodeNum": 901, "ProcCode": "X1110"},
        {"CodeNum": 902, "ProcCode": "X4910"},
    ],
    "recalltrigger": [
        {"RecallTriggerNum": 1, "RecallTypeNum": 1, "CodeNum": 901},
        {"RecallTriggerNum": 2, "RecallTypeNum": 3, "CodeNum": 902},
    ],
    "definition": [
        {"DefNum": 142, "Category": 13, "ItemName": "Mailed Postcard"},
        {"DefNum": 312, "Category": 13, "ItemName": "Left Msg"},
        {"DefNum": 501, "Category": 27, "ItemName": "Misc", "ItemValue": "MISC"},
        {"DefNum": 502, "Category": 27, "ItemName": "Recall", "ItemValue": "RECALL", "ItemOrder": 1},
    ],
    "recall": [MAILED, CLEANING],
}


@pytest.fixture
def office(api):
    """An office with three types of recalls, and two recalls."""
    api.seed(SET_UP)
    api.freeze(NOW)
    return api


# --- the plain ones ---


@pytest.mark.parametrize(
    ("query", "found"),
    [("", [MAILED, CLEANING]), ("?PatNum=15", [CLEANING]), ("?PatNum=16", []), ("?PatNum=0", [MAILED, CLEANING])],
)
def test_recalls_are_found_disabled_or_not(office, query, found):
    office.seed({"recall": [CLEANING | {"IsDisabled": "true"}]})
    got = office.get(f"/recalls{query}")
    assert (got.status, got.json) == (200, [row | ({"IsDisabled": "true"} if row == CLEANING else {}) for row in found])


def test_of_nobody(office):
    assert office.get("/recalls?PatNum=4711")[:2] == (404, "Patient not found.")
    assert office.get("/recalls/40")[:2] == (200, [MAILED, CLEANING])  # the page has no GET of one


def test_a_new_recall_as_the_page_shows_it(office):
    note = "New patient, try to get appoinment around the same time as child."
    body = {"PatNum": 31, "RecallTypeNum": 7, "RecallInterval": "0y6m0w1d", "RecallStatus": 142, "Note": note}
    got = office.post("/recalls", body)
    made = MAILED | {"RecallNum": 42, "PatNum": 31, "DateDue": NEVER, "Note": note, "DateTStamp": NOW}
    assert (got.status, got.json) == (200, made)
    assert list(got.json) == list(MAILED)
    assert office.row("recall", 42)["DateDueCalc"] == NEVER
    assert office.rows("securitylog")[-1]["PermType"] == "RecallEdit"


def test_a_new_recall_with_what_is_usual(office):
    got = office.post("/recalls", {"PatNum": 31, "RecallTypeNum": 3})
    usual = {"RecallInterval": "4m", "RecallStatus": 0, "recallStatus": "", "RecallTypeNum": 3}
    assert (got.status, got.json) == (
        200,
        MAILED | usual | {"RecallNum": 42, "PatNum": 31, "DateDue": NEVER, "DateTStamp": NOW},
    )


ALL = {
    "DateDue": "2024-09-01",
    "RecallInterval": "1y2m3w4d",
    "RecallStatus": 312,
    "Note": "Mornings.",
    "IsDisabled": "true",
    "DisableUntilBalance": 50.25,
    "DisableUntilDate": "2024-06-01",
    "Priority": "ASAP",
    "TimePatternOverride": "/XX/",
}


def test_a_new_recall_with_all_that_can_be_said(office):
    got = office.post("/recalls", {"PatNum": 31, "RecallTypeNum": 7, **ALL})
    made = {"RecallNum": 42, "PatNum": 31, "recallStatus": "Left Msg", "DateTStamp": NOW}
    assert (got.status, got.json) == (200, MAILED | ALL | made)


def test_a_recall_is_changed(office):
    body = {"DateDue": "2024-09-09", "RecallInterval": "0y6m0w1d", "RecallStatus": 312, "Note": "Try the cell phone."}
    got = office.put("/recalls/40", body)
    said = {"DateDue": "2024-09-09", "RecallStatus": 312, "recallStatus": "Left Msg", "Note": "Try the cell phone."}
    assert (got.status, got.json) == (200, MAILED | said | {"DateTStamp": NOW})
    got = office.put("/recalls/40", ALL | {"RecallStatus": 0})
    none = {"RecallStatus": 0, "recallStatus": ""}
    assert (got.status, got.json) == (200, MAILED | ALL | none | {"DateTStamp": NOW})


def test_patient_and_type_stay(office):
    got = office.put("/recalls/40", {"PatNum": 31, "RecallTypeNum": 1, "DatePrevious": "2024-01-01"})
    assert (got.status, got.json) == (200, MAILED)
    assert "PatNum" in got.hint


def test_a_patient_has_one_recall_of_a_type(office):
    sentence = "Recall already exists for this RecallType."
    refused(office, lambda api: api.post("/recalls", {"PatNum": 12, "RecallTypeNum": 7}), 400, sentence, "recall 40")
    assert office.post("/recalls", {"PatNum": 12, "RecallTypeNum": 1}).status == 200
    assert office.put("/recalls/40", {"Note": "x"}).status == 200


SLIPS = [
    ({"RecallInterval": "6 months"}, 400, "RecallInterval is invalid."),
    ({"RecallStatus": 4711}, 404, "Definition not found."),
    ({"RecallStatus": 501}, 400, "RecallStatus is invalid."),
    ({"IsDisabled": "yes"}, 400, "IsDisabled is invalid."),
    ({"DisableUntilBalance": -1}, 400, "DisableUntilBalance is invalid."),
    ({"DateDue": "9/1/2024"}, 400, "DateDue format must be yyyy-MM-dd."),
    ({"DisableUntilDate": "2024"}, 400, "DisableUntilDate format must be yyyy-MM-dd."),
    ({"Priority": "High"}, 400, "Priority is invalid."),
    ({"TimePatternOverride": "XxX"}, 400, "TimePatternOverride is invalid."),
]


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        *SLIPS,
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"RecallTypeNum": None}, 400, "RecallTypeNum is required."),
        ({"RecallTypeNum": 4711}, 404, "RecallType not found."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    refused(office, lambda api: api.post("/recalls", {"PatNum": 31, "RecallTypeNum": 7} | changed), status, sentence)


@pytest.mark.parametrize(("changed", "status", "sentence"), SLIPS)
def test_what_none_becomes(office, changed, status, sentence):
    refused(office, lambda api: api.put("/recalls/40", changed), status, sentence)
    refused(office, lambda api: api.put("/recalls/4711", {"Note": "x"}), 404, "Recall not found.")


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("POST", "/recalls", {"PatNum": 99, "RecallTypeNum": 7}),
        ("PUT", "/recalls/50", {"Note": "x"}),
        ("PUT", "/recalls/Status", {"PatNum": 99, "recallType": "Exam"}),
        ("PUT", "/recalls/SwitchType", {"PatNum": 99}),
    ],
)
def test_a_deleted_patient_is_not_called_back(office, verb, path, body):
    office.seed(
        {
            "patient": [{"PatNum": 99, "PatStatus": "Deleted"}],
            "recall": [{"RecallNum": 50, "PatNum": 99, "RecallTypeNum": 7}],
        }
    )
    refused(office, lambda api: api.call(verb, path, body), 400, "Patient is deleted.")


@pytest.mark.parametrize(
    ("version", "verb", "path", "sentence"),
    [
        ("22.4.39", "GET", "/recalls", "recalls GET  is not a valid method."),
        ("21.4.9", "GET", "/recalls/List", "recalls GET List is not a valid method."),
        ("24.2.30", "POST", "/recalls", "recalls POST  is not a valid method."),
        ("24.2.30", "PUT", "/recalls/40", "recalls PUT  is not a valid method."),
        ("21.1.9", "PUT", "/recalls/Status", "recalls PUT Status is not a valid method."),
        ("22.4.40", "PUT", "/recalls/SwitchType", "recalls PUT SwitchType is not a valid method."),
    ],
)
def test_since_when(api, version, verb, path, sentence):
    got = api.at(version=version).call(verb, path, {"PatNum": 12})
    assert (got.status, got.json) == (400, sentence)


@pytest.mark.parametrize(
    ("without", "verb", "path", "body"),
    [
        ("ApiComm", "PUT", "/recalls/Status", {"PatNum": 15, "recallType": "Prophy"}),
        ("ApiAllOthers", "PUT", "/recalls/SwitchType", {"PatNum": 15}),
        ("ApiAllOthers", "POST", "/recalls", {"PatNum": 31, "RecallTypeNum": 7}),
        ("ApiReadAll", "GET", "/recalls/List", None),
    ],
)
def test_which_permission(office, without, verb, path, body):
    given = {"ApiReadAll", "ApiAllOthers", "ApiComm"} - {without}
    assert office.put(f"/__admin/offices/{office.key}", {"permissions": sorted(given)}).status == 200
    assert office.call(verb, path, body).status == 401
    assert office.put(f"/__admin/offices/{office.key}", {"permissions": [without]}).status == 200
    assert office.call(verb, path, body).status == 200


# --- a reminder ---


def commlog(**changed):
    """The commlog that a reminder leaves."""
    usual = {
        "CommlogNum": 1,
        "PatNum": 15,
        "CommDateTime": NOW,
        "CommType": "502",
        "commType": "Recall",
        "Note": "Recall reminder.  Left Msg",
        "Mode_": "None",
        "SentOrReceived": "Sent",
        "UserNum": 0,
        "DateTStamp": NOW,
        "CommSource": "User",
        "ProgramNum": 0,
        "DateTEntry": NOW,
        "ReferralNum": 0,
    }
    return usual | changed


def test_a_status_leaves_a_commlog(office):
    got = office.put("/recalls/Status", {"PatNum": 15, "recallType": "prophy", "RecallStatus": 312})
    assert (got.status, got.text) == (200, "")
    assert office.get("/commlogs?PatNum=15").json == [commlog()]
    left = {"RecallStatus": 312, "recallStatus": "Left Msg", "DateTStamp": NOW}
    assert office.get("/recalls").json == [MAILED, CLEANING | left]
    assert office.rows("securitylog")[-1]["PermType"] == "RecallEdit"


def test_a_reminder_with_a_note_of_its_own(office):
    own = {"commlogMode": "Phone", "commlogNote": "Patient out of town until 08/30/2021."}
    office.put("/recalls/Status", {"PatNum": 15, "recallType": "Prophy", "RecallStatus": 312, **own})
    noted = commlog(Mode_="Phone", Note="Patient out of town until 08/30/2021.")
    assert office.get("/commlogs?PatNum=15").json == [noted]


@pytest.mark.parametrize("mode", ["Email", "Mail", "InPerson", "Text", "EmailAndText", "PhoneAndText"])
def test_by_which_means(office, mode):
    office.put("/recalls/Status", {"PatNum": 15, "recallType": "Prophy", "RecallStatus": 312, "commlogMode": mode})
    assert office.get("/commlogs?PatNum=15").json == [commlog(Mode_=mode)]


def test_no_status_keeps_the_one_that_is_there_and_0_takes_it_away(office):
    office.put("/recalls/Status", {"PatNum": 12, "recallType": "Exam"})
    office.put("/recalls/Status", {"PatNum": 12, "recallType": "Exam", "RecallStatus": 0, "commlogMode": "Mail"})
    notes = [row["Note"] for row in office.get("/commlogs?PatNum=12").json]
    assert notes == ["Recall reminder.  Mailed Postcard", "Second Recall reminder.  Status None"]
    assert office.get("/recalls?PatNum=12").json[0]["recallStatus"] == ""


def test_the_usual_note_counts_the_reminders_since_the_last_visit(office):
    office.seed({"recall": [CLEANING | {"DatePrevious": "2024-01-15"}]})
    earlier = {"PatNum": 15, "CommType": 502, "CommDateTime": "2024-01-15 10:00:00"}
    office.seed({"commlog": [{"CommlogNum": 1, **earlier}, {"CommlogNum": 2, **earlier, "CommType": 501}]})
    notes = []
    for day in ("03-05", "03-06", "03-07", "03-08"):
        office.freeze(f"2024-{day} 09:31:19")
        office.put("/recalls/Status", {"PatNum": 15, "recallType": "Prophy"})
        notes.append(office.get("/commlogs?PatNum=15").json[-1]["Note"])
    assert notes == [
        "Recall reminder.  Status None",
        "Second Recall reminder.  Status None",
        "Third Recall reminder.  Status None",
        "Recall reminder: 4  Status None",
    ]


def test_one_reminder_a_day_by_the_same_means(office):
    for mode, status in (("Phone", 312), ("Phone", 142), ("Mail", 142)):
        body = {"PatNum": 15, "recallType": "Prophy", "RecallStatus": status, "commlogMode": mode}
        got = office.put("/recalls/Status", body)
    assert (got.status, got.hint) == (200, "")
    by_mail = commlog(CommlogNum=2, Mode_="Mail", Note="Second Recall reminder.  Mailed Postcard")
    assert office.get("/commlogs?PatNum=15").json == [commlog(Mode_="Phone"), by_mail]
    assert "already" in office.put("/recalls/Status", body).hint


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"recallType": None}, 400, "recallType is required."),
        ({"recallType": "Pano"}, 400, "recallType is invalid."),
        ({"recallType": "Perio"}, 404, "Recall not found."),
        ({"RecallStatus": 4711}, 404, "Definition not found."),
        ({"RecallStatus": 501}, 400, "RecallStatus is invalid."),
        ({"commlogMode": "Fax"}, 400, "commlogMode is invalid."),
    ],
)
def test_what_no_reminder_is(office, changed, status, sentence):
    refused(
        office,
        lambda api: api.put("/recalls/Status", {"PatNum": 15, "recallType": "Prophy"} | changed),
        status,
        sentence,
    )


# --- prophy and perio ---


def test_prophy_becomes_perio_and_back(office):
    done = {"PatNum": 15, "CodeNum": 901, "ProcStatus": "C", "ProcDate": "2024-01-31"}
    dates = {"DatePrevious": "2024-01-31", "DateDueCalc": "2024-08-01", "DateDue": "2024-08-01"}
    office.seed({"procedurelog": [{"ProcNum": 9001, **done}], "recall": [CLEANING | dates]})
    got = office.put("/recalls/SwitchType", {"PatNum": 15})
    assert (got.status, got.text) == (200, "")
    now_perio = {"RecallTypeNum": 3, "RecallInterval": "4m", "DatePrevious": "2024-01-31", "DateDue": "2024-05-31"}
    assert office.get("/recalls?PatNum=15").json == [CLEANING | now_perio | {"DateTStamp": NOW}]
    office.put("/recalls/SwitchType", {"PatNum": 15})
    again = {"DatePrevious": "2024-01-31", "DateDue": "2024-08-01", "DateTStamp": NOW}
    assert office.get("/recalls?PatNum=15").json == [CLEANING | again]


def test_a_patient_with_neither_gets_perio(office):
    assert office.put("/recalls/SwitchType", {"PatNum": 12}).status == 200
    perio = {"RecallNum": 42, "RecallStatus": 0, "recallStatus": "", "RecallTypeNum": 3, "RecallInterval": "4m"}
    assert office.get("/recalls?PatNum=12").json == [MAILED, MAILED | perio | {"DateDue": NEVER, "DateTStamp": NOW}]


@pytest.mark.parametrize(
    "missing",
    [
        {"preference": [{"PrefName": "RecallTypeSpecialPerio", "ValueString": "0"}]},
        {"preference": [{"PrefName": "RecallTypeSpecialProphy", "ValueString": "7"}]},
        {"recalltrigger": [{"RecallTriggerNum": 2, "RecallTypeNum": 7, "CodeNum": 902}]},
    ],
)
def test_both_types_are_set_up(office, missing):
    office.seed(missing)
    said = "Prophy and Perio special recall types are not setup properly."
    sentence = f"{said}  They must both exist, and they must both have a trigger."
    refused(office, lambda api: api.put("/recalls/SwitchType", {"PatNum": 15}), 400, sentence)


def test_whose_type_is_switched(office):
    refused(office, lambda api: api.put("/recalls/SwitchType", {}), 400, "PatNum is required.")
    refused(office, lambda api: api.put("/recalls/SwitchType", {"PatNum": 4711}), 404, "Patient not found.")
