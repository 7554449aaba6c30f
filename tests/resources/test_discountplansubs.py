"""https://www.opendental.com/site/apidiscountplansubs.html"""

import pytest
from conversation import refuses, text

NOW = "2024-01-27 14:13:05"
CHOICE = "DiscountPlanSubs.one_per_patient"
MARIAS = {
    "DiscountSubNum": 14,
    "DiscountPlanNum": 6,
    "PatNum": 23,
    "DateEffective": "2021-09-16",
    "DateTerm": "2022-09-15",
    "SubNote": "",
}
INES = MARIAS | {
    "DiscountSubNum": 32,
    "DiscountPlanNum": 8,
    "PatNum": 56,
    "DateEffective": "2021-01-01",
    "DateTerm": "2022-01-01",
}
HENRIS = {"DiscountPlanNum": 6, "PatNum": 67, "DateEffective": "2021-01-01", "DateTerm": "2022-01-01"}


refused = refuses("discountplansub", "treatplan")


def types(api, patient):
    return {row["TPStatus"]: row["TPType"] for row in api.get(f"/treatplans?PatNum={patient}").json}


def one_per_patient(api, wanted):
    got = api.put(f"/__admin/offices/{api.key}/choices", {CHOICE: wanted})
    assert got.json["choices"][CHOICE] is wanted


# --- GET ---------------------------------------------------------------------------------------------


def test_a_patients_subscription_is_one_object(api):
    got = api.get("/discountplansubs?PatNum=56")
    assert (got.status, got.text) == (200, text(INES))
    assert "X-Mock-Od-Hint" not in got.headers


def test_a_key_in_the_address_is_no_parameter(api):
    assert api.get("/discountplansubs/14?PatNum=56").text == text(INES)
    refused(api, lambda api: api.get("/discountplansubs/14"), 400, "PatNum is required.")


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 400, "PatNum is required."),
        ("?PatNum=", 400, "PatNum is required."),
        ("?patnum=56", 400, "PatNum is required."),
        ("?PatNum=31", 404, "DiscountPlanSub not found."),
        ("?PatNum=999", 404, "Patient not found."),
        ("?PatNum=-1", 404, "Patient not found."),
        ("?PatNum=Ines", 400, "PatNum is invalid."),
        ("?PatNum=9223372036854775808", 400, "PatNum is invalid."),
    ],
)
def test_what_finds_no_subscription(api, query, status, sentence):
    refused(api, lambda api: api.get(f"/discountplansubs{query}"), status, sentence)


def test_no_subscription_is_an_empty_list_where_that_is_chosen(api):
    choices = {"DiscountPlanSubs.none_is_not_found": False}
    assert api.put(f"/__admin/offices/{api.key}/choices", choices).status == 200
    got = api.get("/discountplansubs?PatNum=31")
    assert (got.status, got.text) == (200, "[]")
    assert api.get("/discountplansubs?PatNum=56").text == text(INES)
    refused(api, lambda api: api.get("/discountplansubs?PatNum=999"), 404, "Patient not found.")


@pytest.mark.parametrize("page", ["Offset=1", "Offset=x", "Limit=0", "Limit=1"])
def test_one_object_has_no_pages(api, page):
    got = api.get(f"/discountplansubs?PatNum=56&{page}")
    assert (got.status, got.text) == (200, text(INES))


def test_a_hint_says_who_has_no_subscription(api):
    hint = "there is no discountplansub with PatNum 31 in this office"
    refused(api, lambda api: api.get("/discountplansubs?PatNum=31"), 404, "DiscountPlanSub not found.", hint)


def test_what_is_no_parameter_is_ignored(api):
    got = api.get("/discountplansubs?PatNum=56&DiscountPlanNum=6")
    assert (got.status, got.text) == (200, text(INES))
    assert "DiscountPlanNum is no parameter of DiscountPlanSubs GET and was ignored" in got.hint


# --- POST --------------------------------------------------------------------------------------------


