"""`.env.example` names exactly what the settings read."""

import re

from tests.house.sources import ROOT


def test_the_example_names_every_variable_and_no_other():
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (ROOT / "config/settings.py").read_text()))
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert read
    assert named == read
