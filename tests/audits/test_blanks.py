"""The prescribed documents that ship: every point of the law has a field, every field a point of the law."""

import json
from pathlib import Path

import pytest

from audits import blanks
from audits.sheets import Blank, Need, Type
from risk import rulebook
from risk.engine import Edition

PUBLISHED, AMENDED = "2024-1689", "2026-1744"
ROMAN_NINE = [f"annex-iv-{point}" for point in range(1, 10)]
# The points of the law that a document must have a field for, as the Annexes number them. Written down here by
# hand; the `shared` test below compares this list with the text of the law itself.
POINTS = {
    "annex_iv": [
        *(f"annex-iv-1-{letter}" for letter in "abcdefgh"),
        *(f"annex-iv-2-{letter}" for letter in "abcdefgh"),
        *(f"annex-iv-{point}" for point in range(3, 10)),
    ],
    "annex_iv_simplified": ROMAN_NINE,
    "declaration": [f"annex-v-{point}" for point in range(1, 9)],
    "registration_a": [f"annex-viii-a-{point}" for point in range(1, 14)],
    "registration_b": [f"annex-viii-b-{point}" for point in range(1, 10)],
    "registration_c": [f"annex-viii-c-{point}" for point in range(1, 6)],
    "fria": [f"art-27-1-{letter}" for letter in "abcdef"],
}
# Art. 1(42) of Regulation (EU) 2026/1744.
DELETED = {"annex-viii-b-7", "annex-viii-b-9"}
# Art. 49(4)(a) to (c): which points go to the non-public section.
NON_PUBLIC = {
    "registration_a": {1, 2, 3, 4, 5, 7, 10},
    "registration_b": {1, 2, 3, 4, 5, 8, 9},
    "registration_c": {1, 2, 3},
}
every_state = pytest.mark.parametrize("state", [PUBLISHED, AMENDED])
every_blank = pytest.mark.parametrize(
    "form",
    [form for state in (PUBLISHED, AMENDED) for form in blanks.blanks(state).values()],
    ids=lambda form: f"{form.edition}-{form.id}",
)


def anchors(state: str) -> set[str]:
    return set((rulebook.EDITIONS / state / "anchors.txt").read_text("utf-8").split())


def points(form: Blank) -> list[str]:
    return [one for one in POINTS[form.id] if form.edition == PUBLISHED or one not in DELETED]


def edition(form: Blank | None = None) -> Edition:
    return rulebook.edition(form.edition if form else blanks.EDITION)


@every_blank
def test_every_provision_that_is_cited_exists(form):
    cited = {field.point.anchor for field in form.fields.values()}
    cited |= {ground.provision.anchor for ground in form.grounds} | {form.basis.anchor}

    assert cited <= anchors(form.edition)


@every_blank
def test_every_point_of_the_law_has_a_field(form):
    assert set(points(form)) <= {field.point.anchor for field in form.fields.values()}


@every_blank
def test_fields_stand_in_the_order_of_the_law(form):
    order = points(form)
    places = [order.index(f.point.anchor) for f in form.fields.values() if f.point.anchor in order]

    assert places == sorted(places)


@every_state
@pytest.mark.parametrize("kind", NON_PUBLIC)
def test_the_reduced_set_is_that_of_article_49_4(kind, state):
    form = blanks.load(kind, state)
    wanted = {int(one.rsplit("-", 1)[1]) for one in points(form)} & NON_PUBLIC[kind]

    kept = {int(field.point.anchor.rsplit("-", 1)[1]) for field in form.fields.values() if field.non_public}
    left = {
        int(field.point.anchor.rsplit("-", 1)[1]) for field in form.fields.values() if not field.non_public
    }

    assert kept == wanted
    assert not kept & left


@every_blank
def test_every_field_asks_a_question_with_help_and_knows_who_owes_it(form):
    for field in form.fields.values():
        assert field.asks.endswith("?")
        assert field.help.endswith(".")
        assert field.owed_by in {"provider", "deployer", "authorised_representative"}


@every_blank
def test_grounds_and_duties_name_what_the_rulebook_has(form):
    # Definitions are not shown in findings, so no ground may rest on one.
    rules = {rule.id for rule in edition(form).rules.values() if rule.kind != "definition"}
    facts, owed = edition(form).facts, edition(form).obligations

    assert {ground.rule for ground in form.grounds if ground.rule} <= rules
    assert {g.fact for g in form.grounds if g.fact} - {"organisation.sme", "organisation.smaller"} <= set(
        facts
    )
    for ground in form.grounds:
        assert not ground.value or ground.value in {option.id for option in facts[ground.fact].options}
    assert set(form.reduced_by) <= set(form.duties) <= set(owed)


@pytest.mark.parametrize("field", ["submitter", "representative", "certificate", "certificate_copy"])
def test_what_the_act_asks_where_applicable_may_be_said_not_to_apply(field):
    assert blanks.load("registration_a").fields[field].need is Need.WHERE_APPLICABLE


