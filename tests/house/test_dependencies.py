"""Every dependency is there for a reason, and what plain pip installs is what uv locked."""

import re
import tomllib

import pytest

from tests.house.sources import ROOT

LOCKED = {
    (package["name"], package.get("version", ""))
    for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
}


def test_every_dependency_has_its_reason_above_it():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start, end = lines.index("dependencies = ["), lines.index("[tool.uv]")
    listed = [number for number in range(start, end) if re.match(r'  "[a-z0-9]', lines[number])]

    bare = [
        lines[n].strip() for n in listed if not lines[n - 1].strip().startswith("#") and n - 1 not in listed
    ]

    assert listed
    assert bare == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_requirements_for_pip_are_those_of_the_lock(name):
    text = (ROOT / name).read_text()
    pinned = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, flags=re.MULTILINE))

    assert pinned
    assert pinned <= LOCKED, (
        f"run: uv export --frozen --no-annotate -o {name} (with --no-dev for requirements.txt)"
    )
    assert text.count("--hash=sha256:") >= len(pinned)
