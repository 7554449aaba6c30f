"""schemathesis asks a server what its document says: a short hunt here, 20,000 requests by `make hunt`."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from mock_od.client.serving import serving

HERE = Path(__file__).parent


def test_schemathesis_finds_nothing(tmp_path):
    shutil.copy(HERE / "schemathesis.toml", tmp_path)
    with serving(world="clinic") as running:
        url = running.url.removesuffix("/api/v1")
        with urlopen(f"{url}/openapi.json", timeout=120) as answer:
            (tmp_path / "openapi.json").write_bytes(answer.read())
        command = [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", url, "--no-color"]
        command += ["-H", "Authorization: ODFHIR developer/hunt", "--phases", "examples", "--seed", "1"]
        hunt = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240)
    assert hunt.returncode == 0, hunt.stdout[-6000:] + hunt.stderr
    asked = re.search(r"(\d+) generated, \1 passed", hunt.stdout)
    assert asked, hunt.stdout[-2000:]
    assert int(asked[1]) > 150
