"""What contributors find: their guide, and the settings of their editors, of git and of its hooks."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
import yaml
from checkout import ROOT

from mock_od.web.console import LineJson

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONSOLE = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")


def git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("command", ["pytest", "ruff", "mypy", "mock-od"])
def test_each_command_of_the_guide_comes_with_the_environment_that_it_makes(command):
    assert re.search(rf"^{command} ?", GUIDE, re.MULTILINE)
    assert [*Path(sys.executable).parent.glob(f"{command}*")]


def test_the_guide_names_what_there_is():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name in re.findall(r"`make (\w+)`", GUIDE) if name not in targets} == set()
    for named in re.findall(r"`((?:tests|mock_od|fixtures|\.ci)/[\w./]*)`", GUIDE):
        assert (ROOT / named).exists(), named
    for file, _, anchor in (link.partition("#") for link in re.findall(r"\]\(([\w./]+(?:#[\w-]+)?)\)", GUIDE)):
        text = (ROOT / file).read_text(encoding="utf-8")
        headings = [heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
        assert not anchor or anchor in headings
    assert "tests/resources/test_treatplans.py" in GUIDE
    assert (ROOT / "tests" / "resources" / "test_treatplans.py").is_file()


def test_the_windows_commands_are_those_of_other_systems():
    for text in (GUIDE, (ROOT / "README.md").read_text(encoding="utf-8")):
        ours = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        (theirs,) = re.findall(r"```powershell\n(.*?)```", text, re.DOTALL)
        made = [line for block in ours for line in block.splitlines() if "-m venv" in line]
        as_theirs = [
            line.replace("python3 -m", "py -m").replace(" && ", "; ").replace("/bin/", "\\Scripts\\") for line in made
        ]
        assert as_theirs
        assert [line for line in theirs.splitlines() if "-m venv" in line] == as_theirs


def test_the_hooks_run_the_tools_of_the_environment():
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local"  # nothing is fetched, and no other version of a tool has another opinion
    hooks = {hook["id"]: hook for hook in repository["hooks"]}
    assert {name: hook["entry"].split()[0] for name, hook in hooks.items()} == {
        "ruff-check": "ruff",
        "ruff-format": "ruff",
        "mypy": "mypy",
    }
    assert {hook["language"] for hook in hooks.values()} == {"system"}
    assert re.match(hooks["mypy"]["files"], "mock_od/web/server.py")
    assert not re.match(hooks["mypy"]["files"], "tests/test_cli.py")


def test_editors_and_ruff_agree_on_the_length_of_a_line():
    settings = configparser.ConfigParser()
    settings.read_string("[root]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    (ours,) = re.findall(r"^line-length = (\d+)$", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert settings["*"]["max_line_length"] == ours
    assert settings["Makefile"]["indent_style"] == "tab"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a clone")
def test_no_system_has_git_change_what_is_compared_byte_for_byte():
    compared = ["fixtures/clinic/patient.json", "mock_od/schema.json", *git("ls-files", "tests/data")[:1]]
    assert len(compared) == 3
    attributes = git("check-attr", "text", "eol", "--", *compared, "README.md", "mock_od/cli.py")
    texts = [*((file, "unset") for file in compared), ("README.md", "auto"), ("mock_od/cli.py", "auto")]
    assert attributes == [line for file, text in texts for line in (f"{file}: text: {text}", f"{file}: eol: lf")]
    assert not [line for line in git("ls-files", "--eol") if "crlf" in line or "mixed" in line]


@pytest.mark.parametrize(
    "file", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda file: file.stem
)
def test_the_templates_ask_for_what_is_needed_in_a_form_that_can_be_read(file):
    form = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(form)
    labels = [part["attributes"]["label"] for part in form["body"]]
    assert len(set(labels)) == len(labels) > 0
    assert any(part.get("validations", {}).get("required") for part in form["body"])


def test_the_template_of_pull_requests_asks_for_what_there_is():
    template = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make (\w+)`", template)) == {"lint", "test"} <= set(targets)
    assert {name for name in re.findall(r"[A-Z]+\.md|docs/", template) if not (ROOT / name).exists()} == set()
    assert "A test fails without this change" in template


def test_the_page_of_the_console_shows_lines_as_they_are():
    (lines,) = re.findall(r"```text\n(.*?)```", CONSOLE, re.DOTALL)
    shape = re.compile(
        r"\d\d:\d\d:\d\d [?]?[\w-]+ +(GET|POST) +/\S+ -> (\d{3}|dropped by a fault: middle)  \d+\.\d ms"
        r"( \((waited|held back) \d s (for its turn|by a fault)\))?(  .+)?"
    )
    assert [line for line in lines.splitlines() if not shape.fullmatch(line)] == []
    (example,) = re.findall(r"```json\n(.*?)```", CONSOLE, re.DOTALL)
    assert [*json.loads(example)] == [*get_type_hints(LineJson)]
