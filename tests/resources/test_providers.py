"""https://www.opendental.com/site/apiproviders.html"""

import pytest
from conversation import refuses

refused = refuses("provider")

HYGIENIST = {
    "ProvNum": 4,
    "Abbr": "HYG2",
    "LName": "Bently",
    "FName": "Bruce",
    "MI": "",
    "Suffix": "",
    "FeeSched": 53,
    "Specialty": 265,
    "SSN": "",
    "StateLicense": "",
    "IsSecondary": "true",
    "provColor": "164,164,255",
    "IsHidden": "false",
    "UsingTIN": "false",
    "SigOnFile": "false",
    "NationalProvID": "",
    "DateTStamp": "2016-03-03 13:10:47",
    "IsNotPerson": "false",
    "ProvStatus": "Active",
    "IsHiddenReport": "false",
    "Birthdate": "0001-01-01",
    "SchedNote": "",
    "PreferredName": "",
    "serverDateTime": "2021-01-16 12:55:39",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["ProvNum"] for row in got.json]


@pytest.fixture
def restricted(api):
    """Doctor 9 works at clinic 2, doctor 11 at 2 and 3, hygienist 4 at none."""
    links = [(9, 2), (11, 2), (11, 3), (4, -1)]
    api.seed({"providercliniclink": [{"ProvNum": provider, "ClinicNum": clinic} for provider, clinic in links]})
    return api


def test_a_provider(api):
    api.freeze("2021-01-16 12:55:39")
    got = api.get("/providers/4")
    assert (got.status, got.json) == (200, HYGIENIST)
    assert list(got.json) == list(HYGIENIST)


def test_there_is_no_such_provider(api):
    got = api.get("/providers/4711")
    assert (got.status, got.json) == (404, "Provider not found.")


def test_before_24_4_17_the_number_in_the_url_is_ignored(api):
    assert len(api.at(version="24.4.16").get("/providers/4").json) == 8
    assert api.at(version="24.4.17").get("/providers/4").json["ProvNum"] == 4


def test_all_providers_hidden_and_deleted_ones_too(api):
    api.freeze("2021-01-16 12:55:39")
    got = api.get("/providers")
    assert numbers(got) == [1, 2, 3, 4, 6, 9, 11, 12]
    assert got.json[3] == HYGIENIST
    assert {row["serverDateTime"] for row in got.json} == {"2021-01-16 12:55:39"}


def test_the_ones_changed_after_a_moment(api):
    assert numbers(api.get("/providers?DateTStamp=2021-08-04%2008:33:00")) == [1, 2]
    assert numbers(api.get("/providers?DateTStamp=2021-08-04%2008:33:01")) == [1, 2]  # at that moment too
    assert numbers(api.get("/providers?DateTStamp=2021-08-04%2008:33:02")) == [2]


def test_a_clinics_providers_are_not_hidden(api):
    assert numbers(api.get("/providers?ClinicNum=1")) == [1, 2, 4, 6, 9, 11, 12]


def test_a_clinics_providers_are_unrestricted_or_restricted_to_it(restricted):
    assert numbers(restricted.get("/providers?ClinicNum=1")) == [1, 2, 6, 12]
    assert numbers(restricted.get("/providers?ClinicNum=2")) == [1, 2, 6, 9, 11, 12]
    assert numbers(restricted.get("/providers?ClinicNum=3")) == [1, 2, 6, 11, 12]


def test_no_clinic_or_no_clinics_at_all_finds_all_visible_providers(restricted):
    assert numbers(restricted.get("/providers?ClinicNum=0")) == [1, 2, 4, 6, 9, 11, 12]
    restricted.prefer(EasyNoClinics="1")
    assert numbers(restricted.get("/providers?ClinicNum=1")) == [1, 2, 4, 6, 9, 11, 12]


def test_a_clinics_providers_come_as_the_office_sorts_them(api):
    api.seed({"provider": [{"ProvNum": 20, "Abbr": "NEW", "ItemOrder": 4}, {"ProvNum": 21, "ItemOrder": -1}]})
    assert numbers(api.get("/providers?ClinicNum=1")) == [21, 1, 2, 4, 6, 20, 9, 11, 12]
    assert numbers(api.get("/providers")) == [1, 2, 3, 4, 6, 9, 11, 12, 20, 21]


@pytest.mark.parametrize(
    ("users", "found"),
    [
        ([(2, 1)], [11]),
        ([(3, 1)], []),
        ([(3, 1), (2, 1)], [11]),
        ([(3, 1), (3, 0)], [11]),
    ],
)
def test_whose_users_are_all_restricted_to_another_clinic_does_not_work_there(restricted, users, found):
    rows = [
        {"UserNum": 90 + at, "UserName": f"u{at}", "ProviderNum": 11, "ClinicNum": clinic, "ClinicIsRestricted": only}
        for at, (clinic, only) in enumerate(users)
    ]
    restricted.seed({"userod": rows})
    assert [number for number in numbers(restricted.get("/providers?ClinicNum=2")) if number == 11] == found