def test_subscribing_answers_an_address_and_no_body(api):
    got = api.post("/discountplansubs", HENRIS)
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"] == "http://localhost/api/v1/discountplansubs/33"
    assert "Content-Type" not in got.headers
    assert api.get("/discountplansubs?PatNum=67").text == text({"DiscountSubNum": 33, **HENRIS, "SubNote": ""})


def test_a_subscription_without_dates_is_open(api):
    assert api.post("/discountplansubs", {"DiscountPlanNum": "6", "PatNum": "67"}).status == 201
    unset = {"DateEffective": "0001-01-01", "DateTerm": "0001-01-01", "SubNote": ""}
    found = api.get("/discountplansubs?PatNum=67")
    assert found.text == text({"DiscountSubNum": 33, "DiscountPlanNum": 6, "PatNum": 67, **unset})


def test_a_subscription_with_everything(api):
    body = HENRIS | {"SubNote": "paid in June"}
    assert api.post("/discountplansubs", body).status == 201
    assert api.get("/discountplansubs?PatNum=67").text == text({"DiscountSubNum": 33, **body})


def test_what_cannot_be_set_is_ignored(api):
    got = api.post("/discountplansubs", HENRIS | {"DiscountSubNum": 5, "Colour": "red", "SubNote": None})
    assert (got.status, got.headers["Location"]) == (201, "http://localhost/api/v1/discountplansubs/33")
    assert "DiscountSubNum cannot be set by POST and was ignored" in got.hint
    assert "Colour is no field of DiscountPlanSubs POST and was ignored" in got.hint


def create(**changes):
    body = {name: value for name, value in (HENRIS | changes).items() if value is not ...}
    return lambda api: api.post("/discountplansubs", body)


@pytest.mark.parametrize(
    ("changes", "status", "sentence", "hint"),
    [
        ({"PatNum": ...}, 400, "PatNum is required.", "PatNum is missing"),
        ({"DiscountPlanNum": ...}, 400, "DiscountPlanNum is required.", "DiscountPlanNum is missing"),
        ({"PatNum": None}, 400, "PatNum is required.", "PatNum is missing"),
        ({"PatNum": 999}, 404, "Patient not found.", "there is no patient 999"),
        ({"PatNum": 0}, 404, "Patient not found.", "there is no patient 0"),
        ({"DiscountPlanNum": 3}, 404, "DiscountPlan not found.", "there is no discountplan 3"),
        ({"DiscountPlanNum": 0}, 404, "DiscountPlan not found.", "there is no discountplan 0"),
        ({"PatNum": 60}, 400, "Patient is deleted.", "patient 60"),
        ({"PatNum": 1897}, 400, "Cannot add discount plan when patient has insurance.", "patplan"),
        (
            {"PatNum": 56},  # from 2021-01-01, as the other one
            400,
            "Patient is already subscribed to a discount plan.",
            "is in force until 2022-01-01; end it by DateTerm, DELETE it, or switch off the choice DiscountPlanSubs",
        ),
    ],
)
def test_who_cannot_subscribe_to_what(api, changes, status, sentence, hint):
    refused(api, create(**changes), status, sentence, hint)


ALREADY = "Patient is already subscribed to a discount plan."


def test_a_second_subscription_where_that_is_chosen(api):
    one_per_patient(api, wanted=False)
    assert create(PatNum=56, DiscountPlanNum=2)(api).status == 201
    # the first one is answered, as the desktop program does it
    first = api.get("/discountplansubs?PatNum=56")
    assert (first.text, first.hint) == (
        text(INES),
        "patient 56 has the subscriptions 32, 33; the first one is answered",
    )
    assert api.delete("/discountplansubs/32").status == 200
    assert types(api, 56) == {"Active": "Discount"}
    second = api.get("/discountplansubs?PatNum=56")
    assert (second.text, second.hint) == (text({**INES, "DiscountSubNum": 33, "DiscountPlanNum": 2}), "")
    one_per_patient(api, wanted=True)
    refused(api, create(PatNum=56), 400, ALREADY)


