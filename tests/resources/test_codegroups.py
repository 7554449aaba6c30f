"""https://www.opendental.com/site/apicodegroups.html"""

import pytest
from conversation import refuses, text

refused = refuses("codegroup")

SRP = {
    "CodeGroupNum": 9,
    "GroupName": "SRP",
    "ProcCodes": "D4341,D4342",
    "ItemOrder": 6,
    "CodeGroupFixed": "SRP",
    "IsHidden": "false",
    "ShowInAgeLimit": "false",
    "ShowInFrequency": "true",
    "ShowInOther": "false",
}
FLUORIDE = SRP | {"CodeGroupNum": 12, "GroupName": "Fluoride", "ItemOrder": 0, "CodeGroupFixed": "Fluoride"}


@pytest.fixture
def groups(api):
    api.seed({"codegroup": [SRP, FLUORIDE]})
    return api


def test_a_group_and_all_groups_by_key(groups):
    assert groups.get("/codegroups/9").text == text(SRP)
    assert groups.get("/codegroups").text == text([SRP, FLUORIDE])
    refused(groups, lambda api: api.get("/codegroups/4711"), 404, "CodeGroup not found.")


def test_a_new_group_is_shown_nowhere_and_comes_last(groups):
    got = groups.post("/codegroups", {"GroupName": "Sealant"})
    new = dict.fromkeys(("IsHidden", "ShowInAgeLimit", "ShowInFrequency", "ShowInOther"), "false")
    answer = SRP | {"CodeGroupNum": 13, "GroupName": "Sealant", "ProcCodes": "", "CodeGroupFixed": "None"}
    assert (got.status, got.text) == (201, text(answer | new | {"ItemOrder": 2}))
    assert groups.get("/codegroups/13").text == got.text


def test_a_new_group_with_everything(groups):
    body = {name: "true" for name in SRP if name.startswith("Show")} | {"IsHidden": "false"}
    body |= {"GroupName": "Perio", "ProcCodes": "D4910, D4346", "CodeGroupFixed": "Perio"}
    got = groups.post("/codegroups", body)
    assert (got.status, got.json) == (
        201,
        SRP | body | {"CodeGroupNum": 13, "ItemOrder": 2, "ProcCodes": "D4910,D4346"},
    )


@pytest.mark.parametrize(
    ("body", "sentence", "hint"),
    [
        ({"ProcCodes": "D1351"}, "GroupName is required.", ""),
        ({"GroupName": " "}, "GroupName is required.", "Group Name is required."),
        ({"GroupName": "x", "CodeGroupFixed": "Crown"}, "CodeGroupFixed is invalid.", "PanoFMX"),
        ({"GroupName": "x", "IsHidden": 1}, "IsHidden is invalid.", ""),
    ],
)
def test_a_new_group_is_refused(groups, body, sentence, hint):
    refused(groups, lambda api: api.post("/codegroups", body), 400, sentence, hint)


@pytest.mark.parametrize("name", ["ShowInAgeLimit", "ShowInFrequency", "ShowInOther"])
def test_a_hidden_group_is_shown_nowhere(groups, name):
    says = f"IsHidden cannot be true if {name} is true."
    body = {"GroupName": "x", "IsHidden": "true", name: "true"}
    refused(groups, lambda api: api.post("/codegroups", body), 400, says, name)
    none = dict.fromkeys(("ShowInAgeLimit", "ShowInFrequency", "ShowInOther"), "false")
    hidden = {"IsHidden": "true", **none}
    refused(groups, lambda api: api.put("/codegroups/9", hidden | {name: "true"}), 400, says, name)
    assert groups.put("/codegroups/9", hidden).json == SRP | hidden
    refused(groups, lambda api: api.put("/codegroups/9", {name: "true"}), 400, says, name)
    assert groups.put("/codegroups/9", {name: "true", "IsHidden": "false"}).status == 200


def test_a_shown_group_is_not_hidden(groups):
    says = "IsHidden cannot be true if ShowInFrequency is true."
    refused(groups, lambda api: api.put("/codegroups/9", {"IsHidden": "true"}), 400, says, "ShowInFrequency is true")


def test_what_a_version_does_not_have_keeps_no_group_from_being_hidden(groups):
    older = groups.at(version="25.3.9")
    older.seed({"codegroup": [SRP, FLUORIDE | {"ShowInAgeLimit": "true", "ShowInOther": "true"}]})
    got = older.put("/codegroups/9", {"IsHidden": "true", "ShowInAgeLimit": "false"})
    hidden = {name: word for name, word in SRP.items() if name not in ("ShowInFrequency", "ShowInOther")}
    assert (got.status, got.json) == (200, hidden | {"IsHidden": "true"})
    says = "IsHidden cannot be true if ShowInAgeLimit is true."
    refused(older, lambda api: api.put("/codegroups/12", {"IsHidden": "true"}), 400, says, "ShowInAgeLimit is true")


def test_a_group_changes_and_keeps_its_place(groups):
    body = {"GroupName": "Scaling", "ProcCodes": "D4341", "CodeGroupFixed": "None", "ShowInAgeLimit": "true"}
    got = groups.put("/codegroups/9", body | {"ItemOrder": 1})
    assert (got.status, got.text) == (200, text(SRP | body))
    assert "ItemOrder cannot be set by PUT and was ignored" in got.hint
    refused(groups, lambda api: api.put("/codegroups/9", {"GroupName": ""}), 400, "GroupName is required.")
    refused(groups, lambda api: api.put("/codegroups/4711", body), 404, "CodeGroup not found.")


def test_versions_and_permissions(groups):
    older = groups.at(version="25.3.9")
    older.seed({"codegroup": [{"CodeGroupNum": 9, "GroupName": "SRP", "ShowInFrequency": "true"}]})
    shown = {name: word for name, word in SRP.items() if name not in ("ShowInFrequency", "ShowInOther")}
    listed = [shown | {"ProcCodes": "", "ItemOrder": 0, "CodeGroupFixed": "None"}]
    assert older.get("/codegroups/9").json == listed
    assert older.get("/codegroups").json == listed
    got = older.post("/codegroups", {"GroupName": "x", "ShowInOther": "true"})
    assert (got.status, "ShowInOther" in got.hint) == (201, True)
    assert older.row("codegroup", 10)["ShowInOther"] == "false"
    assert groups.at(version="23.2.61").get("/codegroups").json == "codegroups GET  is not a valid method."
    assert groups.at(version="24.1.28").post("/codegroups").json == "codegroups POST  is not a valid method."
    assert groups.at(version="24.1.28").put("/codegroups/9").json == "codegroups PUT  is not a valid method."
    groups.put(f"/__admin/offices/{groups.key}", {"permissions": ["ApiReadAll", "ApiSetup"]})
    says = "CodeGroups PUT requires the permission ApiAllOthers."
    refused(groups, lambda api: api.put("/codegroups/9", {"GroupName": "x"}), 401, says)
