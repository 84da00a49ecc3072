"""A norm is a conversation, a ceiling is a rule (docs: style, lengths)."""

from tests.house.sources import ROOT, functions, modules, name_of

FILE_CEILING = 400
FUNCTION_CEILING = 50
TEMPLATE_CEILING = 250
SETTINGS = "config/settings.py"
# One file on purpose: an auditor carries it to a machine without Annex (docs/decisions/0009).
VERIFIER = "audits/dossiers/verifier/verify_annex.py"


def longest(lengths: dict[str, int], ceiling: int) -> str:
    """Return the ten longest as a table, those above the ceiling marked."""
    ranked = sorted(lengths.items(), key=lambda row: -row[1])[:10]
    return "\n".join(f"{'>' if lines > ceiling else ' '} {lines:5}  {name}" for name, lines in ranked)


def test_no_module_is_longer_than_its_ceiling():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in modules()}
    del lengths[SETTINGS], lengths[VERIFIER]

    print(longest(lengths, FILE_CEILING))

    assert max(lengths.values()) <= FILE_CEILING


def test_no_function_is_longer_than_its_ceiling():
    lengths = {
        f"{name_of(path)}::{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in modules()
        for function in functions(path)
    }

    print(longest(lengths, FUNCTION_CEILING))

    assert max(lengths.values()) <= FUNCTION_CEILING


def test_no_template_is_longer_than_its_ceiling():
    lengths = {
        name_of(path): len(path.read_text().splitlines()) for path in (ROOT / "templates").rglob("*.html")
    }

    print(longest(lengths, TEMPLATE_CEILING))

    assert max(lengths.values()) <= TEMPLATE_CEILING