def test_changing_plans_by_ending_one_and_beginning_another(api):
    api.freeze(NOW)
    api.seed({"discountplansub": [INES | {"DateTerm": "0001-01-01"}]})
    change = {"PatNum": 56, "DiscountPlanNum": 2, "DateEffective": "2024-01-27"}
    begin = lambda api: api.post("/discountplansubs", change)
    refused(api, begin, 400, ALREADY, "subscription 32 is in force without end; end it by DateTerm, DELETE it, or")
    assert api.put("/discountplansubs/32", {"PatNum": 56, "DateTerm": "2024-01-27"}).status == 200
    assert begin(api).status == 201
    assert [row["DiscountSubNum"] for row in api.rows("discountplansub") if row["PatNum"] == 56] == [32, 33]


@pytest.mark.parametrize(
    ("there", "sent", "status"),
    [
        (("2021-01-01", "2024-01-26"), {}, 201),  # without a first day it begins today
        (("2021-01-01", "2024-01-28"), {}, 400),
        (("0001-01-01", "2024-06-30"), {"DateEffective": "2024-06-29"}, 400),
        (("0001-01-01", "2024-06-30"), {"DateEffective": "2024-06-30"}, 201),
        (("2025-01-01", "0001-01-01"), {"DateTerm": "2024-12-31"}, 201),
        (("2025-01-01", "0001-01-01"), {"DateTerm": "2025-01-01"}, 400),
        (("2025-01-01", "0001-01-01"), {}, 400),
    ],
)
def test_one_subscription_is_in_force_at_a_time(api, there, sent, status):
    api.freeze(NOW)
    api.seed({"discountplansub": [INES | {"DateEffective": there[0], "DateTerm": there[1]}]})
    assert api.post("/discountplansubs", {"PatNum": 56, "DiscountPlanNum": 2, **sent}).status == status


def test_one_subscription_ever_where_that_is_chosen(api):
    assert api.put(f"/__admin/offices/{api.key}/choices", {"DiscountPlanSubs.one_ever": True}).status == 200
    again = create(PatNum=56, DateEffective="2024-01-27", DateTerm="0001-01-01")
    hint = "subscription 32 exists; PUT or DELETE it, or switch off the choice DiscountPlanSubs.one_ever"
    refused(api, again, 400, ALREADY, hint)


def test_insurance_keeps_out_whatever_is_chosen(api):
    one_per_patient(api, wanted=False)
    refused(api, create(PatNum=1897), 400, "Cannot add discount plan when patient has insurance.")


# --- PUT of dates -------------------------------------------------------------------------------------


FIRST = INES | {"DateEffective": "2023-01-01", "DateTerm": "2023-12-31"}
SECOND = INES | {"DiscountSubNum": 33, "DateEffective": "2024-01-01", "DateTerm": "2024-12-31"}


@pytest.mark.parametrize(
    ("key", "sent", "there"),
    [
        (32, {"DateTerm": "0001-01-01"}, "subscription 33 is in force until 2024-12-31; choose other dates, DELETE it,"),
        (32, {"DateTerm": "2024-01-02"}, "subscription 33 is in force until 2024-12-31"),
        (32, {"DateEffective": "2024-05-01", "DateTerm": "2024-06-01"}, "subscription 33 is in force until 2024-12-31"),
        (33, {"DateEffective": "2023-12-30"}, "subscription 32 is in force until 2023-12-31"),
        (33, {"DateEffective": "2022-01-01", "DateTerm": "2023-06-01"}, "subscription 32 is in force until 2023-12-31"),
    ],
)  # fmt: skip
def test_dates_that_bring_a_second_one_into_force(api, key, sent, there):
    api.freeze(NOW)
    api.seed({"discountplansub": [FIRST, SECOND]})
    change = lambda api: api.put(f"/discountplansubs/{key}", {"PatNum": 56, **sent})
    refused(api, change, 400, ALREADY, there)
    one_per_patient(api, wanted=False)
    assert change(api).status == 200