def test_with_a_clinic_no_server_time_is_told(api):
    got = api.get("/providers?ClinicNum=1")
    assert {row["serverDateTime"] for row in got.json} == {""}


def test_a_clinic_wins_over_a_moment(restricted):
    got = restricted.get("/providers?ClinicNum=1&DateTStamp=2021-08-04%2008:33:01")
    assert numbers(got) == [1, 2, 6, 12]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("ClinicNum=4711", 404, "Clinic not found."),
        ("ClinicNum=all", 400, "ClinicNum is invalid."),
        ("DateTStamp=2021-08-04", 400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_it_refuses(api, query, status, sentence):
    got = api.get(f"/providers?{query}")
    assert (got.status, got.json) == (status, sentence)


def test_a_moment_is_heard_since_21_3(api):
    query = "/providers?DateTStamp=2021-08-04%2008:33:01"
    assert len(numbers(api.at(version="21.2.40").get(query))) == 8
    assert numbers(api.at(version="21.3").get(query)) == [1, 2]


def test_unknown_parameters_are_ignored(api):
    got = api.get("/providers?page=2")
    assert len(numbers(got)) == 8
    assert "page" in got.hint


@pytest.mark.parametrize("moment", ["2021-08-04T08:33:02Z", "2021-08-04T08:33:02", "2021-08-04T08:33:02.000Z"])
def test_a_moment_in_iso_form_is_taken_where_that_is_chosen(api, moment):
    got = api.get(f"/providers?DateTStamp={moment}")
    assert (got.status, got.json) == (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")
    choices = {"Filters.iso_moments_are_read": True}
    assert api.put(f"/__admin/offices/{api.key}/choices", choices).status == 200
    assert numbers(api.get(f"/providers?DateTStamp={moment}")) == [2]
    assert api.get("/providers?DateTStamp=2021-08-04").status == 400


FISHER = {
    "ProvNum": 13,
    "Abbr": "DOCE",
    "LName": "Fisher",
    "FName": "Ethan",
    "MI": "",
    "Suffix": "DDS",
    "FeeSched": 53,
    "Specialty": 263,
    "SSN": "123859778",
    "StateLicense": "",
    "IsSecondary": "false",
    "provColor": "0,0,0",
    "IsHidden": "false",
    "UsingTIN": "true",
    "SigOnFile": "false",
    "NationalProvID": "",
    "DateTStamp": "2021-08-04 08:33:01",
    "IsNotPerson": "false",
    "ProvStatus": "Active",
    "IsHiddenReport": "true",
    "Birthdate": "1987-07-17",
    "SchedNote": "Root canals only.",
    "PreferredName": "Doc E.",
    "serverDateTime": "",
}
BODY = {
    "Abbr": "DOCE",
    "LName": "Fisher",
    "FName": "Ethan",
    "Suffix": "DDS",
    "SSN": "123859778",
    "IsHiddenReport": "true",
    "BirthDate": "1987-07-17",
    "SchedNote": "Root canals only.",
    "PreferredName": "Doc E.",
}


def test_a_provider_comes_and_changes(api):
    api.freeze("2021-08-04 08:33:01")
    made = api.post("/providers", BODY)
    assert (made.status, made.json) == (201, FISHER)
    assert list(made.json) == list(FISHER)
    assert made.headers["Location"].endswith("/providers/13")
    last = max(row["ItemOrder"] for row in api.rows("provider") if row["ProvNum"] != 13)
    assert api.row("provider", 13)["ItemOrder"] == last + 1
    assert api.rows("securitylog")[-1]["PermType"] == "ProviderAdd"
    api.freeze("2021-08-05 09:00:00")
    changes = {"FName": "Philip", "Specialty": 264, "NationalProvId": "1245319599", "UsingTIN": "false", "SSN": ""}
    changed = api.put("/providers/13", changes)
    del changes["NationalProvId"]
    expected = FISHER | changes | {"NationalProvID": "1245319599", "DateTStamp": "2021-08-05 09:00:00"}
    assert (changed.status, changed.json) == (200, expected)
    assert api.rows("securitylog")[-1]["PermType"] == "ProviderEdit"
    got = api.get("/providers/13").json
    assert got == expected | {"serverDateTime": "2021-08-05 09:00:00"}


def test_what_a_new_provider_has_by_itself(empty):
    empty.freeze("2021-08-04 08:33:01")
    first = empty.post("/providers", {"Abbr": "A"}).json
    assert (first["ProvNum"], first["FeeSched"], first["Specialty"]) == (1, 0, 0)
    assert empty.row("provider", 1)["ItemOrder"] == 0
    empty.seed(
        {
            "feesched": [
                {"FeeSchedNum": 1, "ItemOrder": 0, "IsHidden": "true"},
                {"FeeSchedNum": 2, "ItemOrder": 2},
                {"FeeSchedNum": 3, "ItemOrder": 1},
            ],
            "definition": [
                {"DefNum": 1, "Category": 35, "ItemOrder": 0, "isHidden": "true"},
                {"DefNum": 2, "Category": 35, "ItemOrder": 2},
                {"DefNum": 3, "Category": 35, "ItemOrder": 1},
                {"DefNum": 4, "Category": 34, "ItemOrder": 0},
            ],
        }
    )
    second = empty.post("/providers", {"Abbr": "B", "IsNotPerson": "true", "LName": "Happy Smiles"}).json
    assert (second["FeeSched"], second["Specialty"], second["IsNotPerson"]) == (3, 3, "true")
    assert empty.row("provider", 2)["ItemOrder"] == 1


NOT_A_PERSON = (
    "When the 'Not a Person' box is checked, the provider may not have a First Name or Middle Initial entered."
)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"LName": "Fisher"}, 400, "Abbr is required."),
        ({"Abbr": " "}, 400, "Abbr is required."),
        ({"Abbr": "A", "SSN": "123-85-9778"}, 400, "SSN/TIN not allowed to have dash."),
        ({"Abbr": "A", "IsNotPerson": "true", "FName": "Ethan"}, 400, NOT_A_PERSON),
        ({"Abbr": "A", "IsNotPerson": "true", "MI": "E"}, 400, NOT_A_PERSON),
        ({"Abbr": "A", "FeeSched": 4711}, 404, "FeeSched not found."),
        ({"Abbr": "A", "Specialty": 4711}, 404, "Definition not found."),
        ({"Abbr": "A", "Specialty": 40}, 400, "Specialty is invalid."),
        ({"Abbr": "A", "UsingTIN": "yes"}, 400, "UsingTIN is invalid."),
        ({"Abbr": "A", "Birthdate": "7/17/1987"}, 400, "Birthdate format must be yyyy-MM-dd."),
    ],
)
def test_what_a_new_provider_may_not_be(api, body, status, sentence):
    refused(api, lambda api: api.post("/providers", body), status, sentence)


