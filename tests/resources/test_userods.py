"""https://www.opendental.com/site/apiuserods.html"""

import pytest

LYNDA = {
    "UserNum": 1,
    "UserName": "Lynda",
    "userGroupNums": [2],
    "EmployeeNum": 0,
    "employeeName": "",
    "ProviderNum": 9,
    "providerName": "Lynda Larson, DMD",
    "ClinicNum": 1,
    "emailAddress": "",
    "IsHidden": "false",
    "UserNumCEMT": 0,
    "IsPasswordResetRequired": "false",
}
CHARLIE = {
    "UserNum": 2,
    "UserName": "Charlie",
    "userGroupNums": [1, 5, 7],
    "EmployeeNum": 3,
    "employeeName": "Charles Sorenson",
    "ProviderNum": 0,
    "providerName": "",
    "ClinicNum": 1,
    "emailAddress": "",
    "IsHidden": "true",
    "UserNumCEMT": 0,
    "IsPasswordResetRequired": "false",
}
BECCA = {
    "UserNum": 3,
    "UserName": "Becca",
    "userGroupNums": [3, 4],
    "EmployeeNum": 4,
    "employeeName": "Becca Alexandria",
    "ProviderNum": 6,
    "providerName": "Becca Alexandria",
    "ClinicNum": 2,
    "emailAddress": "BAlexandria@gmail.com",
    "IsHidden": "false",
    "UserNumCEMT": 0,
    "IsPasswordResetRequired": "true",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["UserNum"] for row in got.json]


def test_users_without_the_hidden_and_the_central_managers(api):
    api.seed({"emailaddress": [{"UserNum": 3, "EmailUsername": "BAlexandria@gmail.com"}]})
    got = api.get("/userods")
    assert numbers(got) == [1, 3, 5, 12, 13]
    assert got.json[:2] == [LYNDA, BECCA]
    assert list(got.json[0]) == list(LYNDA)


def test_hidden_users_on_request(api):
    got = api.get("/userods?includeHidden=true")
    assert numbers(got) == [1, 2, 3, 5, 12, 13]
    assert got.json[1] == CHARLIE
    assert numbers(api.get("/userods?includeHidden=false")) == [1, 3, 5, 12, 13]


def test_the_central_managers_users_on_request(api):
    assert numbers(api.get("/userods?includeCEMT=true")) == [1, 3, 5, 12, 13, 20]
    assert numbers(api.get("/userods?includeCEMT=false&includeHidden=true")) == [1, 2, 3, 5, 12, 13]


def test_names_are_whole(api):
    api.seed({"userod": [{"UserNum": 30, "UserName": "Brian", "ProviderNum": 1}, {"UserNum": 31}]})
    rows = {row["UserNum"]: row for row in api.get("/userods").json}
    assert rows[30]["providerName"] == "Brian L Albert"
    assert rows[31] == {
        "UserNum": 31,
        "UserName": "",
        "userGroupNums": [],
        "EmployeeNum": 0,
        "employeeName": "",
        "ProviderNum": 0,
        "providerName": "",
        "ClinicNum": 0,
        "emailAddress": "",
        "IsHidden": "false",
        "UserNumCEMT": 0,
        "IsPasswordResetRequired": "false",
    }


@pytest.mark.parametrize("name", ["includeHidden", "includeCEMT"])
def test_a_wish_is_true_or_false(api, name):
    got = api.get(f"/userods?{name}=1")
    assert (got.status, got.json) == (400, f"{name} is invalid.")


def test_groups_show_since_25_1_10(api):
    assert "userGroupNums" not in api.at(version="25.1.9").get("/userods").json[0]
    assert "userGroupNums" in api.at(version="25.1.10").get("/userods").json[0]


def test_hidden_users_can_be_asked_for_since_22_4_24(api):
    assert 2 not in numbers(api.at(version="22.4.24").get("/userods"))
    assert 2 in numbers(api.at(version="22.4.24").get("/userods?includeHidden=true"))


@pytest.mark.parametrize("version", ["22.4.23", "25.1.9"])
def test_older_versions_leave_them_out_whatever_is_asked(api, version):
    found = numbers(api.at(version=version).get("/userods?includeCEMT=true"))
    assert found == [1, 3, 5, 12, 13]


def test_since_21_3(api):
    got = api.at(version="21.2.50").get("/userods")
    assert (got.status, got.json) == (400, "userods GET  is not a valid method.")
