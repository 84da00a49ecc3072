"""The Act's own documents in print: its points in its order and numbers, gaps as gaps, who owes it and why."""

from pathlib import Path

import pytest

from audits import blanks
from audits.dossiers import Outcome, Pack, outline, verify
from audits.dossiers.blocks import Section
from audits.dossiers.cover import cover_of
from audits.dossiers.coverage import Coverage, coverage
from audits.packs import canonical, digest
from audits.packs.writing import as_json
from tests.audits.dossiers.prescribed import PRINTED, pack_of, sheet_of
from tests.audits.dossiers.samples import rendered
from tests.audits.dossiers.test_outline import words
from tests.audits.dossiers.test_rendering import text
from tests.tools.validator import verdicts

KINDS = tuple(PRINTED)
CONTENTS = ("full", "known", "empty", "hostile")


def clauses(pack: Pack) -> dict[str, str]:
    """Return the number of each clause with its title."""
    return {clause.number: clause.title for section in outline(pack) for clause in section.clauses}


def changed(kind: str, content: str, **changes: object) -> Pack:
    """Return a pack whose first document is changed."""
    raw = pack_of(kind, content).as_json()
    raw[kind] = [{**raw[kind][0], **changes}, *raw[kind][1:]]
    return Pack.from_json(raw)


def said(pack: Pack) -> str:
    return " ".join(map(words, outline(pack)))


def titled(pack: Pack, title: str) -> Section:
    return next(section for section in outline(pack) if section.title == title)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", CONTENTS)
def test_every_clause_has_a_number_and_an_anchor_of_its_own(kind, content):
    sections = outline(pack_of(kind, content))

    numbers = [clause.number for section in sections for clause in section.clauses]
    anchors = [clause.anchor for section in sections for clause in section.clauses]
    assert all(numbers)
    assert len(set(numbers)) == len(numbers)
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_form_stands_in_the_document(kind):
    printed = said(pack_of(kind, "empty"))

    labels = [field.label for one in PRINTED[kind] for field in blanks.load(one).fields.values()]
    # The last point of a declaration is the place to sign.
    signing = {"Place of issue", "Date of issue", "Signatory", "Function", "For and on behalf of"}
    assert [label for label in labels if label not in printed and label not in signing] == []


def test_the_nine_points_of_annex_iv_are_sections_one_to_nine_with_its_own_letters():
    pack = pack_of("annex_iv", "empty")
    numbers = clauses(pack)

    assert [section.number for section in outline(pack)] == list(range(1, 14))
    assert numbers["1(a).1"] == "Intended purpose"
    assert numbers["1(h)"] == "Instructions for use"
    assert numbers["2(g).3"] == "Potentially discriminatory impacts"
    assert numbers["4"] == "Appropriateness of the metrics"
    assert numbers["9"] == "Post-market monitoring"


def test_the_results_of_the_tests_stand_behind_the_nine_points():
    told = words(outline(pack_of("annex_iv", "full"))[9])

    assert "RUN-" in told
    assert "Disparity supported" in told


def test_the_simplified_form_is_printed_by_the_same_nine_points():
    sheet = sheet_of(blanks.load("annex_iv_simplified"), "full")
    raw = pack_of("annex_iv", "full").as_json() | {"annex_iv": [as_json(sheet)]}

    numbers = clauses(Pack.from_json(raw))

    assert numbers["2.1"] == "Development, logic and architecture"
    assert [number in numbers for number in ("4", "5", "6", "7", "8", "9")] == [True] * 6


def test_the_six_points_of_the_impact_assessment_are_lettered_as_in_article_27():
    numbers = clauses(pack_of("fria", "full"))

    assert numbers["(a)"] == "Processes in which it is used"
    assert [n for n in numbers if n.startswith("(")] == [
        "(a)", "(b).1", "(b).2", "(c)", "(d).1", "(d).2", "(e)", "(f).1", "(f).2", "(f).3",
    ]  # fmt: skip
    assert numbers["27(4)"] == "Data protection impact assessment"


def test_who_owes_the_assessment_and_why_stands_first():
    pack = changed(
        "fria", "full", standing="owed", sentence="It is owed.", due_effective="2027-12-02", due_literal="2026-08-02"
    )  # fmt: skip
    first = outline(pack)[0]

    told = words(first)
    assert "It is owed. Due on 2 December 2027. It falls on the deployer." in told
    assert "every deployer owes the assessment. Annex III(5)(b)" in told
    assert "2 December 2027" in told
    assert "By the letter 2 August 2026" in told
    assert "none was found published on 20 November 2026" in told


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_document_prints_each_gap_with_who_owns_it(kind):
    sections = outline(pack_of(kind, "empty"))
    counted = coverage(sections)

    gaps = [gap for section in sections for gap in section.gaps]
    assert counted.filled == 0
    assert len([gap for gap in gaps if gap.what.startswith("Not stated: ")]) >= 14
    assert "Owner: nobody named." in " ".join(map(words, sections))


@pytest.mark.parametrize("kind", ["fria", "declaration"])
def test_a_full_document_has_no_gap(kind):
    counted = coverage(outline(pack_of(kind, "full")))

    assert counted.filled == counted.required > 10


