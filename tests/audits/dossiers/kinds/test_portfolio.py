"""The portfolio: systems by tier, duties by quarter, disparities, vendors, the next legal dates."""

import pytest

from audits.dossiers import Pack, outline
from audits.dossiers.blocks import Section, Table
from tests.audits.dossiers.samples import bare, of_kind
from tests.audits.dossiers.test_outline import words


def written(told: dict[str, object]) -> dict[str, Section]:
    return {one.title: one for one in outline(Pack.from_json(told))}


@pytest.fixture(scope="module")
def report():
    return written(of_kind("portfolio"))


def titles(section: Section) -> list[str]:
    return [clause.title for clause in section.clauses]


def test_tiers_are_counted_and_the_sum_is_right(report):
    table = next(block for block in report["At a glance"].clauses[0].blocks if isinstance(block, Table))
    counted = [[run.text for cell in row for run in cell.text][:2] for row in table.rows]

    assert counted == [
        ["Prohibited", "1"],
        ["High-risk", "3"],
        ["Undetermined", "1"],
        ["Transparency duties", "1"],
        ["Minimal risk", "2"],
        ["Out of scope", "1"],
        ["All", "9"],
    ]


def test_what_presses_refers_to_where_it_stands(report):
    said = " ".join(words(report["At a glance"]).split())

    assert "2 duties are overdue: section 3" in said
    assert "2 disparities are not closed: section 4" in said
    assert "1 vendor assessment has expired: section 5" in said
    assert "1 product is without an assessment: section 5" in said
    assert "On 2 December 2026 the law changes for 1 system: section 6" in said


def test_how_far_it_reaches_is_said(report):
    said = words(report["At a glance"])

    assert "Nordhaven Group, Retail credit, Human resources, Δημόσια διοίκηση" in said
    assert "Ada Brandt" in said


def test_systems_stand_under_their_tier_the_gravest_first(report):
    assert titles(report["Systems"]) == [
        "Prohibited", "High-risk", "Undetermined", "Transparency duties", "Minimal risk", "Out of scope",
    ]  # fmt: skip


def test_a_system_without_a_finding_is_a_gap_of_its_owner(report):
    (gap,) = report["Systems"].gaps

    assert gap.what == "SYS-0005 Tender ranking: 3 open questions could still raise its tier."
    assert gap.owner == "Мариана Стефанова"


def test_duties_stand_under_the_quarter_in_which_they_fall_due(report):
    assert titles(report["Duties by quarter"]) == [
        "Overdue", "Quarter 4 of 2026", "Quarter 4 of 2027", "Without a day of their own",
    ]  # fmt: skip


def test_a_duty_due_on_the_day_of_freezing_is_not_overdue():
    told = of_kind("portfolio")
    told["portfolio"]["duties"][0]["due_effective"] = "2026-11-20"

    assert "Overdue" not in titles(written(told)["Duties by quarter"])


def test_both_readings_of_a_day_are_given(report):
    assert "2 December 2026 literally 2 August 2026 SYS-0006" in words(report["Duties by quarter"])


def test_an_accepted_disparity_stands_apart_with_reason_and_end(report):
    section = report["Disparities"]

    assert titles(section) == ["Open", "Accepted for a time"]
    assert "Accepted because: The works council agreed to a trial until spring." in words(section)
    assert [gap.what for gap in section.gaps] == [
        "DIS-0001 of SYS-0001 Recidivism scoring was to be settled by 10 November 2026."
    ]


def test_products_stand_by_how_soon_their_assessment_ends(report):
    assert titles(report["Vendors"]) == [
        "Without an assessment", "Expired", "Expiring within 90 days", "Valid for longer",
    ]  # fmt: skip


def test_the_next_legal_dates_name_the_systems_they_concern(report):
    section = report["What the next legal dates change"]

    assert titles(section) == ["2 December 2026", "2 December 2027"]
    assert "SYS-0002, SYS-0003, SYS-0004, SYS-0005" in words(section)


def test_wide_tables_lie_on_their_side_and_running_text_does_not(report):
    landscape = [title for title, section in report.items() if section.landscape]

    assert landscape == [
        "Systems", "Duties by quarter", "Disparities", "Vendors", "What the next legal dates change",
    ]  # fmt: skip


def test_a_unit_without_systems_gives_a_report_that_says_so():
    report = written(bare("portfolio"))

    assert "No system is on record" in words(report["At a glance"])
    assert "No system is registered here." in words(report["Systems"])


def test_a_duty_of_many_systems_names_the_first_and_counts_the_rest():
    told = of_kind("portfolio")
    told["portfolio"]["duties"][0]["systems"] = [f"SYS-{i:04d}" for i in range(1, 31)]

    said = words(written(told)["Duties by quarter"])

    assert "SYS-0012 and 18 more" in said
    assert "SYS-0013" not in said
