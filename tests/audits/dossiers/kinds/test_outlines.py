"""Every kind of dossier: its sections in order, what they lack, how they refer to one another."""

import pytest

from audits.dossiers import Pack, outline
from audits.dossiers.blocks import Paragraph, Run, Section
from audits.dossiers.cover import cover_of
from audits.dossiers.coverage import coverage
from audits.dossiers.kinds import OUTLINES, UnknownKind
from audits.dossiers.places import Place
from audits.packs.kinds import KINDS, Subject, kinds_about
from tests.audits.dossiers.samples import bare, of_kind, raw
from tests.audits.dossiers.test_outline import words

OURS = ("system", "memorandum", "fairness", "vendor", "portfolio")


def sections(told: dict[str, object]) -> tuple[Section, ...]:
    return outline(Pack.from_json(told))


def titles(kind: str) -> list[str]:
    return [section.title for section in sections(of_kind(kind))]


def test_every_kind_that_can_be_asked_for_has_an_outline():
    assert set(OUTLINES) == set(KINDS)


def test_each_subject_has_a_kind():
    assert all(kinds_about(subject) for subject in Subject)


def test_a_kind_of_a_later_annex_is_refused_by_name():
    with pytest.raises(UnknownKind, match="prophecy"):
        sections(bare("prophecy"))


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("told", [of_kind, bare], ids=["full", "bare"])
def test_sections_and_clauses_are_numbered_and_none_is_empty(kind, told):
    written = sections(told(kind))

    assert [one.number for one in written] == list(range(1, len(written) + 1))
    for one in written:
        assert [clause.number for clause in one.clauses] == [
            f"{one.number}.{place}" for place in range(1, len(one.clauses) + 1)
        ]
        assert all(clause.blocks for clause in one.clauses), one.title


@pytest.mark.parametrize("kind", OURS)
def test_every_gap_is_listed_before_the_last_section_with_its_owner(kind):
    *_, missing, _last = written = sections(bare(kind))
    listed = words(missing)

    assert missing.title == "What is missing"
    gaps = [gap for one in written for gap in one.gaps]
    for gap in gaps:
        assert f"{gap.what} {gap.owner or 'Nobody named'}" in listed


@pytest.mark.parametrize("kind", ["memorandum", "fairness", "vendor"])
def test_where_nothing_is_known_there_are_gaps_and_the_cover_counts_the_rest(kind):
    pack = Pack.from_json(bare(kind))
    written = outline(pack)
    filled = coverage(written)

    assert filled.filled < filled.required
    assert filled.filled == sum(point.filled for one in written for point in one.points)
    told = dict(cover_of(pack, filled).rows)["Complete"]
    assert told == (Run(filled.words), Run("", f"meter t{filled.percent // 10}"))


@pytest.mark.parametrize("kind", OURS)
def test_what_people_entered_does_not_change_how_many_points_there_are_to_fill(kind):
    assert coverage(sections(of_kind(kind))).required >= coverage(sections(bare(kind))).required > 0


def test_a_section_is_referred_to_by_its_number_and_by_other_words_where_it_is_missing():
    place = Place(1, {"answers": 9})

    assert place.see("answers") == (Run("section 9", "see", "#section-9"),)
    assert place.see("appendix", "the record") == (Run("the record"),)


@pytest.mark.parametrize("kind", OURS)
def test_every_reference_leads_to_a_section_of_the_same_document(kind):
    written = sections(of_kind(kind))
    anchors = {f"#{one.anchor}" for one in written}
    runs = [
        run
        for one in written
        for clause in one.clauses
        for block in clause.blocks
        if isinstance(block, Paragraph)
        for run in block.text
    ]

    referring = {run.href for run in runs if run.style == "see"}

    assert referring <= anchors


def test_gaps_that_the_register_recorded_are_in_every_kind():
    told = raw("probation")
    recorded = told["gaps"][0]["what"]

    for kind in ("system", "memorandum"):
        told["document"]["kind"] = kind
        written = outline(Pack.from_json(told))
        missing = next(one for one in written if one.title == "What is missing")
        assert words(missing).count(recorded) == 1