def test_what_nobody_has_adopted_is_printed_with_its_source_and_counts_as_a_gap():
    pack = pack_of("annex_iv", "known")
    section = titled(pack, "Monitoring, functioning and control")

    told = words(section)
    assert "Accuracy over all 7214 persons: 65.4%." in told
    assert "Source: Fairness run RUN-" in told
    assert "The record says this; nobody has adopted it yet. Owner: Ines Ferreira." in told
    assert "To be adopted from the record: Accuracy, overall and for groups (Annex IV(3))." in [
        gap.what for gap in section.gaps
    ]


def test_what_does_not_apply_is_printed_with_its_reason():
    assert "Said not to apply, because: No such thing is part of the system." in said(pack_of("fria", "full"))


def test_a_declaration_ends_with_a_line_to_sign_on():
    last = outline(pack_of("declaration", "full"))[0].clauses[-1]
    told = said(pack_of("declaration", "full"))

    assert (last.number, last.title) == ("V 8", "Place, date and signature")
    assert "1 October 2026" in told
    assert "Name and function Harbour Bank AG, Harbour Bank AG" in told
    assert "issued under the sole responsibility of the provider" in told
    assert "Without a signature, by hand or electronic, this is no declaration" in told
    assert "it is not to be signed before every point is stated" in said(pack_of("declaration", "empty"))


def test_the_sections_of_annex_viii_are_numbered_by_their_letters():
    numbers = clauses(pack_of("registration", "full"))

    assert numbers["A4"] == "Trade name and reference"
    assert numbers["B6"] == "Conditions of Art. 6(3)"
    assert numbers["C5"] == "Data protection impact assessment"


def test_the_reduced_set_is_marked_and_goes_to_the_non_public_section():
    points = pack_of("registration", "full").as_json()["registration"][0]["points"]
    left = [{**one, "state": "excluded", "text": ""} if one["id"] == "logic" else one for one in points]
    pack = changed("registration", "full", reduced=True, points=left)
    section = titled(pack, "Section A: high-risk system")

    told = words(section)
    assert "secure non-public section" in told
    assert "Not part of what is submitted to the non-public section (Art. 49(4))." in told
    assert "Operating logic" not in [point.what for point in section.points]


def test_a_section_that_is_neither_owed_nor_begun_says_so():
    raw = pack_of("registration", "full").as_json()
    raw["registration"] = raw["registration"][:1]

    told = words(titled(Pack.from_json(raw), "Section C: use by an authority"))

    assert "By the finding it is not owed, and nobody has begun it." in told


def test_what_changed_since_the_submission_is_named_field_by_field():
    pack = changed(
        "registration", "full", number="EU-7", submitted_on="2026-10-02", changed_since=["Status", "Purpose"]
    )

    told = words(titled(pack, "Section A: high-risk system"))

    assert "EU-7" in told
    assert "2 October 2026" in told
    assert "2 fields say something else by now" in told
    assert "Status Purpose" in told


def test_the_cover_says_how_far_it_is_and_whether_it_is_owed():
    cover = cover_of(
        changed("fria", "full", sentence="It is owed.", due_effective="2027-12-02"), Coverage(16, 16)
    )

    assert cover.mark.word == "Finished"
    assert cover.headline == "It is owed. Due on 2 December 2027."
    assert cover.title.startswith("Fundamental rights impact assessment")


def test_a_duty_that_sleeps_is_not_called_due():
    note = "Systems on the market before owe it only from a significant change."
    pack = changed("fria", "full", standing="owed", sentence="It is owed.", due_note=note)

    section = titled(pack, "Who owes the assessment, and why")

    assert cover_of(pack, Coverage(16, 16)).headline == f"{note} Until then it is not due."
    assert section.clauses[0].margin.mark.word == "Not due yet"
    assert f"{note} Until then it is not due." in words(section)


def test_what_the_act_asks_stands_above_what_is_stated_but_not_in_a_declaration():
    asked = blanks.load("annex_iv").fields["logic"].asks

    assert asked in said(pack_of("annex_iv", "full"))
    assert blanks.load("declaration").fields["standards"].asks not in said(pack_of("declaration", "full"))


def test_packs_without_such_documents_keep_their_bytes():
    pack = Pack.from_json({"document": {"reference": "DOS-1", "created_at": "2026-11-20T09:00:00+00:00"}})

    assert b"fria" not in canonical(pack)


def test_the_same_pack_gives_the_same_bytes_and_proves_itself():
    pack = pack_of("fria", "full")

    first, second = rendered(pack), rendered(Pack.from_json(pack.as_json()))

    assert first == second
    assert verify(first).outcome is Outcome.INTACT
    assert digest(pack)[:8] in text(first)


@pytest.mark.slow
def test_each_kind_conforms_full_empty_and_hostile(tmp_path: Path):
    paths = []
    for kind in KINDS:
        for content in ("full", "empty", "hostile"):
            path = tmp_path / f"{kind}-{content}.pdf"
            path.write_bytes(rendered(pack_of(kind, content)))
            paths.append(path)

    faults = [(v["file"], v["asked"], v.get("failed")) for v in verdicts(paths) if not v.get("compliant")]

    assert faults == []
