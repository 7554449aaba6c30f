"""Examples: calls that work in an office as it stands, found by trying in a copy of it."""

from functools import cache

import pytest
from conversation import Client

from mock_od.describing.examples import Examples, private_copy
from mock_od.opendental import catalog


def method(page, name):
    (resource,) = (one for one in catalog().resources.values() if one.__name__ == page)
    return getattr(resource, name)


@cache
def examples():
    return Examples(private_copy(Client().offices))


@pytest.fixture
def clinic(api):
    """The client of an open office with the clinic."""
    client = api.at(world="clinic")
    client.get("/clinics")
    return client


def test_an_example_has_what_the_method_wants_and_the_offices_own_rows():
    assert examples().of(method("TreatPlanAttaches", "several")) == {
        "path": "/treatplanattaches",
        "key": None,
        "query": {"TreatPlanNum": "7", "Limit": "2"},
        "body": None,
        "status": 200,
        "answer": [{"TreatPlanAttachNum": 40, "TreatPlanNum": 7, "ProcNum": 25, "Priority": 151, "priority": "1"}],
        "url": "/treatplanattaches?TreatPlanNum=7&Limit=2",
        "as_it_stands": True,
    }


def test_a_refused_try_is_mended():
    """A discount plan wants a fee schedule and an adjustment type; a patient field wants one that is defined."""
    plan = examples().of(method("DiscountPlans", "create"))
    assert (plan["status"], plan["as_it_stands"]) == (201, True)
    assert plan["body"].keys() == {"Description", "FeeSchedNum", "DefNum"}


def test_an_example_works_in_the_office_and_trying_it_has_changed_nothing(api):
    api.get("/clinics")  # opens the office
    before = api.get(f"/__admin/offices/{api.key}/export").json
    copy = private_copy(api.offices, api.key)
    found = Examples(copy).of(method("TreatPlans", "create"))
    assert copy.count_rows() == api.office.count_rows()
    copy.close()
    assert api.get(f"/__admin/offices/{api.key}/export").json == before
    answer = api.post(found["path"], found["body"])
    assert (answer.status, answer.json["PatNum"]) == (found["status"], found["answer"]["PatNum"])


def test_a_row_is_made_where_the_office_has_none(api):
    """An employer can be read, changed and deleted only when there is one."""
    api = api.at(world="empty")
    api.get("/employers")
    alone = Examples(private_copy(api.offices, api.key))
    employers = method("Employers", "single").resource
    found = alone.all([employers])
    single, create = found[employers.single], found[employers.create]
    assert (create["as_it_stands"], create["body"]) == (True, {"EmpName": "Example"})
    assert (single["as_it_stands"], single["answer"]) == (False, {"EmployerNum": 1, "EmpName": "Example"})


def test_a_row_is_made_where_none_that_is_there_will_do(clinic):
    """Each employer of the clinic is somebody's; one that was made for an example can be deleted."""
    alone = Examples(private_copy(clinic.offices, clinic.key))
    employers = method("Employers", "delete").resource
    found = alone.all([employers])[employers.delete]
    assert (found["as_it_stands"], found["status"]) == (False, 200)


def test_what_a_refusal_does_not_name_is_guessed(clinic):
    """A patient has a discount plan already: the sentence names no parameter, and another patient will do."""
    alone = Examples(private_copy(clinic.offices, clinic.key))
    found = alone.of(method("DiscountPlanSubs", "create"))
    assert (found["status"], found["as_it_stands"]) == (201, True)


def test_a_field_may_say_what_an_example_sends():
    found = examples().of(method("Queries", "short"))
    assert found["body"] == {"SqlCommand": "SELECT PatNum, LName, FName FROM patient ORDER BY LName"}
    assert found["answer"][0].keys() == {"PatNum", "LName", "FName"}


def test_a_row_that_is_made_on_demand_is_asked_for_by_the_key_of_its_patient():
    found = examples().of(method("EhrPatients", "single"))
    assert (found["status"], found["as_it_stands"], found["answer"]["PatNum"]) == (200, True, found["key"])


def test_each_try_sends_something_else(clinic):
    """To attach, a plan that is not saved is needed, and a planned procedure of its patient that it does not have."""
    alone = Examples(private_copy(clinic.offices, clinic.key))
    found = alone.of(method("TreatPlanAttaches", "create"))
    assert (found["status"], found["as_it_stands"]) == (201, True)
    assert clinic.post(found["path"], found["body"]).status == 201
