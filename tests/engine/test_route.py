"""Which method a verb and a path mean, and how it is compiled for a version."""

import re
import subprocess
import sys

import pytest

from mock_od import declare as d
from mock_od import opendental
from mock_od.call import Refusal
from mock_od.catalog import Catalog, Documented
from mock_od.engine import route
from mock_od.engine.perform import Engine
from mock_od.engine.route import find_method
from mock_od.versions import version


class Books(d.Resource, table="book", path="/books"):
    BookNum = d.Key()
    Title = d.Text()
    Shelf = d.Text(since="1.2")
    Room = d.Text(since="22.2.20")

    several = d.LIST("1.0", optional=[Title, Shelf.but(since="1.3")])
    later = d.LIST("2.0", path="/Later")


def names_of(engine, office):
    compiled = engine.compile(Books.several, version(office))
    return list(compiled.params), compiled.names


def test_a_method_is_compiled_once_for_versions_that_have_the_same_of_it():
    engine = Engine(Catalog([Books]))
    assert names_of(engine, "1.0") == (["Title"], ["BookNum", "Title"])
    assert names_of(engine, "1.2") == (["Title"], ["BookNum", "Title", "Shelf"])
    assert names_of(engine, "1.3") == (["Title", "Shelf"], ["BookNum", "Title", "Shelf"])
    assert names_of(engine, "23.1") == (["Title", "Shelf"], ["BookNum", "Title", "Shelf", "Room"])
    old, new = version("1.3"), version("22.2.14")  # that has DateTimeFormatString
    assert engine.compile(Books.several, old).standard == {"Limit", "Offset"}
    assert engine.compile(Books.several, new).standard == {"Limit", "Offset", "DateTimeFormatString"}
    compiled = {id(engine.compile(Books.several, (major, minor))) for major in range(100) for minor in range(100)}
    assert len(compiled) <= 6


def test_what_a_caller_makes_up_is_not_remembered():
    def ask(sub):
        return find_method(Books, "GET", sub.split("/"), version("1.5"), "1.5")

    assert ask("") == (Books.several, None)
    before = route._called.cache_info().currsize
    for number in range(200):
        with pytest.raises(Refusal) as caught:
            ask(f"made/up/{number}")
        assert caught.value.sentence == f"books GET made/up/{number} is not a valid method."
    with pytest.raises(Refusal) as caught:
        ask("LATER")
    assert caught.value.hint == "Books GET Later was added in 2.0; this office runs 1.5"
    assert route._called.cache_info().currsize == before


@pytest.mark.parametrize("query", [{"x" * 1000: "1"}, {"Title": "x", "y" * 1000: "1"}])
def test_a_name_of_the_callers_is_cut_in_a_hint(query):
    from mock_od.engine.hints import remark

    compiled = Engine(Catalog([Books])).compile(Books.several, version("2.0"))
    name = next(name for name in query if name not in compiled.params)
    assert remark(compiled, name, "2.0") == f"{name[:60]}... is no parameter of Books GET"


def documented_as(monkeypatch, **pages):
    """Has the documentation know these methods alone: verb, path, version and page of each."""
    kept = {name: [Documented(*method) for method in methods] for name, methods in pages.items()}
    monkeypatch.setattr(opendental.catalog(), "documented", lambda: kept)


@pytest.mark.parametrize(
    ("verb", "path", "missing"),
    [
        ("GET", "/paymints/7", "PayMints GET"),
        ("HEAD", "/paymints/7", "PayMints GET"),
        ("POST", "/paymints", "PayMints POST"),
        ("PUT", "/paymints/7/void", "PayMints PUT Void"),
        ("DELETE", "/paymints/7", "PayMints"),
        ("GET", "/paymints/Simple", "PayMints"),
    ],
)
def test_a_documented_resource_that_is_not_here_yet_says_so(api, paymints, verb, path, missing):
    got = api.call(verb, path, {})
    assert (got.status, got.json) == (404, "paymints is not a valid resource." if verb != "HEAD" else None)
    assert (got.hint, got.headers["X-Mock-Od-Missing"]) == (paymints, missing)


def test_a_slip_is_led_to_the_nearest_documented_page_here_or_not(api, paymints):
    for path, hint in (
        ("/patient", "did you mean /patients?"),
        ("/paymint", f"did you mean /paymints? It is {paymints}"),
        ("/PayMints", f"did you mean /paymints? It is {paymints}"),
        ("/x", "resources are lower-case plurals; `mock-od show` lists them"),
    ):
        got = api.get(path)
        assert (got.status, got.hint) == (404, hint)
        assert "X-Mock-Od-Missing" not in got.headers