def test_dates_that_are_refused_say_how_to_go_on(api):
    api.freeze(NOW)
    api.seed({"discountplansub": [FIRST, SECOND | {"DateTerm": "0001-01-01"}]})
    got = api.put("/discountplansubs/32", {"PatNum": 56, "DateTerm": "0001-01-01"})
    assert got.hint == (
        "subscription 33 is in force without end; choose other dates, DELETE it,"
        " or switch off the choice DiscountPlanSubs.one_per_patient"
    )


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        (32, {"DateTerm": "2024-01-01"}),  # the next one begins on that day
        (32, {"DateEffective": "2025-01-01", "DateTerm": "0001-01-01"}),
        (33, {"DateEffective": "2023-12-31"}),
        (33, {"DateEffective": "0001-01-01"}),  # the beginning of this calendar year
        (33, {"DateTerm": "0001-01-01"}),
        (33, {"SubNote": "changed"}),
    ],
)
def test_dates_that_leave_one_in_force_at_a_time(api, key, sent):
    api.freeze(NOW)
    api.seed({"discountplansub": [FIRST, SECOND]})
    assert api.put(f"/discountplansubs/{key}", {"PatNum": 56, **sent}).status == 200


def test_what_overlaps_already_may_be_changed(api):
    api.freeze(NOW)
    api.seed({"discountplansub": [FIRST | {"DateTerm": "0001-01-01"}, SECOND]})
    for sent in ({"SubNote": "changed"}, {"DateTerm": "2024-06-30"}, {"DateTerm": "2023-12-31"}):
        assert api.put("/discountplansubs/32", {"PatNum": 56, **sent}).status == 200
    refused(api, lambda api: api.put("/discountplansubs/32", {"PatNum": 56, "DateTerm": "2024-06-30"}), 400, ALREADY)


def test_another_patients_subscription_is_in_nobodys_way(api):
    api.freeze(NOW)
    api.seed({"discountplansub": [FIRST, SECOND | {"PatNum": 67}]})
    assert api.put("/discountplansubs/32", {"PatNum": 56, "DateTerm": "0001-01-01"}).status == 200


# --- PUT ---------------------------------------------------------------------------------------------


def test_changing_a_subscription_answers_no_body(api):
    body = {
        "PatNum": 23,
        "DateEffective": "2022-09-16",
        "DateTerm": "2024-12-31",
        "SubNote": "25% discount to services.",
    }
    got = api.put("/discountplansubs/14", body)
    assert (got.status, got.text) == (200, "")
    assert "Location" not in got.headers
    assert "Content-Type" not in got.headers
    assert api.get("/discountplansubs?PatNum=23").text == text(MARIAS | body)


@pytest.mark.parametrize(
    "change",
    [{}, {"DateEffective": "2021-10-01"}, {"DateTerm": "0001-01-01"}, {"SubNote": "a\nb"}, {"SubNote": ""}],
)
def test_only_what_is_sent_changes(api, change):
    api.seed({"discountplansub": [MARIAS | {"SubNote": "before"}]})
    assert api.put("/discountplansubs/14", {"PatNum": 23, **change}).status == 200
    assert api.get("/discountplansubs?PatNum=23").text == text(MARIAS | {"SubNote": "before"} | change)


def test_the_plan_of_a_subscription_stays(api):
    got = api.put("/discountplansubs/14", {"PatNum": "23", "DiscountPlanNum": 8, "DateTerm": None})
    assert (got.status, got.text) == (200, "")
    assert got.hint == "DiscountPlanNum cannot be set by PUT; DELETE this subscription and POST one to the other plan"
    assert api.get("/discountplansubs?PatNum=23").text == text(MARIAS)


def update(key=14, **changes):
    body = {name: value for name, value in ({"PatNum": 23} | changes).items() if value is not ...}
    return lambda api: api.put(f"/discountplansubs/{key}", body)


