"""docs/recipes.md: every recipe in a folder of its own, run by the command that is printed with it."""

import http.client
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mock_od

ROOT = Path(__file__).parent.parent.parent
RECIPES = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", RECIPES, re.DOTALL | re.MULTILINE))
COMMENT = re.compile(r"(?:#|//) (\S+)\n")
RUN = [
    "Flask",
    "FastAPI",
    "Django",
    "unittest",
    "Asynchronous code, with httpx",
    "Node, with fetch",
    "Java, with java.net.http",
]
SAID = {
    "pytest": r"\d passed",
    "python -m django test --settings project": r"Ran 1 test in .+\n\nOK",
    "python -m unittest": r"Ran 1 test in .+\n\nOK",
    "node --test": r"# pass 1\n# fail 0|pass 1\n. fail 0",
    "java Plans.java": "a plan is made",
}


def blocks(section):
    return re.findall(r"^```(\w+)\n(.+?)\n```$", section, re.DOTALL | re.MULTILINE)


def written(section, folder):
    """Write the files of a recipe into a folder; its command."""
    for kind, code in blocks(section):
        if kind != "sh":
            (folder / COMMENT.match(code)[1]).write_text(f"{code}\n", encoding="utf-8")
    (command,) = (code for kind, code in blocks(section) if kind == "sh")
    return command


def test_every_recipe_is_tried():
    assert [*RUN, "C#, with HttpClient"] == list(SECTIONS)


@pytest.mark.parametrize("recipe", RUN)
def test_a_recipe(recipe, tmp_path):
    command = written(SECTIONS[recipe], tmp_path)
    program, *arguments = shlex.split(command)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MOCK_OD", "PYTEST", "DJANGO"))}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    if program in ("pytest", "python"):
        module = ["-m", "pytest", "-p", "mock_od.client.plugin"] if program == "pytest" else []
        started = [sys.executable, *module, *arguments]
    elif shutil.which(program):
        started = [program, *arguments]
    else:
        pytest.skip(f"{program} is not on this machine")
    with mock_od.serving(world="empty") as server:  # for programs in other languages
        env |= {} if program in ("pytest", "python") else {"MOCK_OD_URL": server.url}
        ran = subprocess.run(started, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(SAID[command], ran.stdout + ran.stderr), ran.stdout + ran.stderr


def test_a_body_as_c_sharp_sends_it(mock_od_server):
    """In chunks, its type with a charset, its names in camel case."""
    with mock_od_server.office(world="small") as office:
        connection = http.client.HTTPConnection(office.client.url.removeprefix("http://"), timeout=10)
        headers = {**office.headers, "Content-Type": "application/json; charset=utf-8", "X-Mock-Od-Token": "none"}
        body = iter([b'{"patNum":31,', b'"heading":"Fillings"}'])
        connection.request("POST", "/api/v1/treatplans", body, headers, encode_chunked=True)
        with connection.getresponse() as made:
            assert made.status == 201
        opened = iter([b'{"world":"small","ttlSeconds":600}'])
        connection.request("PUT", f"/__admin/offices/{office.customer_key}", opened, headers, encode_chunked=True)
        with connection.getresponse() as changed:
            assert changed.status == 200
        connection.close()
        assert office.settings()["ttlSeconds"] == 600
        assert office.requests[0].body == {"patNum": 31, "heading": "Fillings"}
