"""What a lawyer holds of a finding, as a dossier writes it down."""

from dataclasses import replace

from audits.dossiers.blocks import Facts, Items
from audits.dossiers.places import Place
from audits.dossiers.sections.finding import finding_section
from audits.dossiers.sections.positions import position_clause, standing
from audits.packs.parts import Position
from tests.audits.dossiers.samples import pack

CONTESTED = Position(
    stance="contested",
    reasons="It ranks nobody.",
    tier="minimal",
    provision="Art. 6(3)(a)",
    of_tier="high",
    of_edition="2026-1744",
    of_day="2026-09-14",
    by="Ada",
    at="2026-09-14T09:00:00+00:00",
)
LAPSED = replace(
    CONTESTED, stance="confirmed", tier="", provision="", lapsed=True, changes=("Profiling? Yes (was: No)",)
)


def words(text):
    return "".join(run.text for run in text)


def test_a_contest_shows_what_the_rulebook_says_and_what_is_held_instead():
    clause = position_clause(CONTESTED)

    (facts,) = [block for block in clause.blocks if isinstance(block, Facts)]
    told = {name: words(value) for name, value in facts.rows}
    assert told["The rulebook says"] == "High-risk, edition 2026-1744, 14 September 2026"
    assert told["The lawyer holds"] == "Minimal risk, Art. 6(3)(a)"
    assert clause.margin.mark.word == "Contested"


def test_a_lapsed_confirmation_names_what_changed():
    clause = position_clause(LAPSED)

    (items,) = [block for block in clause.blocks if isinstance(block, Items)]
    assert [words(item) for item in items.items] == ["Profiling? Yes (was: No)"]
    assert clause.margin.mark.word == "Confirmed, lapsed"


def test_the_finding_in_brief_says_whether_a_lawyer_stands_behind_it():
    assert standing(()) == "No lawyer has confirmed or contested it"
    assert standing((CONTESTED,)) == "Contested by Ada on 14 September 2026"
    assert standing((LAPSED,)) == "Confirmed by Ada on 14 September 2026, but lapsed since"


def test_a_lapsed_position_is_a_gap_and_a_standing_one_is_none():
    place = Place(2, {"finding": 2})
    before = finding_section(pack("compas"), place)

    held = finding_section(replace(pack("compas"), positions=(CONTESTED,)), place)
    lapsed = finding_section(replace(pack("compas"), positions=(LAPSED,)), place)

    assert len(held.gaps) == len(before.gaps)
    assert "lapsed" in lapsed.gaps[0].what
    assert "What the lawyer holds" in [clause.title for clause in lapsed.clauses]