@pytest.mark.parametrize(
    ("write", "status", "sentence"),
    [
        (update(15), 404, "DiscountPlanSub not found."),
        (update(15, PatNum=999), 404, "DiscountPlanSub not found."),
        (update(PatNum=...), 400, "PatNum is required."),
        (update(PatNum=999), 404, "Patient not found."),
        (update(PatNum=0), 404, "Patient not found."),
        (update(PatNum=56), 400, "PatNum is invalid."),
        (update(PatNum=60), 400, "Patient is deleted."),
        (lambda api: api.put("/discountplansubs", {}), 400, "DiscountSubNum is required."),
    ],
)
def test_changes_that_are_refused(api, write, status, sentence):
    refused(api, write, status, sentence)


@pytest.mark.parametrize("verb", ["PUT", "DELETE"])
def test_what_a_deleted_patient_has_stays(api, verb):
    api.seed({"discountplansub": [MARIAS | {"PatNum": 60}]})
    call = lambda api: api.call(verb, "/discountplansubs/14", {"PatNum": 60, "SubNote": "x"})
    refused(api, call, 400, "Patient is deleted.", "patient 60")


# --- what both refuse --------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [create, update])
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DateEffective", "2021-1-1", "DateEffective format must be yyyy-MM-dd."),
        ("DateEffective", "01/01/2021", "DateEffective format must be yyyy-MM-dd."),
        ("DateEffective", "2021-02-29", "DateEffective format must be yyyy-MM-dd."),
        ("DateEffective", "", "DateEffective format must be yyyy-MM-dd."),
        ("DateTerm", "2021-01-01T00:00:00", "DateTerm format must be yyyy-MM-dd."),
        ("DateTerm", "2021-01-01 00:00:00", "DateTerm format must be yyyy-MM-dd."),
        ("DateTerm", 20210101, "DateTerm format must be yyyy-MM-dd."),
        ("DateTerm", ["2021-01-01"], "Invalid JSON."),
        ("SubNote", {}, "Invalid JSON."),
        ("PatNum", 2**63, "Invalid JSON."),
        ("PatNum", "Maria", "Invalid JSON."),
    ],
)
def test_what_no_subscription_can_have(api, write, name, value, sentence):
    refused(api, write(**{name: value}), 400, sentence, name)


@pytest.mark.parametrize(("verb", "path"), [("POST", "/discountplansubs"), ("PUT", "/discountplansubs/14")])
def test_a_body_that_is_no_object(api, verb, path):
    refused(api, lambda api: api.call(verb, path, raw=b"[{}]"), 400, "Invalid JSON.")


# --- DELETE ------------------------------------------------------------------------------------------


def test_leaving(api):
    got = api.delete("/discountplansubs/14")
    assert (got.status, got.text) == (200, "")
    assert "Content-Type" not in got.headers
    refused(api, lambda api: api.get("/discountplansubs?PatNum=23"), 404, "DiscountPlanSub not found.")
    refused(api, lambda api: api.delete("/discountplansubs/14"), 404, "DiscountPlanSub not found.", "DiscountSubNum 14")


def test_leaving_needs_the_subscription_in_the_address(api):
    refused(api, lambda api: api.delete("/discountplansubs?PatNum=23"), 400, "DiscountSubNum is required.")


# --- what becomes of the patient's treatment plans ---------------------------------------------------


def plans_of_henri(api, kind):
    api.freeze(NOW)
    plans = [
        {
            "TreatPlanNum": 500 + at,
            "PatNum": 67,
            "TPStatus": status,
            "TPType": kind,
            "SecDateTEdit": "2023-01-01 10:00:00",
        }
        for at, status in enumerate(("Saved", "Active", "Inactive"))
    ]
    api.seed({"treatplan": plans})


def test_open_plans_follow_a_new_subscription(api):
    plans_of_henri(api, "Insurance")
    others = api.get("/treatplans?PatNum=15").text
    assert api.post("/discountplansubs", HENRIS).status == 201
    assert types(api, 67) == {"Saved": "Insurance", "Active": "Discount", "Inactive": "Discount"}
    stamps = [row["SecDateTEdit"] for row in api.get("/treatplans?PatNum=67").json]
    assert stamps == ["2023-01-01 10:00:00", NOW, NOW]
    assert api.get("/treatplans?PatNum=15").text == others


