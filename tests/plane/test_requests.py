"""The journal through the admin plane: what the API was asked, whether it is what a test expects, what went wrong."""

import pytest


def admin(client, rest):
    return f"/__admin/offices/{client.key}/{rest}"


def ids(answer):
    assert answer.status == 200
    return [one["id"] for one in answer.json["requests"]]


def refused(answer, status=400):
    assert answer.status == status
    return answer.json["error"]


@pytest.fixture
def told(api):
    """An office that was called four times."""
    api.freeze("2024-01-27 14:13:05")
    api.post("/treatplans", {"PatNum": 15, "Heading": "Mine"})
    api.get("/treatplans?PatNum=15&TPStatus=Active")
    api.put("/treatplans/9088", {"Headin": "Yours"})
    api.get("/treatplans/Saved")
    return api


def test_every_call_is_in_the_journal_with_what_came_of_it(told):
    answer = told.get(admin(told, "requests"))
    made, listed, changed, wrong = answer.json["requests"]
    row = told.get("/treatplans?PatNum=15").json[-1]
    seconds = made.pop("seconds")
    assert 0 <= seconds < 60
    assert made == {
        "id": 1,
        "at": "2024-01-27 14:13:05",
        "verb": "POST",
        "path": "/treatplans",
        "query": {},
        "body": {"PatNum": 15, "Heading": "Mine"},
        "status": 201,
        "answer": row,
        "hint": "",
        "method": "TreatPlans POST",
        "changed": {"treatplan": [9088], "securitylog": [1]},
    }
    assert listed["query"] == {"PatNum": "15", "TPStatus": "Active"}
    assert (listed["body"], listed["changed"], [row["TreatPlanNum"] for row in listed["answer"]]) == (None, {}, [138])
    assert changed["hint"] == "Headin is no field of TreatPlans PUT and was ignored; did you mean Heading?"
    assert (wrong["status"], wrong["answer"], wrong["method"]) == (
        400,
        "treatplans GET Saved is not a valid method.",
        None,
    )


def test_calls_of_the_admin_plane_and_of_strangers_are_not_in_it(told):
    told.get("/treatplans", Authorization="ODFHIR nonsense")
    told.get("/treatplans", Authorization=f"ODFHIR developer/{told.key}-other")
    told.get(f"/__admin/offices/{told.key}")
    assert ids(told.get(admin(told, "requests"))) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("verb=get", [2, 4]),
        ("path=/treatplans", [1, 2]),
        ("path=/treatplans*", [1, 2, 3, 4]),
        ("path=*/90*", [3]),
        ("status=201", [1]),
        ("status=2xx", [1, 2, 3]),
        ("status=4XX", [4]),
        ("since=2", [3, 4]),
        ("since=2&verb=PUT&status=200", [3]),
        ("since=99999", []),
        ("verb=&path=&status=", [1, 2, 3, 4]),
    ],
)
def test_filters(told, filters, found):
    assert ids(told.get(admin(told, f"requests?{filters}"))) == found


@pytest.mark.parametrize(
    ("filters", "problem"),
    [
        ("verbs=GET", "'verbs' is unknown here"),
        ("body=1", "'body' is unknown here"),
        ("status=abc", "status is a number"),
        ("since=-1", "since is the id of a request"),
        ("since=\u0661", "since is the id of a request"),
        ("since=", "since is the id of a request"),
        ("path=treatplans", "begins with a slash"),
    ],
)
def test_filters_that_cannot_be(told, filters, problem):
    assert problem in refused(told.get(admin(told, f"requests?{filters}")))


def test_forgetting_and_numbers_that_go_on(told):
    assert told.delete(admin(told, "requests")).json == {"office": told.key, "requests": []}
    assert ids(told.get(admin(told, "requests"))) == []
    told.get("/treatplans")
    assert ids(told.get(admin(told, "requests"))) == [5]


def test_a_reset_of_the_rows_leaves_the_journal(told):
    told.post("/__admin/reset", {"office": told.key})
    assert ids(told.get(admin(told, "requests"))) == [1, 2, 3, 4]


def test_a_fork_begins_its_own(told):
    key = f"{told.key}-fork"
    assert told.post("/__admin/offices", {"from": told.key, "key": key}).status == 201
    assert told.get(f"/__admin/offices/{key}/requests").json == {"requests": []}


def test_the_size(told):
    assert told.put(admin(told, "requests/size"), {"size": 2}).json == {"office": told.key, "size": 2}
    assert ids(told.get(admin(told, "requests"))) == [3, 4]
    told.put(admin(told, "requests/size"), {"size": 0})
    told.get("/treatplans")
    assert ids(told.get(admin(told, "requests"))) == []


