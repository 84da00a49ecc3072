"""The outline without any page: what fills each section, and what is missing and whose that is."""

import pytest

from audits.dossiers import Pack, outline
from audits.dossiers.blocks import Facts, Items, Notice, Paragraph, Run, Section, Table, Text
from audits.dossiers.opinion import read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import notices
from audits.dossiers.sections.obligations import obligations_section
from audits.packs.parts import Gap
from tests.audits.dossiers.samples import pack, raw


def words(section: Section) -> str:
    """Return everything a section says, in order."""
    said = [*section.lead]
    for clause in section.clauses:
        said += [Run(clause.title), *clause.margin.provision, *map(Run, clause.margin.lines)]
        for block in clause.blocks:
            said += _runs(block)
    return " ".join(run.text for run in said)


def _runs(block: object) -> list[Run]:
    match block:
        case Paragraph(text) | Notice(_, text):
            return [*text]
        case Facts(rows):
            return [run for name, value in rows for run in (Run(name), *value)]
        case Items(items):
            return [run for item in items for run in item]
        case Table():
            cells = (cell for row in block.rows for cell in row)
            return [run for cell in cells for run in (*cell.text, *cell.below, *_mark(cell.mark))]
    return []


def _mark(mark: object) -> Text:
    return (Run(mark.word),) if mark else ()  # type: ignore[attr-defined]


def section(name: str, number: int, **changes: object) -> Section:
    return outline(Pack.from_json({**raw(name), **changes}))[number - 1]


@pytest.mark.parametrize("name", ["compas", "probation", "empty"])
def test_there_are_eight_sections_and_every_clause_has_its_own_number(name: str):
    sections = outline(pack(name))

    assert [s.number for s in sections] == [1, 2, 3, 4, 5, 6, 7, 8]
    for one in sections:
        assert one.clauses
        assert [c.number for c in one.clauses] == [
            f"{one.number}.{i}" for i in range(1, len(one.clauses) + 1)
        ]


def test_the_outline_of_a_pack_is_the_same_each_time():
    assert outline(pack("compas")) == outline(pack("compas"))


@pytest.mark.parametrize("name", ["probation", "empty"])
def test_every_gap_of_every_section_is_listed_with_its_owner(name: str):
    *_, missing, _last = sections = outline(pack(name))
    listed = words(missing)

    found = [gap for one in sections for gap in one.gaps]

    assert found
    for gap in found:
        assert f"{gap.what} {gap.owner or 'Nobody named'}" in listed


def test_nothing_known_is_said_to_be_missing_and_nothing_stands_in_for_it():
    sections = outline(pack("empty"))

    assert [bool(one.gaps) for one in sections] == [True, True, True, True, False, True, False, True]
    assert "No finding exists for this version" in words(sections[6])
    assert "The questionnaire has not been answered." in words(sections[6])
    assert "No finding" in words(sections[1])
    assert "Minimal" not in words(sections[1])


def test_a_complete_record_says_that_nothing_is_missing():
    changed = raw("probation")
    changed["finding"]["open_questions"] = []
    changed["gaps"] = []
    changed["answers"] = [item for item in changed["answers"] if item["answer"] is not None]
    changed["vendors"] = [{"reference": "VA-1", "vendor": "Lumen", "product": "CaseText 7"}]
    for duty in changed["obligations"]:
        duty["owner"] = "Ada"

    missing = outline(Pack.from_json(changed))[6]

    assert "Nothing that Annex looks for is missing" in words(missing)


def test_unanswered_questions_are_a_gap_of_the_finding():
    gaps = section("probation", 2).gaps

    assert [gap.what for gap in gaps] == ["1 question is unanswered and could still change the tier."]


def test_what_holds_comes_first_and_the_weightiest_before_the_rest():
    titles = [clause.title for clause in section("probation", 2).clauses]

    assert titles == [
        "The finding in brief",
        "Risk of offending or re-offending, not solely by profiling",
        "Placing on the market and putting into service in the Union",
        "Predicting offences solely from profiling",
        "Examined and not met",
        "Open questions",
        "What would change this finding",
        "Changes ahead",
    ]


def test_every_provision_the_engine_examined_is_in_the_dossier():
    said = words(section("compas", 2))

    for ruling in raw("compas")["finding"]["findings"]:
        assert ruling["provision"]["cite"] in said
        assert ruling["title"] in said


