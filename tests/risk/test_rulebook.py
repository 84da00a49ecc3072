"""The rulebook finds, loads and refuses editions."""

import shutil
import time

import pytest

from risk import rulebook
from risk.engine import BadEditionError


def test_both_editions_are_there_and_the_default_is_the_amended_one():
    assert rulebook.edition_ids() == ("2024-1689", "2026-1744")
    assert rulebook.edition().id == "2026-1744"
    assert rulebook.edition().based_on == "2024-1689"


def test_an_edition_is_loaded_once():
    assert rulebook.edition("2024-1689") is rulebook.edition("2024-1689")


def test_an_unknown_edition_is_refused_by_name():
    with pytest.raises(rulebook.UnknownEdition, match="2025-0001"):
        rulebook.edition("2025-0001")


def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path):
    shutil.copytree(rulebook.EDITIONS, tmp_path / "editions")
    (tmp_path / "editions/2024-1689/rules/99-broken.toml").write_text("[[rule]\n")

    with pytest.raises(BadEditionError, match=r"99-broken\.toml"):
        rulebook.load("2024-1689", tmp_path / "editions")


def test_a_cite_that_leads_nowhere_is_refused(tmp_path):
    shutil.copytree(rulebook.EDITIONS, tmp_path / "editions")
    path = tmp_path / "editions/2024-1689/rules/30-prohibited.toml"
    path.write_text(path.read_text().replace('"art-5-1-e"', '"art-5-1-y"'))

    with pytest.raises(BadEditionError) as refusal:
        rulebook.load("2024-1689", tmp_path / "editions")

    assert any(
        "30-prohibited.toml: rule prohibited.5-1-e: unknown anchor 'art-5-1-y'" in fault
        for fault in refusal.value.faults
    )


def test_every_question_and_option_is_explained():
    for edition_id in rulebook.edition_ids():
        for fact in rulebook.edition(edition_id).facts.values():
            assert fact.section, fact.id
            assert fact.question.endswith(("?", ")")), fact.id
            assert fact.kept or fact.type in {"one_of", "several_of"} or fact.examples or fact.example, (
                fact.id
            )
            assert set(fact.examples) <= {"yes", "no"}, fact.id


@pytest.mark.shared
def test_the_anchors_are_those_of_the_law(shared):
    import json

    for edition_id, name in (
        ("2024-1689", "ai-act-2024-1689.en.json"),
        ("2026-1744", "ai-act-consolidated-2026-07-27.en.json"),
    ):
        units = json.loads((shared / "law" / name).read_text())["units"]
        kept = (rulebook.EDITIONS / edition_id / "anchors.txt").read_text().split()
        assert kept == [unit["anchor"] for unit in units if not unit.get("deleted")]


@pytest.mark.slow
def test_loading_both_editions_takes_a_moment_only():
    begun = time.process_time()

    for edition_id in rulebook.edition_ids():
        rulebook.load(edition_id)

    assert time.process_time() - begun < 3
