"""Which method a verb and a path mean, and how it is compiled for a version."""

import pytest

from mock_od import declare as d
from mock_od import opendental
from mock_od.call import Refusal
from mock_od.catalog import Catalog
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


def test_a_documented_resource_that_is_not_here_yet_says_so(api, monkeypatch):
    monkeypatch.setattr(opendental.catalog(), "documented", lambda: {"payments": "21.2", "patients": "21.1"})
    got = api.post("/payments", {})
    assert (got.status, got.json) == (404, "payments is not a valid resource.")
    hint = "/payments is documented since 21.2, and not in mock_od yet; `mock-od coverage` lists what is"
    assert (got.hint, got.headers["X-Mock-Od-Missing"]) == (hint, "payments")
    got = api.get("/patient")
    assert (got.status, got.hint) == (404, "did you mean /patients?")
    assert "X-Mock-Od-Missing" not in got.headers


def test_what_the_documentation_has():
    documented = opendental.documented()
    assert (documented["payments"], documented["treatplans"], documented["queries"]) == ("21.2", "22.4.16", "21.1")
    assert set(opendental.catalog().resources) <= {*documented}
