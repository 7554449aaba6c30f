"""What can be chosen for an office, as the plane tells it to a page."""

from mock_od.engine.perform import Engine
from mock_od.faults.kinds import KINDS
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.office.settings_schema import SettingsSchema
from mock_od.opendental import catalog
from mock_od.web.app import create_app

CLIENT = create_app(Offices(Engine(catalog()), Settings("empty", mode="remote"))).test_client()


def test_the_settings_with_what_they_take():
    told = CLIENT.get("/__admin/settings").json
    assert [one["name"] for one in told["settings"]] == SettingsSchema.names()
    by_name = {one["name"]: one for one in told["settings"]}
    assert by_name["mode"] == {
        "name": "mode",
        "schema": {"type": "string", "enum": ["remote", "local", "service"], "description": "must be a text"},
        "default": "remote",
    }
    assert by_name["timeoutSeconds"]["schema"] == {
        "type": "number",
        "minimum": 0,
        "maximum": 1_000_000_000,
        "description": "is a number of seconds, 0 or more and 1000000000 at most",
    }
    assert by_name["faithful"]["schema"] == {"type": "boolean", "description": "is either true or false"}
    assert by_name["ttlSeconds"]["schema"]["type"] == ["number", "null"]
    assert by_name["dates"]["schema"]["enum"] == ["moved", "asIs", None]
    assert by_name["permissions"]["schema"]["enum"][:2] == ["all", "ApiReadAll"]


def test_how_many_methods_need_a_permission():
    methods = [method for resource in catalog().resources.values() for method in resource.methods]
    told = {one["name"]: one["methods"] for one in CLIENT.get("/__admin/settings").json["permissions"]}
    assert sum(told.values()) == len(methods)
    assert told["ApiQueries"] == sum(method.permission == "ApiQueries" for method in methods) > 0
    assert told["ApiEnterprise"] == 0


def test_the_kinds_of_faults_with_what_they_take():
    kinds = {one["name"]: one for one in CLIENT.get("/__admin/faults").json["kinds"]}
    assert list(kinds) == list(KINDS)
    assert kinds["status"]["then"]["status"] == {
        "type": "integer",
        "minimum": 200,
        "maximum": 599,
        "description": "is a whole number, from 200 to 599",
    }
    assert kinds["status"]["then"]["body"] == {}
    assert kinds["status"]["then"]["headers"]["type"] == "object"
    assert kinds["dropConnection"]["then"] == {
        "dropConnection": {
            "type": "string",
            "enum": ["before", "middle", "reset"],
            "description": "is before, middle or reset",
        }
    }
    assert kinds["lostWrite"]["then"] == {"lostWrite": {"type": "boolean", "description": "is true, or not there"}}
    assert kinds["lostWrite"]["verbs"] == ["POST", "PUT", "DELETE"]
    assert kinds["delay"]["lines"][0]["then"] == {"delay": 2.5}