def test_open_plans_follow_the_end_of_a_subscription(api):
    plans_of_henri(api, "Discount")
    api.seed({"discountplansub": [{"DiscountSubNum": 40, **HENRIS}]})
    assert api.delete("/discountplansubs/40").status == 200
    assert types(api, 67) == {"Saved": "Discount", "Active": "Insurance", "Inactive": "Insurance"}


def test_what_is_taken_off_planned_procedures_follows_the_subscription(api):
    # 245.00 - 196.00 = 49.00 each by the members' fees of plan 8; what is done or put aside stays
    api.freeze(NOW)
    done = {"ProcNum": 900, "PatNum": 56, "CodeNum": 250, "ProcFee": 245.0, "ProcStatus": "C", "DiscountPlanAmt": 7.0}
    api.seed({"procedurelog": [done, done | {"ProcNum": 901, "ProcStatus": "TPi"}]})
    amounts = lambda: [api.row("procedurelog", key)["DiscountPlanAmt"] for key in (161, 162, 900, 901)]
    assert api.put("/discountplansubs/32", {"PatNum": 56, "DateTerm": "2024-12-31"}).status == 200
    assert amounts() == [49.0, 49.0, 7.0, 7.0]
    assert api.put("/discountplansubs/32", {"PatNum": 56, "DateTerm": "2024-01-26"}).status == 200
    assert amounts() == [0.0, 0.0, 7.0, 7.0]
    assert api.post("/discountplansubs", {"PatNum": 56, "DiscountPlanNum": 8}).status == 201
    assert amounts() == [0.0, 0.0, 7.0, 7.0]  # the first one, which has ended, counts
    assert api.delete("/discountplansubs/32").status == 200
    assert amounts() == [49.0, 49.0, 7.0, 7.0]
    assert api.delete("/discountplansubs/33").status == 200
    assert amounts() == [0.0, 0.0, 7.0, 7.0]


def test_a_changed_subscription_leaves_the_plans_alone(api):
    plans_of_henri(api, "Insurance")
    api.seed({"discountplansub": [{"DiscountSubNum": 40, **HENRIS}]})
    assert api.put("/discountplansubs/40", {"PatNum": 67, "DateTerm": "2020-01-01"}).status == 200
    assert set(types(api, 67).values()) == {"Insurance"}


# --- methods and versions ----------------------------------------------------------------------------

METHODS = [
    ("21.2.99", "21.3", "GET", "/discountplansubs?PatNum=56", None, 200),
    ("21.2.99", "21.3", "POST", "/discountplansubs", HENRIS, 201),
    ("22.3.12", "22.3.13", "PUT", "/discountplansubs/14", {"PatNum": 23}, 200),
    ("23.1.11", "23.1.12", "DELETE", "/discountplansubs/14", None, 200),
]


@pytest.mark.parametrize(("before", "since", "verb", "path", "body", "status"), METHODS)
def test_since_when_each_method_is_there(api, before, since, verb, path, body, status):
    old = api.at(version=before)
    refused(old, lambda api: api.call(verb, path, body), 400, f"discountplansubs {verb}  is not a valid method.", since)
    for version in (since, f"{since}.0", "25.1.20"):
        assert api.at(version=version).call(verb, path, body).status == status


@pytest.mark.parametrize(
    ("verb", "path", "spoken"),
    [("PATCH", "/discountplansubs/14", "PATCH "), ("GET", "/discountplansubs/All", "GET All")],
)
def test_methods_that_there_are_not(api, verb, path, spoken):
    sentence = f"discountplansubs {spoken} is not a valid method."
    refused(api, lambda api: api.call(verb, path), 400, sentence, "DELETE /discountplansubs/{key}")
