"""https://www.opendental.com/site/apipreferences.html"""

import pytest


def test_one_by_name(api):
    got = api.get("/preferences?PrefName=RecallDaysPast")
    assert got.status == 200
    assert got.json == [{"PrefNum": 15, "PrefName": "RecallDaysPast", "ValueString": "365"}]
    assert list(got.json[0]) == ["PrefNum", "PrefName", "ValueString"]


def test_a_name_in_another_case(api):
    assert api.get("/preferences?PrefName=recalldayspast").json[0]["PrefNum"] == 15


def test_there_is_no_such_preference(api):
    got = api.get("/preferences?PrefName=NoSuchThing")
    assert (got.status, got.json) == (200, [])


def test_all_of_them_page_by_page(api):
    got = api.get("/preferences?Offset=13&Limit=3")
    assert got.json == [
        {"PrefNum": 14, "PrefName": "PracticeDefaultBillType", "ValueString": "40"},
        {"PrefNum": 15, "PrefName": "RecallDaysPast", "ValueString": "365"},
        {"PrefNum": 16, "PrefName": "RecallDaysFuture", "ValueString": "7"},
    ]


def test_a_seeded_preference_replaces_the_one_of_its_name(api):
    count = len(api.get("/preferences").json)
    api.prefer(RecallDaysPast="180", OneOfOurOwn="x")
    assert api.get("/preferences?PrefName=RecallDaysPast").json[0]["ValueString"] == "180"
    assert len(api.get("/preferences").json) == count + 1


@pytest.mark.parametrize(("runs", "says"), [("25.3.31", "25.3.31.0"), ("21.1", "21.1.0.0"), ("23.2.5.7", "23.2.5.7")])
def test_the_program_is_of_the_version_that_the_office_runs(api, runs, says):
    got = api.at(version=runs).get("/preferences?PrefName=ProgramVersion")
    assert got.json == [{"PrefNum": 1, "PrefName": "ProgramVersion", "ValueString": says}]
