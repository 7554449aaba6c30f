"""Which packages there are, and where a build puts its files; everything else about mock_od stands in setup.cfg."""

from pathlib import Path
from tempfile import TemporaryDirectory

from setuptools import find_packages, setup

# A folder of fixtures is a package of data in the wheel. Packages are found, so that a new one cannot be forgotten.
WORLDS = sorted({f"mock_od.fixtures.{rows.parent.name}" for rows in Path("fixtures").glob("*/*.json")})

# A build works in a folder of its own. setuptools would use build/ in the checkout and put everything into the wheel
# that an earlier build has left there, modules that are long gone too. It would also write mock_od.egg-info, where
# two installations at the same moment meet.
with TemporaryDirectory(prefix="mock_od-build-") as folder:
    setup(
        packages=[*find_packages(include=["mock_od", "mock_od.*"]), "mock_od.fixtures", *WORLDS],
        package_dir={"mock_od.fixtures": "fixtures"},
        options={"build": {"build_base": folder}, "egg_info": {"egg_base": folder}},
    )
