"""The Postman collection: requests that work in the office whose rows they were taken from."""

import json
from functools import cache

from conversation import Client

from mock_od.describing import describe
from mock_od.opendental import catalog

LATER = "The office has no such row yet: make one first."
FILLED_IN = "Its values are yours to fill in: none that work were found in the office."


@cache
def taken():
    """The collection of an office with the small world, and what its requests are answered there."""
    client = Client()
    try:
        client.get("/clinics")  # opens its office
        made = client.app.test_client().get("/postman.json", headers=client.headers).get_json()
        answers = {}
        for folder in made["item"]:
            for item in folder["item"]:
                request = item["request"]
                path = request["url"]["raw"].removeprefix("{{baseUrl}}/api/v1")
                if LATER not in request["description"] and FILLED_IN not in request["description"]:
                    body = json.loads(request["body"]["raw"]) if "body" in request else None
                    client.post("/__admin/reset", {"office": client.key})
                    answers[request["method"], path] = client.call(request["method"], path, body)
        return made, answers
    finally:
        client.close()


def test_the_collection():
    made, _ = taken()
    assert made["info"]["schema"] == "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    assert made["info"]["name"] == "Open Dental API 25.3.31 (mock_od)"
    assert made["variable"] == [
        {"key": "baseUrl", "value": "http://localhost"},
        {"key": "developerKey", "value": "developer"},
        {"key": "customerKey", "value": "customer"},
    ]
    header = {one["key"]: one["value"] for one in made["auth"]["apikey"]}
    assert header == {"key": "Authorization", "value": "ODFHIR {{developerKey}}/{{customerKey}}", "in": "header"}
    here = [page for page in describe(catalog())["resources"] if page["here"]]
    assert [folder["name"] for folder in made["item"]] == [page["name"] for page in here]
    methods = [len([one for one in page["methods"] if one["state"] == "here"]) for page in here]
    assert [len(folder["item"]) for folder in made["item"]] == methods


def test_a_request():
    made, _ = taken()
    (folder,) = (one for one in made["item"] if one["name"] == "TreatPlanAttaches")
    item = next(one for one in folder["item"] if one["request"]["method"] == "GET")
    assert item["name"] == "TreatPlanAttaches GET"
    url = item["request"]["url"]
    assert url["raw"].startswith("{{baseUrl}}/api/v1/treatplanattaches?TreatPlanNum=")
    assert (url["host"], url["path"]) == (["{{baseUrl}}"], ["api", "v1", "treatplanattaches"])
    sent = {one["key"]: one["disabled"] for one in url["query"]}
    assert (sent["TreatPlanNum"], sent["Limit"], sent["Offset"]) == (False, False, True)


def test_the_requests_with_values_work_as_they_stand():
    made, answers = taken()
    assert {place: answer.json for place, answer in answers.items() if answer.status >= 400} == {}
    assert len(answers) > sum(len(folder["item"]) for folder in made["item"]) / 2
