"""Clients that programs have made of the OpenAPI document hold a conversation with a server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from mock_od.client.serving import serving

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def server():
    with serving(world="small") as running:
        yield running.url.removesuffix("/api/v1")


@pytest.fixture(scope="module")
def document(server, tmp_path_factory):
    file = tmp_path_factory.mktemp("document") / "openapi.json"
    with urlopen(f"{server}/openapi.json", timeout=120) as answer:
        file.write_bytes(answer.read())
    return file


def run(*command, cwd, **environment):
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


PYTHON = """
import json, sys
from od.client import AuthenticatedClient
from od.api.treat_plans import create_treat_plans, list_treat_plans
from od.api.admin_plane import admin_set_clock
from od.models import AdminClockSchema, CreateTreatPlansBody, TreatPlan

client = AuthenticatedClient(base_url=sys.argv[1], token="developer/python", prefix="ODFHIR")
made = create_treat_plans.sync_detailed(client=client, body=CreateTreatPlansBody(pat_num=15, heading="Fillings"))
plan = made.parsed
assert isinstance(plan, TreatPlan), plan
listed = list_treat_plans.sync(client=client, pat_num=15)
refused = list_treat_plans.sync_detailed(client=client, pat_num=4711)
clock = admin_set_clock.sync(client=client, key="python", body=AdminClockSchema(now="2025-06-02 09:00:00", frozen=True))
print(json.dumps({
    "made": [made.status_code, plan.pat_num, plan.heading, str(plan.tp_status)],
    "headings": [one.heading for one in listed if one.treat_plan_num == plan.treat_plan_num],
    "refused": [refused.status_code, refused.parsed],
    "clock": [clock.now, clock.frozen],
}))
"""

SAID = {
    "made": [201, 15, "Fillings", "Inactive"],
    "headings": ["Fillings"],
    "refused": [404, "Patient not found."],
    "clock": ["2025-06-02 09:00:00", True],
}


def test_a_client_that_openapi_python_client_has_made(server, document, tmp_path):
    (tmp_path / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")
    generate = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document), "--meta", "none"]
    told = run(*generate, "--output-path", "od", "--config", "config.yml", cwd=tmp_path)
    assert "WARNING" not in told
    assert json.loads(run(sys.executable, "-c", PYTHON, server, cwd=tmp_path)) == SAID


@pytest.mark.skipif(shutil.which("npm") is None, reason="openapi-typescript needs Node and npm")
def test_a_client_of_openapi_typescript_and_openapi_fetch(server, document, tmp_path):
    folder = tmp_path / "typescript"
    shutil.copytree(HERE / "typescript", folder)
    # package.json names the versions: what npm has of them it need not ask for again.
    known = ("--prefer-offline", "--no-package-lock")
    run("npm", "install", "--no-audit", "--no-fund", "--silent", *known, cwd=folder)
    modules = folder / "node_modules"  # what npx would find there after half a second
    run("node", modules / "openapi-typescript/bin/cli.js", str(document), "-o", "od.d.ts", cwd=folder)
    run(
        "node", modules / "typescript/bin/tsc", "--project", ".", cwd=folder
    )  # strictly: a type that does not fit ends it
    assert json.loads(run("node", "conversation.js", cwd=folder, OD=server)) == SAID