def test_a_duty_that_holds_only_later_says_so():
    clause = section("probation", 2).clauses[1]

    assert clause.margin.mark
    assert clause.margin.mark.word == "Holds, later"
    assert clause.margin.lines == ("Applies from 2 December 2027",)


def test_both_readings_of_a_date_are_given():
    said = words(section("probation", 3))

    assert "2 December 2027 literally 2 August 2026, note 1" in said


def test_an_open_duty_whose_day_has_passed_is_overdue_and_a_gap_of_its_owner():
    changed = raw("probation")["obligations"]
    changed[0] |= {"state": "open", "due_effective": "2026-11-19", "owner": "Ada"}

    overdue = section("probation", 3, obligations=changed)

    assert "Overdue since 19 November 2026: AI literacy (Art. 4)." in [gap.what for gap in overdue.gaps]
    assert "1 overdue" in words(overdue)


def test_a_duty_due_on_the_day_itself_is_not_overdue():
    changed = raw("probation")["obligations"]
    changed[0] |= {"state": "open", "due_effective": "2026-11-20"}

    assert "overdue" not in words(section("probation", 3, obligations=changed))


def test_without_recorded_duties_those_of_the_finding_are_printed():
    changed = raw("compas") | {"obligations": []}

    said = words(obligations_section(Pack.from_json(changed), Place(3, {})))

    for duty in changed["finding"]["obligations"]:
        assert duty["title"] in said


def test_groups_too_small_to_show_are_hidden_in_the_table():
    changed = raw("compas")["fairness"]
    changed[0]["result"]["suppressed"] = [{"group": "Asian", "n": 5, "display": True, "inference": True}]

    hidden = section("compas", 4, fairness=changed)
    table = next(b for c in hidden.clauses for b in c.blocks if isinstance(b, Table) and "Rates" in b.caption)
    row = next(row for row in table.rows if row[0].text[0].text == "Asian")

    assert {run.text for cell in row[2:] for run in cell.text} == {"\u2013"}
    assert row[1].text[0].text == "few"


def test_a_product_without_assessment_and_an_expired_one_are_gaps():
    expired = raw("probation")["vendors"]
    expired[0] |= {"valid_until": "2026-11-19", "answers": []}

    assert (
        section("probation", 5, vendors=[]).gaps[0].what
        == "CaseText 7 of Lumen Language Models Ltd has no assessment."
    )
    assert (
        section("probation", 5, vendors=expired).gaps[0].what
        == "The assessment VA-0001 expired on 19 November 2026."
    )


def test_an_explicit_not_known_is_printed_and_counted():
    answers = section("probation", 6)

    assert "Not known" in words(answers)
    assert answers.gaps[0].what == "1 of 5 answers are “not known”."


def test_the_list_of_gaps_refers_to_each_section_once_with_its_page():
    missing = outline(pack("empty"))[6]
    table = next(block for clause in missing.clauses for block in clause.blocks if isinstance(block, Table))

    links = [run.href for row in table.rows for run in row[0].text if run.style == "see"]

    assert links == list(dict.fromkeys(links))
    assert {f"#section-{row[0].text[0].text.split()[-1]}" for row in table.rows} == set(links)


def test_of_many_gaps_a_section_shows_the_first_and_counts_those_that_the_list_has():
    gaps = [Gap(section=3, what=f"Duty {i} is overdue.", owner="Ada") for i in range(500)]

    few, many = ([box.text[0].text for box in notices(gaps[:count])] for count in (8, 500))

    assert few == [f"Duty {i} is overdue. Owner: Ada." for i in range(8)]
    assert many == [*few[:7], "493 more of this section stand with their owners under What is missing."]


def test_questions_that_nobody_has_come_to_are_counted_and_never_named_by_their_key():
    told = raw("probation")
    ruling = next(one for one in told["finding"]["findings"] if one.get("missing"))
    ruling["missing"] = [*ruling["missing"], "product.laws", "product.failure"]

    missing = next(one.missing for one in read_opinion(told["finding"]).rulings if one.rule == ruling["rule"])

    assert missing[-1] == "2 further questions that the answers may lead to."
    assert not any("product." in question for question in missing)
    ruling["missing"] = ["product.laws"]
    (only,) = next(one.missing for one in read_opinion(told["finding"]).rulings if one.rule == ruling["rule"])
    assert only == "1 further question that nobody has come to yet."