def test_no_documented_page_is_taken_for_another(api):
    for path, methods in opendental.documented().items():
        if path not in opendental.catalog().resources:
            got = api.get(f"/{path}")
            count = "1 method" if len(methods) == 1 else f"{len(methods)} methods"
            assert re.fullmatch(
                rf"documented (since \S+ )?\({methods[0].resource}, {count}\), not in mock_od yet", got.hint
            )
            assert got.headers["X-Mock-Od-Missing"].startswith(methods[0].resource)


METHODS = [
    ("POST", "/treatplans/Proposed", "22.1", "TreatPlans"),
    ("PUT", "/treatplans/{TreatPlanNum}/Split", None, "TreatPlans"),
    ("PUT", "/treatplans/Merge/{TreatPlanNum}", "99.1", "TreatPlans"),
    ("DELETE", "/treatplans", "23.1", "TreatPlans"),
]


@pytest.mark.parametrize(
    ("verb", "path", "sentence", "missing", "since"),
    [
        ("POST", "/treatplans/Proposed", "treatplans POST Proposed", "TreatPlans POST Proposed", " since 22.1"),
        ("POST", "/treatplans/proposed/", "treatplans POST proposed", "TreatPlans POST Proposed", " since 22.1"),
        ("PUT", "/treatplans/7/Split", "treatplans PUT Split", "TreatPlans PUT Split", ""),
    ],
)
def test_a_documented_method_that_is_not_here_yet_says_so(api, monkeypatch, verb, path, sentence, missing, since):
    documented_as(monkeypatch, treatplans=METHODS)
    got = api.call(verb, path, {})
    assert (got.status, got.json) == (400, f"{sentence} is not a valid method.")
    hint = f"documented{since} ({missing}), not in mock_od yet"
    assert (got.hint, got.headers["X-Mock-Od-Missing"]) == (hint, missing)


def test_a_caller_without_an_office_is_told_so_too(api, monkeypatch):
    documented_as(monkeypatch, treatplans=METHODS)
    got = api.post("/treatplans/Proposed", {}, Authorization="")
    assert (got.status, got.headers["X-Mock-Od-Missing"]) == (400, "TreatPlans POST Proposed")


@pytest.mark.parametrize(
    ("verb", "path", "hint"),
    [
        ("PUT", "/treatplans/Merge/7", "PUT /treatplans/Merge/{TreatPlanNum} was added in 99.1; this office runs 25.3.31"),
        ("POST", "/treatplans/Nothing", "TreatPlans has GET /treatplans, "),
        ("PATCH", "/treatplans/Proposed", "TreatPlans has GET /treatplans, "),
    ],
)  # fmt: skip
def test_what_the_real_api_would_refuse_too_is_not_missing(api, monkeypatch, verb, path, hint):
    documented_as(monkeypatch, treatplans=METHODS)
    got = api.call(verb, path, {})
    assert (got.status, got.hint[: len(hint)]) == (400, hint)
    assert "X-Mock-Od-Missing" not in got.headers


def test_what_is_here_without_that_key_is_not_missing(api):
    got = api.get("/procedurelogs/GroupNotes/26")
    assert (got.status, got.json) == (400, "procedurelogs GET GroupNotes/26 is not a valid method.")
    assert got.hint == "ProcedureLogs GET GroupNotes is GET /procedurelogs/GroupNotes"
    assert "X-Mock-Od-Missing" not in got.headers


def test_what_comes_later_in_our_own_page_is_not_missing(api, monkeypatch):
    documented_as(monkeypatch, treatplans=[("DELETE", "/treatplans/{TreatPlanNum}", "24.4.26", "TreatPlans")])
    got = api.at(version="24.4.25").delete("/treatplans/1")
    assert (got.status, got.hint) == (400, "TreatPlans DELETE was added in 24.4.26; this office runs 24.4.25")
    assert "X-Mock-Od-Missing" not in got.headers


def test_what_the_documentation_has():
    documented = opendental.documented()
    assert Documented("POST", "/patients", "21.1", "Patients") in documented["patients"]
    assert Documented("GET", "/treatplans", "22.4.16", "TreatPlans") in documented["treatplans"]
    assert set(opendental.catalog().resources) <= {*documented}


def test_nothing_of_the_documentation_is_read_before_something_is_missing():
    code = """if True:
        from mock_od import opendental
        from mock_od.engine.perform import Engine
        from mock_od.office.offices import Offices
        from mock_od.office.settings import Settings
        from mock_od.web.app import create_app
        client = create_app(Offices(Engine(opendental.catalog()), Settings("small"))).test_client()
        keys = {"Authorization": "ODFHIR a/b"}
        for verb, path in (("GET", "/treatplans"), ("POST", "/treatplans"), ("GET", "/patients/1")):
            client.open(f"/api/v1{path}", method=verb, json={}, headers=keys)
        print(opendental.documented.cache_info().currsize)
        client.open("/api/v1/treatplans/nothing", method="POST", json={}, headers=keys)
        print(opendental.documented.cache_info().currsize)
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "1"]