@pytest.mark.parametrize("body", [{}, {"size": -1}, {"size": True}, {"size": "5"}, {"size": 1.5}, {"size": 10**7}])
def test_sizes_that_cannot_be(told, body):
    assert "say how many calls to remember" in refused(told.put(admin(told, "requests/size"), body))
    assert ids(told.get(admin(told, "requests"))) == [1, 2, 3, 4]


def test_what_a_test_expects_is_there(told):
    wanted = {"verb": "post", "path": "/treatplans*", "body": {"PatNum": 15}, "status": 201, "times": {"exactly": 1}}
    answer = told.post(admin(told, "requests/expect"), wanted)
    assert (answer.status, answer.json) == (200, {"matched": True, "count": 1, "times": {"exactly": 1}})
    assert told.post(admin(told, "requests/expect"), {}).json == {"matched": True, "count": 4, "times": {"atLeast": 1}}


def test_what_a_test_expects_is_not_there_and_what_comes_near(told):
    wanted = {"verb": "POST", "path": "/treatplans", "body": {"PatNum": 31, "Note": ""}}
    assert told.post(admin(told, "requests/expect"), wanted).json == {
        "matched": False,
        "count": 0,
        "times": {"atLeast": 1},
        "nearest": [
            {
                "id": 1,
                "verb": "POST",
                "path": "/treatplans",
                "differences": ["body.PatNum is 15, not 31", "body.Note is missing"],
            },
            {
                "id": 2,
                "verb": "GET",
                "path": "/treatplans",
                "differences": ["verb is GET, not POST", "body.PatNum is missing", "body.Note is missing"],
            },
            {
                "id": 4,
                "verb": "GET",
                "path": "/treatplans/Saved",
                "differences": [
                    "verb is GET, not POST",
                    "path is /treatplans/Saved, not /treatplans",
                    "body.PatNum is missing",
                    "body.Note is missing",
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"Verb": "GET"}, "Verb is unknown here; there are verb, path, query, body, status, times"),
        ({"times": 1}, "times is an object"),
        ({"body": []}, "body is an object"),
    ],
)
def test_expectations_that_cannot_be(told, wanted, problem):
    assert problem in refused(told.post(admin(told, "requests/expect"), wanted))


def test_an_expectation_that_is_nested_too_deep(told):
    deep = b'{"body": ' + b'{"a":' * 300 + b"1" + b"}" * 301
    assert "body is an object" in refused(told.call("POST", admin(told, "requests/expect"), raw=deep))


def test_what_was_unexpected_and_why(told):
    told.get("/treatplans?Colour=x")
    found = told.get(admin(told, "requests/unexpected")).json["requests"]
    assert [(one["id"], one["why"]) for one in found] == [
        (3, ["Headin is no field of TreatPlans PUT and was ignored; did you mean Heading?"]),
        (4, ["400: treatplans GET Saved is not a valid method."]),
        (5, ["Colour is no parameter of TreatPlans GET and was ignored"]),
    ]
    listed = {one["id"]: one for one in told.get(admin(told, "requests")).json["requests"]}
    assert all({name: text for name, text in one.items() if name != "why"} == listed[one["id"]] for one in found)


@pytest.mark.parametrize("rest", ["requests", "requests/unexpected", "lint"])
def test_an_office_that_is_not_open_has_no_journal(api, rest):
    assert "no office is open" in refused(api.get(admin(api, rest)), 404)


def test_a_call_whose_answer_was_lost(told):
    with pytest.raises(ConnectionError):
        told.post("/treatplans", {"PatNum": 15}, X_Mock_Od_Fault="lostWrite")
    (lost,) = told.get(admin(told, "requests?since=4")).json["requests"]
    assert (lost["status"], lost["answer"], lost["method"]) == (None, None, "TreatPlans POST")
    assert lost["changed"]["treatplan"] == [9089]
    assert told.get(admin(told, "requests?status=2xx&since=4")).json == {"requests": []}
    assert told.get(admin(told, "requests/unexpected")).json["requests"][-1]["why"] == ["the connection was dropped"]


def test_a_call_that_ran_into_a_fault(told):
    told.get("/treatplans", X_Mock_Od_Fault="status=503")
    failed = told.get(admin(told, "requests/unexpected")).json["requests"][-1]
    assert (failed["id"], failed["status"], failed["why"]) == (5, 503, [f"503: {failed['answer']}"])


def test_seconds_are_those_of_the_offices_clock(told):
    throttle = {"seconds": 30, "wait": "virtual"}
    told.put(f"/__admin/offices/{told.key}", {"throttle": throttle})
    told.get("/treatplans")
    told.get("/treatplans")
    first, second = told.get(admin(told, "requests?since=4")).json["requests"]
    assert first["seconds"] < 5
    assert 25 < second["seconds"] <= 31
    assert (first["at"], second["at"][:17]) == ("2024-01-27 14:13:05", "2024-01-27 14:13:")
    assert second["at"] >= "2024-01-27 14:13:34"