def test_what_a_provider_may_not_become(api):
    api.seed({"provider": [{"ProvNum": 20, "Abbr": "INC", "IsNotPerson": "true"}]})
    refused(api, lambda api: api.put("/providers/4", {"Abbr": ""}), 400, "Abbr is required.")
    refused(api, lambda api: api.put("/providers/4", {"SSN": "1-2"}), 400, "SSN/TIN not allowed to have dash.")
    refused(api, lambda api: api.put("/providers/20", {"FName": "Ann"}), 400, NOT_A_PERSON)
    refused(api, lambda api: api.put("/providers/4711", {"FName": "Ann"}), 404, "Provider not found.")
    refused(api, lambda api: api.put("/providers/4", {"Specialty": 40}), 400, "Specialty is invalid.")


def test_what_a_put_leaves_alone(api):
    got = api.put("/providers/4", {"IsHidden": "true", "Birthdate": "1990-01-01"})
    assert (got.status, got.json) == (200, HYGIENIST | {"serverDateTime": ""})
    assert "IsHidden" in got.hint


def test_fields_of_a_write_by_version(api):
    new = {"StateLicense": "D1", "NationalProvID": "9", "SigOnFile": "true"}
    shown = {"25.3.31": new, "24.4.30": {"StateLicense": "", "NationalProvID": "", "SigOnFile": "true"}}
    shown["24.4.16"] = shown["24.4.30"] | {"SigOnFile": "false"}
    for version, expected in shown.items():
        got = api.at(version=version).post("/providers", {"Abbr": "A", **new}).json
        assert {name: got[name] for name in new} == expected
    old = api.at(version="24.4.16").put("/providers/4", new).json
    assert {name: old[name] for name in new} == new | {"SigOnFile": "false"}
    assert api.at(version="21.3.99").post("/providers", BODY)[:2] == (400, "providers POST  is not a valid method.")
    assert api.at(version="21.4").put("/providers/4", {})[:2] == (400, "providers PUT  is not a valid method.")


def test_a_write_takes_the_permission_for_setup(api):
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    refused(api, lambda api: api.post("/providers", BODY), 401, "Providers POST requires the permission ApiSetup.")
    refused(api, lambda api: api.put("/providers/4", {}), 401, "Providers PUT requires the permission ApiSetup.")
