"""A blank that cannot be used is refused whole, with every fault."""

import tomllib

import pytest

from audits import blanks
from audits.sheets import BadBlank, blank

FILE = blanks.FOLDER / "2024-1689" / "registration_b.toml"
DRAFT = {"edition": "2024-1689", "law": "The Act", "page": "", **tomllib.loads(FILE.read_text("utf-8"))}
KNOWN = frozenset({"organisation.name", "organisation.country", "system.identity", "system.purpose"}) | {
    "answers.conditions",
    "system.status",
}


def changed(**first_field: object) -> dict:
    first, *others = DRAFT["field"]
    return {**DRAFT, "field": [{**first, **first_field}, *others]}


def faults(draft: dict) -> str:
    with pytest.raises(BadBlank) as refused:
        blank(draft, KNOWN)
    return "\n".join(refused.value.faults)


def test_the_draft_as_it_ships_is_a_blank():
    assert blank(DRAFT, KNOWN).id == "registration_b"


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        ({**DRAFT, "colour": "red"}, "the blank: unknown key 'colour'"),
        ({key: value for key, value in DRAFT.items() if key != "basis"}, "the blank: 'basis' is missing"),
        (changed(size=3), "field provider_name: unknown key 'size'"),
        (changed(part="nowhere"), "field provider_name: there is no part 'nowhere'"),
        (changed(id="purpose"), "field purpose appears twice"),
        (changed(type="colour"), "there is no type 'colour'"),
        (changed(need="perhaps"), "there is no need 'perhaps'"),
        (changed(prefill=["moon.phase"]), "nothing is known as 'moon.phase'"),
        (changed(type="choice"), "exactly what is chosen from has choices"),
        (changed(list="planets"), "there is no list 'planets'"),
        (
            {**DRAFT, "part": [*DRAFT["part"], {"id": "empty", "title": "x"}]},
            "part empty: no field belongs to it",
        ),
        (
            {**DRAFT, "ground": [{"says": "x", "provision": "art-1"}]},
            "ground x: name either a rule or a fact",
        ),
    ],
)
def test_a_fault_is_named(draft, fault):
    assert fault in faults(draft)
