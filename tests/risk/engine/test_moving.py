"""What moved between two findings, and which points of the amending act moved it."""

from datetime import date

import pytest

from risk import rulebook
from risk.engine import classify, parse_facts
from risk.engine.moving import Moved, movement, passed
from tests.risk.adopting import CV, MACHINE, UNDRESSING

OLD, NEW = "2024-1689", "2026-1744"
HERE = {"cite": "Art. 1", "anchor": "art-1", "url": "https://example.org/#art_1"}


def rule(state, *, applies=True, kind="duty", name="r"):
    return {
        "rule": name,
        "kind": kind,
        "state": state,
        "applies": applies,
        "title": "A rule",
        "provision": HERE,
    }


def duty(effective="2027-01-01", literal=None, says="Do it.", fine=None):
    due = {"effective": effective, "literal": literal, "note": ""}
    return {
        "id": "d", "role": "provider", "title": "A duty", "says": says, "provision": HERE, "due": due,
        "recurrence": "", "limit": "", "note": "", "fine": fine,
    }  # fmt: skip


def day(on, name="r"):
    return {"rule": name, "on": on, "title": "A rule", "says": f"On {on}.", "provision": HERE}


def finding(*, tier="high", on="2026-11-20", rules=(), duties=(), days=()):
    return {"tier": tier, "on": on, "findings": rules, "obligations": duties, "upcoming": days}


def parts(before, after):
    return [(part.what, part.was, part.now) for part in movement(before, after).parts]


def judged(said, edition_id, role="deployer", on=date(2026, 11, 20)):
    edition = rulebook.edition(edition_id)
    raw = said | {"operator.roles": [role]}
    return classify(parse_facts(raw, edition), edition, on).as_json()


def told(said, old=OLD, new=NEW, role="deployer"):
    found = movement(judged(said, old, role), judged(said, new, role))
    return {(part.what, part.id): part.by for part in found.because(rulebook.amendments(old, new).of).parts}


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ([rule("fails")], [rule("holds")], [("rule", "fails", "holds")]),
        ([rule("holds", applies=False)], [rule("holds")], [("rule", "holds, not yet", "holds")]),
        ([], [rule("holds")], [("rule", "", "holds")]),
        ([rule("holds")], [], [("rule", "holds", "")]),
        ([rule("open")], [rule("holds")], [("rule", "open", "holds")]),
        ([rule("holds")], [rule("holds")], []),
        ([rule("fails")], [], []),
        ([], [rule("open")], []),
        ([], [rule("open", kind="high_risk")], [("rule", "", "open")]),
        ([], [rule("open", applies=False, kind="prohibited")], []),
        (
            [rule("open", applies=False, kind="prohibited")],
            [rule("open", kind="prohibited")],
            [("rule", "open, not yet", "open")],
        ),
    ],
)
def test_a_rule_moves_where_something_changed_for_somebody(was, now, expected):
    assert parts(finding(rules=was), finding(rules=now)) == expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ([], [duty()], [("opened", "", "2027-01-01")]),
        ([duty(effective=None)], [], [("fallen", "", "")]),
        ([duty()], [duty("2027-12-02")], [("dated", "2027-01-01", "2027-12-02")]),
        (
            [duty()],
            [duty(literal="2026-08-02")],
            [("dated", "2027-01-01", "2027-01-01 (by the letter 2026-08-02)")],
        ),
        ([duty()], [duty(says="Do it well.")], [("amended", "", "")]),
        ([duty()], [duty(fine={"amount": 1, "percent": 0, "whichever": "higher"})], [("amended", "", "")]),
        ([duty()], [duty()], []),
    ],
)
def test_a_duty_opens_falls_moves_or_is_amended(was, now, expected):
    assert parts(finding(duties=was), finding(duties=now)) == expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ([], [day("2027-12-02")], [("announced", "", "2027-12-02")]),
        ([day("2027-08-02")], [day("2028-08-02")], [("rescheduled", "2027-08-02", "2028-08-02")]),
        ([day("2027-08-02")], [], [("withdrawn", "2027-08-02", "")]),
        ([day("2026-11-20")], [], []),
        ([day("2027-08-02")], [day("2027-08-02")], []),
    ],
)
def test_a_day_to_come_is_announced_moved_or_withdrawn_but_not_by_passing(was, now, expected):
    assert parts(finding(days=was), finding(days=now)) == expected


def test_a_tier_alone_is_a_movement_and_nothing_is_none():
    assert movement(finding(tier="minimal"), finding())
    assert not movement(finding(), finding())


def test_the_days_that_have_come_are_those_between_the_two_findings():
    before = finding(on="2026-12-01", days=[day("2026-12-02"), day("2027-12-02")])

    assert passed(before, finding(on="2026-12-02")) == (day("2026-12-02"),)


def test_each_reason_is_named_once_days_before_points_and_the_commonest_point_first():
    found = movement(finding(rules=[rule("fails"), rule("fails", name="s")]), finding(duties=[duty()], rules=[
        rule("holds"), rule("holds", name="s")]))  # fmt: skip

    reasoned = found.because(
        lambda part: ("Art. 9", "Art. 5") if part.what == "rule" else ("Art. 7", "Art. 5"),
        days=[{"cite": "Art. 5", "says": "It came."}],
    )
    why = reasoned.why
    assert reasoned.as_json()["why"] == list(why)
    assert reasoned.as_json()["parts"][-1]["by"] == ["Art. 7", "Art. 5"]

    assert why == (
        {"cite": "Art. 5", "says": "It came."},
        {"cite": "Art. 9", "says": ""},
        {"cite": "Art. 7", "says": ""},
    )


def test_a_moved_day_names_the_point_that_moved_it():
    by = told(CV)

    assert by["dated", "deployer.human-oversight"] == ("Art. 1(40)(b)",)
    assert by["rule", "high.6-2"] == ("Art. 1(40)(b)",)
    assert by["announced", "high.6-2"] == ("Art. 1(40)(b)",)


def test_what_is_new_names_its_own_point_and_what_is_reworded_too():
    by = told(UNDRESSING, role="provider")

    assert by["announced", "prohibited.5-1-ba"] == ("Art. 1(7)(a)",)
    assert told(CV)["amended", "deployer.literacy"] == ("Art. 1(5)",)


def test_a_duty_that_fell_names_the_point_that_moved_its_rule_not_the_one_that_reworded_it():
    by = told(MACHINE, role="provider")

    assert "Art. 1(41)(a)" in by["fallen", "provider.risk-management"]
    assert "Art. 1(9)" not in by["fallen", "provider.data-governance"]


def test_the_way_back_has_the_same_reasons():
    assert told(CV, NEW, OLD)["dated", "deployer.human-oversight"] == ("Art. 1(40)(b)",)


def test_within_one_edition_no_point_moves_anything():
    part = Moved("rule", "high.6-2", "", HERE, "fails", "holds")

    assert rulebook.amendments(NEW, NEW).of(part) == ()
