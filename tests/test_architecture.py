"""The laws that keep the house clean, held by walking every module's syntax tree."""

import ast
import configparser
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from mock_od import wire
from mock_od.opendental import catalog
from mock_od.resources import PAGES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mock_od"


def name_of(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {name_of(file): ast.parse(file.read_bytes()) for file in sorted(PACKAGE.rglob("*.py"))}
FILES = {name_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def is_for_types(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def walk(tree):
    """Every node but those that only type checkers see."""
    for node in ast.iter_child_nodes(tree):
        if not is_for_types(node):
            yield node
            yield from walk(node)


@cache
def imports(module):
    """What a module imports when it runs: modules of ours by their full name, of others by their first."""
    return [*imported(module)]


def imported(module):
    for node in walk(TREES[module]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are written in full"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in TREES else str(node.module) for name in whole]
        else:
            continue
        yield from (name if name.startswith("mock_od") else name.partition(".")[0] for name in names)


def ours(module):
    return {name for name in imports(module) if name.startswith("mock_od")}


def within(*packages):
    """The modules of these packages, and those that are none."""
    return [name for name in TREES if any(name == one or name.startswith(f"{one}.") for one in packages)]


def test_the_walk_sees_what_there_is():
    assert {"mock_od", "mock_od.engine.perform", "mock_od.web.app", "mock_od.resources.treatplans"} <= set(TREES)
    assert "mock_od.call" not in ours("mock_od.declare")  # for types only
    assert "mock_od.declare" in ours("mock_od.engine.perform")
    assert "mock_od.engine.reader" in ours("mock_od.engine.compiled_method")  # inside a function


# --- who imports whom -------------------------------------------------------------------------------

# A package, or a module, and all of ours that it may import when it runs.
LAWS = {
    "mock_od.explain": [],
    "mock_od.dotnet": [],
    "mock_od.schema": [],
    "mock_od.fields": ["mock_od.call", "mock_od.dotnet", "mock_od.explain", "mock_od.fields", "mock_od.schema", "mock_od.versions", "mock_od.suggest"],
    "mock_od.declare": ["mock_od.declare", "mock_od.fields", "mock_od.schema", "mock_od.suggest"],
    "mock_od.versions": [],
    "mock_od.call": ["mock_od.versions"],
    "mock_od.office.clock": [],
    "mock_od.store": [],
    "mock_od.suggest": [],
    "mock_od.patterns": [],
    "mock_od.reply": ["mock_od.call", "mock_od.wire"],
    "mock_od.wire": [],
    "mock_od.validation": ["mock_od.suggest"],
    "mock_od.faults": ["mock_od.call", "mock_od.engine.bodies", "mock_od.explain", "mock_od.faults", "mock_od.patterns", "mock_od.reply", "mock_od.suggest", "mock_od.validation", "mock_od.wire"],
    "mock_od.web.asgi": [],
    "mock_od.web.tls": [],
    "mock_od.web.server": ["mock_od.web.protocol"],
    "mock_od.web.in_threads": ["mock_od.web.asgi"],
    "mock_od.catalog": ["mock_od.catalog", "mock_od.declare", "mock_od.fields", "mock_od.schema", "mock_od.call", "mock_od.suggest", "mock_od.versions"],
    "mock_od.dentistry": ["mock_od.call", "mock_od.dentistry", "mock_od.fields"],
    "mock_od.opendental": ["mock_od.catalog", "mock_od.resources", "mock_od.schema"],
    "mock_od.engine": ["mock_od.declare", "mock_od.dotnet", "mock_od.explain", "mock_od.fields", "mock_od.schema", "mock_od.call", "mock_od.catalog", "mock_od.versions", "mock_od.engine", "mock_od.store", "mock_od.suggest", "mock_od.wire"],
    "mock_od.describing": ["mock_od.declare", "mock_od.explain", "mock_od.fields", "mock_od.call", "mock_od.catalog", "mock_od.describing", "mock_od.engine", "mock_od.office", "mock_od.versions", "mock_od.wire"],
    "mock_od.sftp": [],
    "mock_od.sql": ["mock_od.call", "mock_od.sql", "mock_od.store"],
    "mock_od.office": ["mock_od.declare", "mock_od.sftp", "mock_od.dotnet", "mock_od.explain", "mock_od.fields", "mock_od.schema", "mock_od.call", "mock_od.catalog", "mock_od.versions", "mock_od.engine", "mock_od.faults", "mock_od.office", "mock_od.patterns", "mock_od.store", "mock_od.suggest", "mock_od.validation", "mock_od.wire"],
    "mock_od.api": ["mock_od.declare", "mock_od.dotnet", "mock_od.explain", "mock_od.fields", "mock_od.schema", "mock_od.call", "mock_od.versions", "mock_od.engine", "mock_od.faults", "mock_od.office", "mock_od.reply", "mock_od.wire", "mock_od.api"],
    "mock_od.plane": ["mock_od", "mock_od.catalog", "mock_od.declare", "mock_od.describing", "mock_od.engine", "mock_od.faults", "mock_od.office", "mock_od.plane", "mock_od.store", "mock_od.suggest", "mock_od.validation", "mock_od.versions", "mock_od.wire"],
    "mock_od.openapi": ["mock_od.api", "mock_od.describing", "mock_od.explain", "mock_od.office", "mock_od.openapi", "mock_od.plane", "mock_od.schema", "mock_od.validation", "mock_od.wire"],
    "mock_od.web": ["mock_od", "mock_od.api", "mock_od.call", "mock_od.declare", "mock_od.engine.bodies", "mock_od.explain", "mock_od.office", "mock_od.openapi", "mock_od.page", "mock_od.plane", "mock_od.reply", "mock_od.versions", "mock_od.web", "mock_od.wire"],
    "mock_od.page": ["mock_od", "mock_od.page", "mock_od.plane.callers", "mock_od.wire"],
    "mock_od.workdays": [],
    "mock_od.generate": ["mock_od.generate", "mock_od.call", "mock_od.dentistry", "mock_od.engine", "mock_od.office.seeding", "mock_od.opendental", "mock_od.resources", "mock_od.store", "mock_od.versions", "mock_od.workdays"],
    "mock_od.check": ["mock_od.check", "mock_od.declare", "mock_od.dentistry", "mock_od.explain", "mock_od.fields", "mock_od.schema", "mock_od.call", "mock_od.catalog", "mock_od.engine", "mock_od.office", "mock_od.resources", "mock_od.store", "mock_od.versions", "mock_od.workdays"],
    "mock_od.client.client": ["mock_od.client", "mock_od.suggest", "mock_od.wire"],
}  # fmt: skip


@pytest.mark.parametrize("package", LAWS)
def test_a_package_imports_what_it_may(package):
    for module in within(package):
        for name in ours(module):
            may = any(name == one or (one != "mock_od" and name.startswith(f"{one}.")) for one in LAWS[package])
            assert may, f"{module} may not import {name}"


def test_whoever_says_that_it_imports_nothing_of_ours_does_not():
    saying = [
        module
        for module, tree in TREES.items()
        if re.search(r"May not: import any(thing| other part)? of mock_od[.,]", ast.get_docstring(tree) or "")
    ]
    assert {"mock_od.versions", "mock_od.office.clock", "mock_od.store"} <= set(saying)
    assert {module: ours(module) for module in saying} == {module: set() for module in saying}


def package_of(module):
    """The package of ours that a module is in; a module beside the packages is one of its own."""
    return ".".join(module.split(".")[:2])


def needs():
    """Which packages each package imports, be it inside a function. Types alone need nothing."""
    found = {}
    for module in TREES:
        # Of mock_od itself others need the version only: it is the door that opens the client when asked to.
        others = {package_of(name) for name in ours(module)} - {package_of(module), "mock_od"}
        found.setdefault(package_of(module), set()).update(others)
    return found


def circle_in(needed):
    """Some packages that need each other, in a circle; nothing where there is none."""
    left = {package: set(others) for package, others in needed.items()}
    while free := [package for package, others in left.items() if not others & left.keys()]:
        for package in free:
            del left[package]
    return sorted(left)


def test_no_packages_import_each_other_in_a_circle():
    assert {"mock_od.call", "mock_od.declare"} <= needs()["mock_od.catalog"]
    assert circle_in(needs()) == []


def test_a_circle_is_seen():
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == ["a", "b", "c"]


SHARED = ("mock_od.resources.appointing", "mock_od.resources.common", "mock_od.resources.treatment_planning")
"""What lies behind pages, and is none itself."""

MODULES = [name for name in within("mock_od.resources") if name != "mock_od.resources"]


@pytest.mark.parametrize("page", MODULES)
def test_a_page_imports_declarations_and_what_pages_share_and_never_another_page(page):
    shared = ("mock_od.dentistry", *SHARED)
    for name in ours(page):
        own = ".".join(page.split(".")[:3])  # a page may be a package
        may = name in ("mock_od.declare", "mock_od.call") or name.startswith(
            (*shared, own, "mock_od.fields", "mock_od.sql")
        )
        assert may, f"{page} may not import {name}: pages speak of each other's tables by name"


def test_what_pages_share_imports_no_page():
    for module in within(*SHARED):
        for name in ours(module) - {"mock_od.declare", "mock_od.call"}:
            assert name.startswith(("mock_od.dentistry", *SHARED))


# What a test suite that uses mock_od has and mock_od does not need: imported where it is made use of, if it is there.
OPTIONAL = {"pytest", "urllib3", "httpx", "httpcore", "aiohttp", "yarl"}

# What is imported in one place only: other code stays free of it, and start is quick.
ALONE = {
    "mock_od.resources": [
        "mock_od.resources",
        "mock_od.opendental",
        "mock_od.generate.amounts",
        "mock_od.check.amounts",
        "mock_od.check.appointments",
        "mock_od.check.recalls",
    ],
    "mock_od.opendental": ["mock_od.cli", "mock_od.client.serving", "mock_od.generate.amounts"],
    "mock_od.plane": ["mock_od.plane", "mock_od.openapi", "mock_od.page", "mock_od.web.app"],
    "mock_od.openapi": ["mock_od.openapi", "mock_od.web.app", "mock_od.cli"],
    "mock_od.page": ["mock_od.page", "mock_od.web.app"],
    "mock_od.web": ["mock_od.web", "mock_od.cli", "mock_od.client.serving"],
    "mock_od.generate": ["mock_od.generate", "mock_od.cli"],
    "mock_od.check": ["mock_od.check", "mock_od.cli"],
    "mock_od.cli": ["mock_od.__main__", "mock_od.cli"],
    "marshmallow": [
        "mock_od.engine.reader",
        "mock_od.faults",
        "mock_od.office.expectation_schema",
        "mock_od.office.settings",
        "mock_od.office.settings_schema",
        "mock_od.office.world_schema",
        "mock_od.office.worlds",
        "mock_od.validation",
        "mock_od.openapi.plane",
        "mock_od.plane",
    ],
    "flask": ["mock_od.web.app", "mock_od.openapi", "mock_od.page", "mock_od.plane"],
    "werkzeug": ["mock_od.web.in_threads", "mock_od.plane"],
    "uvicorn": ["mock_od.web.server", "mock_od.web.protocol"],
    "asyncio": ["mock_od.web", "mock_od.sftp", "mock_od.client.serving"],
    "asyncssh": ["mock_od.sftp"],
    "sqlglot": ["mock_od.sql"],
    "regex": ["mock_od.sql.patterns"],
    "mock_od.sql": ["mock_od.sql", "mock_od.resources.queries"],
    "ssl": ["mock_od.web", "mock_od.cli", "mock_od.client"],
    "orjson": ["mock_od.office.kept_worlds", "mock_od.office.worlds", "mock_od.opendental", "mock_od.reply"],
    "faker": ["mock_od.generate"],
    "trustme": ["mock_od.web.tls"],
    "apispec": ["mock_od.openapi.plane"],
    "mock_od.describing": ["mock_od.describing", "mock_od.openapi", "mock_od.plane.describing"],
    "pydyf": ["mock_od.resources.treatment_planning.pdf"],
    "click": ["mock_od.cli"],
    "pytest": ["mock_od.client.plugin"],
    "urllib3": ["mock_od.client.intercept_urllib3"],
    "sqlite3": ["mock_od.store"],
}


@pytest.mark.parametrize("what", ALONE)
def test_what_is_imported_in_one_place_only(what):
    users = {module for module in TREES for name in imports(module) if name == what or name.startswith(f"{what}.")}
    assert users
    assert users <= set(within(*ALONE[what])), f"{what} may be imported by {', '.join(ALONE[what])} alone"


def test_nothing_beyond_the_dependencies_is_imported():
    declared = configparser.ConfigParser()
    declared.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = declared["options.extras_require"]
    lines = [declared["options"]["install_requires"], extras["generate"], extras["tls"], extras["sftp"]]
    known = {re.split(r"[^a-z]", line)[0] for line in "\n".join(lines).split("\n")} | sys.stdlib_module_names
    for module in TREES:
        others = {name for name in imports(module) if not name.startswith("mock_od")}
        assert others <= known | OPTIONAL | {"_typeshed"}, module


# --- start is quick ---------------------------------------------------------------------------------

HEAVY = [
    "flask",
    "werkzeug",
    "marshmallow",
    "faker",
    "pydyf",
    "uvicorn",
    "sqlite3",
    "sqlglot",
    "regex",
    "asyncssh",
    "apispec",
]


@pytest.mark.parametrize(
    ("code", "without"),
    [
        ("import mock_od", [*HEAVY, "click"]),
        ("import mock_od.cli", HEAVY),
        ("import mock_od.declare, mock_od.call, mock_od.versions", [*HEAVY, "click"]),
        ("import mock_od.opendental; mock_od.opendental.catalog()", ["flask", "werkzeug", "marshmallow", "faker", "pydyf", "sqlglot", "regex", "asyncssh"]),
        ("import mock_od.engine.perform, mock_od.office.office", ["flask", "werkzeug", "marshmallow", "faker", "pydyf"]),
        ("from mock_od.office.settings import Settings; Settings(mode='remote', faithful=True)", ["flask", "werkzeug", "marshmallow"]),
        ("import mock_od.faults; mock_od.faults.Faults()", ["flask", "werkzeug", "marshmallow", "faker", "pydyf"]),
        ("import mock_od.web.asgi_app, mock_od.web.server", ["flask", "werkzeug", "marshmallow", "faker", "pydyf"]),
        ("import mock_od.web.app", ["faker", "pydyf", "sqlglot", "regex", "asyncssh", "apispec", "mock_od.describing"]),
    ],
)  # fmt: skip
def test_importing_one_thing_imports_no_other(code, without):
    seen = f"{code}\nimport sys\nprint(*[name for name in {without!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", seen], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# --- the engine knows no resource -------------------------------------------------------------------


def names_of_the_api():
    """Every name of a page or a table, in the spellings that code may use."""
    for table in catalog().tables.declared.values():
        yield from (table.table, table.__name__, table.__name__.lower(), table.row_name)
    yield from catalog().resources


def words(tree):
    """The words of a module's identifiers and texts, docstrings and comments aside."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and is_told(node)}
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # below an attribute
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from re.findall(r"\w+", node.value)
        for attribute in ("id", "attr", "arg", "name"):
            found = getattr(node, attribute, None)
            if isinstance(found, str):
                yield found


def is_told(node):
    return ast.get_docstring(node, clean=False) is not None


def test_the_words_of_a_module_are_its_identifiers_and_texts():
    tree = ast.parse(
        '"""treatplan"""\ndef fee(site):\n    """patient"""\n    return x.clinic["provider.json"] + "a/fees?"\n'
    )
    assert set(words(tree)) == {"fee", "site", "x", "clinic", "provider", "json", "a", "fees"}


def borrowed(tree):
    """The names that a module takes from libraries, which may call a thing of theirs like a page of the API."""
    taken = [node for node in walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in taken if not node.module.startswith("mock_od") for alias in node.names}


def test_what_is_borrowed_comes_from_libraries_alone():
    assert "Config" in borrowed(TREES["mock_od.web.server"])  # uvicorn's
    assert "Connection" not in borrowed(TREES["mock_od.web.server"])


# Words that mean something else where they stand.
ELSEWHERE = {
    "mock_od.office.settings": {"clinic"},  # the name of a world
}


@pytest.mark.parametrize("module", within("mock_od.engine", "mock_od.describing", "mock_od.faults", "mock_od.office", "mock_od.api", "mock_od.openapi", "mock_od.plane", "mock_od.web", "mock_od.catalog", "mock_od.call", "mock_od.declare"))  # fmt: skip
def test_the_engine_the_office_and_the_web_name_no_resource_and_no_table(module):
    named = (set(words(TREES[module])) & set(names_of_the_api())) - borrowed(TREES[module])
    known = ELSEWHERE.get(module, set())
    assert not named - known, (
        f"{module} names {named - known} of the API; if that means something else there, say so in ELSEWHERE"
    )
    assert not known - named, f"{module} names {known - named} no more; take it out of ELSEWHERE"


def test_what_clients_see_is_named_in_one_place():
    """Paths and headers of ours; sentences may speak of them."""
    named = {text for name, text in vars(wire).items() if name.isupper() and text.startswith(("/", "X-"))}
    assert len(named) > 5
    for module, tree in TREES.items():
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert module == "mock_od.wire" or not texts & named, f"{module}: import it from mock_od.wire"


def test_the_plane_takes_the_lock_of_an_office_in_one_place():
    taking = [
        module
        for module in within("mock_od.plane")
        if any(isinstance(node, ast.Attribute) and node.attr == "lock" for node in ast.walk(TREES[module]))
    ]
    assert taking == ["mock_od.plane.binding"]


# --- every module says what it is for ---------------------------------------------------------------


@pytest.mark.parametrize("module", TREES)
def test_every_module_says_its_duty(module):
    told = ast.get_docstring(TREES[module])
    assert told
    part_of_a_page = module.count(".") > 2  # what is within a package of pages is a part of one, or shared
    if module in MODULES and not part_of_a_page and not module.startswith((*SHARED, "mock_od.resources.tables")):
        assert told.startswith("https://www.opendental.com/site/api")


def test_the_pages_are_listed_in_the_order_of_the_documentation():
    listed = [page.__name__.lower() for page in PAGES]
    assert listed == sorted(listed, key=lambda name: name.replace("patplans", "patiplans"))
    assert {f"mock_od.resources.{page.path}" for page in PAGES} <= set(TREES)
    assert all(page.__module__ == f"mock_od.resources.{page.path}" for page in PAGES)