def test_only_the_address_for_more_information_is_optional():
    optional = [
        f.id
        for state in (PUBLISHED, AMENDED)
        for form in blanks.blanks(state).values()
        for f in form.fields.values()
        if f.need is Need.OPTIONAL
    ]

    assert optional == ["more", "more"]


def test_the_conditions_of_section_b_are_the_answers_of_the_questionnaire():
    field = blanks.load("registration_b").fields["conditions"]

    assert field.type is Type.SEVERAL
    assert [c.id for c in field.choices] == [o.id for o in edition().facts["filter.conditions"].options]


def test_there_are_twenty_seven_member_states_and_twenty_four_languages():
    states = blanks.load("registration_a").fields["member_states"].choices
    languages = blanks.load("declaration").fields["languages"].choices

    assert (len({c.id for c in states}), len({c.id for c in languages})) == (27, 24)


@pytest.mark.parametrize(("kind", "edition"), [("fria", "1999-1"), ("../secrets", blanks.EDITION)])
def test_an_unknown_document_is_refused(kind, edition):
    with pytest.raises(blanks.UnknownBlank):
        blanks.load(kind, edition)


TEXTS = {PUBLISHED: "ai-act-2024-1689.en.json", AMENDED: "ai-act-consolidated-2026-07-27.en.json"}


@pytest.mark.shared
@every_state
@pytest.mark.parametrize(
    ("kind", "within"),
    [
        ("annex_iv", "annex-iv"),
        ("annex_iv_simplified", "annex-iv"),
        ("declaration", "annex-v"),
        ("registration_a", "annex-viii-a"),
        ("registration_b", "annex-viii-b"),
        ("registration_c", "annex-viii-c"),
        ("fria", "art-27-1"),
    ],
)
def test_the_points_are_those_of_the_text_of_the_law(kind, within, state, shared):
    law = json.loads((shared / "law" / TEXTS[state]).read_text("utf-8"))
    units = {unit["anchor"] for unit in law["units"] if not unit.get("deleted")}
    inside = {unit for unit in units if unit.startswith(f"{within}-")}
    leaves = {one for one in inside if not any(other.startswith(f"{one}-") for other in inside)}
    if kind == "annex_iv_simplified":
        leaves = {"-".join(leaf.split("-")[:3]) for leaf in leaves}

    assert leaves == set(points(blanks.load(kind, state)))


@pytest.mark.shared
def test_the_states_of_the_law_differ_where_the_provisions_behind_the_documents_do(shared):
    """Every provision that a document rests on has one text in both states, unless the documents differ there."""
    texts = {state: _texts(shared / "law" / name) for state, name in TEXTS.items()}
    cited = {
        anchor
        for anchor in texts[PUBLISHED]
        if anchor.startswith(
            ("art-27-", "art-47-", "art-49-", "annex-iv-", "annex-v-", "annex-viii-", "art-11-")
        )
    }

    moved = {anchor for anchor in cited if texts[PUBLISHED][anchor] != texts[AMENDED].get(anchor)}

    assert moved == {"art-11-1-sp2", "art-27-4", "art-27-5", *DELETED}
    changed = {kind for kind in blanks.KINDS if _said(kind, PUBLISHED) != _said(kind, AMENDED)}
    assert changed == {"annex_iv_simplified", "fria", "registration_b"}


def _texts(path: Path) -> dict[str, str]:
    units = json.loads(path.read_text("utf-8"))["units"]
    return {unit["anchor"]: unit["text"] for unit in units}


def _said(kind: str, state: str) -> tuple[object, ...]:
    form = blanks.load(kind, state)
    asked = [
        (field.id, field.point.anchor, field.asks, field.help, field.need) for field in form.fields.values()
    ]
    return form.about, form.notes, [ground.says for ground in form.grounds], asked


def test_the_act_as_published_asks_for_grounds_and_member_states_of_exceptions():
    published, amended = (blanks.load("registration_b", state) for state in (PUBLISHED, AMENDED))

    assert [name for name in published.fields if name not in amended.fields] == ["grounds", "member_states"]
    assert published.fields["grounds"].point.cite == "Annex VIII, Section B(7)"
    assert published.fields["member_states"].point.anchor == "annex-viii-b-9"
    assert "CELEX:32024R1689" in published.fields["grounds"].point.url
    assert "CELEX:02024R1689-20260727" in amended.fields["status"].point.url


def test_the_simplified_form_was_opened_to_small_mid_caps_by_the_amendment():
    conditions = [
        next(ground.fact for ground in blanks.load("annex_iv_simplified", state).grounds if ground.condition)
        for state in (PUBLISHED, AMENDED)
    ]

    assert conditions == ["organisation.sme", "organisation.smaller"]
