"""Which packages there are, where a build puts its files, and links that work outside the repository.

Everything else about mock_od stands in setup.cfg.
"""

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from setuptools import find_packages, setup

# A folder of fixtures is a package of data in the wheel. Packages are found, so that a new one cannot be forgotten.
WORLDS = sorted({f"mock_od.fixtures.{rows.parent.name}" for rows in Path("fixtures").glob("*/*.json")})

# The address of the repository, which a release gives to its build. Without it, the metadata links to nothing in it.
REPOSITORY = os.environ.get("MOCK_OD_REPOSITORY", "").strip().rstrip("/").removesuffix(".git")


def version() -> str:
    """The version that mock_od has, read without importing it."""
    code = Path("mock_od/__init__.py").read_text(encoding="utf-8")
    return re.findall(r'^__version__ = "(.+)"$', code, re.MULTILINE)[0]


def in_the_repository(path: str) -> str:
    """The address of a file, as it is at the tag of this version."""
    return f"{REPOSITORY}/blob/v{version()}/{'README.md' if path.startswith('#') else ''}{path}"


def picture_in_the_repository(found: "re.Match[str]") -> str:
    """A picture of the README, for readers who do not have its file; nothing where there is no repository."""
    return f"![{found[1]}]({in_the_repository(found[2]).replace('/blob/', '/raw/', 1)})" if REPOSITORY else ""


def described() -> str:
    """The README for readers who do not have the files beside it: a link to one leads to the repository, or is text."""
    readme = Path("README.md").read_text(encoding="utf-8")
    readme = re.sub(r"!\[([^]]+)\]\((docs/[^)]+)\)", picture_in_the_repository, readme)
    # All but addresses; a package index has no places in the README either.
    link = r"\[([^]\[]+)\]\((?![a-z]+:)([^)]+)\)"
    if REPOSITORY:
        return re.sub(link, lambda found: f"[{found[1]}]({in_the_repository(found[2])})", readme)
    return re.sub(link, r"\1", readme)


def addresses() -> dict[str, str]:
    """What a package index links to."""
    api = {"Simulated API": "https://www.opendental.com/site/apispecification.html"}
    if not REPOSITORY:
        return api
    changes, docs = in_the_repository("CHANGELOG.md"), in_the_repository("README.md")
    return {"Source": REPOSITORY, "Changelog": changes, "Documentation": docs, **api}


# A build works in a folder of its own. setuptools would use build/ in the checkout and put everything into the wheel
# that an earlier build has left there, modules that are long gone too. It would also write mock_od.egg-info, where
# two installations at the same moment meet.
with TemporaryDirectory(prefix="mock_od-build-") as folder:
    setup(
        long_description=described(),
        long_description_content_type="text/markdown",
        project_urls=addresses(),
        packages=[*find_packages(include=["mock_od", "mock_od.*"]), "mock_od.fixtures", *WORLDS],
        package_dir={"mock_od.fixtures": "fixtures"},
        options={"build": {"build_base": folder}, "egg_info": {"egg_base": folder}},
    )
