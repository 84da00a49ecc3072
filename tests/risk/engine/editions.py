"""Small editions for tests, written the way a lawyer writes them."""

import tomllib

from risk.engine import Edition, read_edition

ANCHORS = frozenset({"art-1", "art-5", "art-5-1-a", "art-6", "art-50", "art-99", "annex-iii-4-a"})
HEADER = """
id = "test"
title = "A test edition"
celex = "0"
eli = "0"
state = 2024-07-12
page = "https://example.org/act"

[[date]]
id = "start"
title = "It applies"
on = 2025-02-02
provision = "art-5"
"""
FACTS = """
section = "All"

[[fact]]
id = "roles"
type = "several_of"
kept = "register"
question = "Roles?"
provision = "art-1"
[[fact.option]]
id = "provider"
label = "Provider"
[[fact.option]]
id = "deployer"
label = "Deployer"

[[fact]]
id = "bad"
type = "yes_no"
question = "Bad?"
provision = "art-5"

[[fact]]
id = "excused"
type = "yes_no"
question = "Excused?"
provision = "art-5"
ask_when = "bad"
"""
RULES = """
[[rule]]
id = "role.provider"
kind = "role"
title = "Provider"
says = "Provides."
provision = "art-1"
when = "roles is provider"

[[rule]]
id = "role.deployer"
kind = "role"
title = "Deployer"
says = "Deploys."
provision = "art-1"
when = "roles is deployer"

[[rule]]
id = "prohibited.bad"
kind = "prohibited"
title = "Bad things"
says = "No bad things."
provision = "art-5-1-a"
from = "start"
when = "bad"
unless = ["exception.excused"]

[[rule]]
id = "exception.excused"
kind = "exception"
title = "Excused"
says = "Excused bad things."
provision = "art-5-1-a"
when = "excused"
"""
OBLIGATIONS = """
[[obligation]]
id = "provider.stop"
role = "provider"
title = "Stop"
says = "Stop it."
provision = "art-5"
because = ["prohibited.bad"]
"""


def edition_of(
    facts: str = "", rules: str = "", obligations: str = "", header: str = "", base: Edition | None = None
) -> Edition:
    """Read the small edition with something added to each part."""
    parts = {
        "edition.toml": HEADER + header,
        "facts.toml": FACTS + facts,
        "rules.toml": RULES + rules,
        "obligations.toml": OBLIGATIONS + obligations,
    }
    return read_edition([(name, tomllib.loads(text)) for name, text in parts.items()], ANCHORS, base)


def amended(changes: str, base: Edition) -> Edition:
    """Read an edition that amends another by the tables given."""
    head = {key: value for key, value in tomllib.loads(HEADER).items() if key != "date"}
    return read_edition(
        [("edition.toml", {**head, "based_on": "test"}), ("changes.toml", tomllib.loads(changes))],
        ANCHORS,
        base,
    )
