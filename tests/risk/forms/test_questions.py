"""One section's form: what people choose or write, turned into statements."""

import pytest
from django.http import QueryDict

from governance.models import User
from risk.actions.answers import Statement
from risk.engine import Question
from risk.engine.edition import Option
from risk.engine.provisions import provision
from risk.forms.questions import SectionForm
from risk.models import Answer
from risk.queries.sheets import Section
from tests.services.clock import NOW


def question(kind, fact="a.fact"):
    return Question(
        fact=fact, section="Section", question="What is it?", help="", example="", type=kind,
        options=(Option("one", "The first"), Option("two", "The second")), examples={"yes": "Such as this"},
        provision=provision("art-3-1", "https://example.org/"), answered=False, answer=None,
        because=tuple(f"Art. {number}" for number in range(1, 7)),
    )  # fmt: skip


def form(kind, data=None, answer=None):
    stated = {"a.fact": answer} if answer else {}
    section = Section("section", "Section", (question(kind),))
    return SectionForm(section, stated, QueryDict(data) if data is not None else None)


def stored(value, note=""):
    return Answer(fact="a.fact", value=value, note=note, by=User(name="Ada"), at=NOW)


@pytest.mark.parametrize(
    ("kind", "data", "statement"),
    [
        ("yes_no", "a.fact=yes", Statement(True)),
        ("yes_no", "a.fact=no&note:a.fact=Sure", Statement(False, "Sure")),
        ("yes_no", "a.fact=unknown", Statement(None)),
        ("one_of", "a.fact=two", Statement("two")),
        ("one_of", "a.fact=unknown", Statement(None)),
        ("several_of", "a.fact=one&a.fact=two", Statement(["one", "two"])),
        ("several_of", "a.fact=none-of-these", Statement([])),
        ("several_of", "a.fact=unknown", Statement(None)),
        ("date", "a.fact=2026-05-04", Statement("2026-05-04")),
        ("date", "unknown:a.fact=on", Statement(None)),
        ("number", "a.fact=2.5", Statement(2.5)),
        ("number", "a.fact=0", Statement(0.0)),
        ("number", "unknown:a.fact=on&note:a.fact=Asked", Statement(None, "Asked")),
    ],
)
def test_what_is_given_becomes_a_statement(kind, data, statement):
    filled = form(kind, data)

    assert filled.is_valid(), filled.errors
    assert filled.statements == {"a.fact": statement}


@pytest.mark.parametrize("kind", ["yes_no", "one_of", "several_of", "date", "number"])
def test_what_is_left_blank_says_nothing(kind):
    filled = form(kind, "")

    assert filled.is_valid()
    assert filled.statements == {}


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("date", "a.fact=soon", "Enter a valid date."),
        ("date", "a.fact=2026-05-04&unknown:a.fact=on", "not both"),
        ("number", "a.fact=-1", "greater than or equal to 0"),
        ("number", "a.fact=0&unknown:a.fact=on", "not both"),
        ("number", "a.fact=nan", "Enter a number."),
        ("several_of", "a.fact=one&a.fact=unknown", "contradicts"),
        ("several_of", "a.fact=one&a.fact=none-of-these", "contradicts"),
        ("one_of", "a.fact=three", "Select a valid choice"),
        ("date", "note:a.fact=Soon", "Your note or address needs an answer beside it"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(kind, data, words):
    filled = form(kind, data)

    assert not filled.is_valid()
    assert words in filled.errors["a.fact"][0]


@pytest.mark.parametrize(
    ("kind", "value", "initial"),
    [
        ("yes_no", True, "yes"),
        ("yes_no", False, "no"),
        ("yes_no", None, "unknown"),
        ("one_of", "two", "two"),
        ("several_of", ["one"], ["one"]),
        ("several_of", [], ["none-of-these"]),
        ("several_of", None, ["unknown"]),
        ("date", "2026-05-04", "2026-05-04"),
        ("number", 2.5, 2.5),
    ],
)
def test_what_was_said_is_shown_again(kind, value, initial):
    assert form(kind, answer=stored(value)).initial["a.fact"] == initial


def test_not_knowing_a_date_is_shown_again_with_who_said_so():
    shown = form("date", answer=stored(None, "Asked"))

    assert shown.initial == {"note:a.fact": "Asked", "evidence:a.fact": "", "unknown:a.fact": True}
    assert shown.shown()[0].said == "Answered by Ada on 14 September 2026"


def test_what_is_shown_has_provision_and_the_first_few_things_that_hang_on_it():
    (asked,) = form("number").shown()

    assert asked.provision.cite == "Art. 3(1)"
    assert asked.because == "Art. 1, Art. 2, Art. 3, Art. 4 and 2 more"
    assert asked.unknown is not None
    assert not asked.choosing
    assert not asked.faulty
    (chosen,) = form("yes_no").shown()
    assert chosen.choosing
    assert [str(choice.choice_label) for choice in chosen.field] == ["Yes", "No", "I don't know"]
