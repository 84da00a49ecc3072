"""An edition with any fault is refused whole, and every fault names its file and entry."""

import pytest

from risk.engine import BadEditionError, read_edition
from tests.risk.engine.editions import amended, edition_of


def fact(name: str, **fields: str) -> str:
    given = {"type": "yes_no", "question": "?", "provision": "art-1", **fields}
    return f'\n[[fact]]\nid = "{name}"\n' + "\n".join(f'{key} = "{value}"' for key, value in given.items())


def rule(name: str, when: str = '"bad"', **fields: str) -> str:
    given = {"kind": "prohibited", "title": "T", "says": "S", "provision": "art-5", **fields}
    lines = "\n".join(f'{key} = "{value}"' for key, value in given.items())
    return f'\n[[rule]]\nid = "{name}"\nwhen = {when}\n{lines}\n'


DUTY = '\n[[obligation]]\nid = "o"\ntitle = "T"\nsays = "S"\nprovision = "art-5"\n'
FINE = '\n[[fine]]\nid = "f"\namount = 1\npercent = 0\nprovision = "art-99"\n'
FAULTS = {
    "facts.toml: fact idle: no rule and no obligation uses it": {"facts": fact("idle")},
    "facts.toml: fact odd: unknown type 'yesno' (did you mean 'yes_no'?)": {
        "facts": fact("odd", type="yesno")
    },
    "facts.toml: fact odd: one_of and several_of need options": {"facts": fact("odd", type="one_of")},
    "facts.toml: fact odd: unknown key 'hlep' (did you mean 'help'?)": {"facts": fact("odd", hlep="x")},
    "facts.toml: fact bad: this id exists already": {"facts": fact("bad")},
    "facts.toml: fact bad: another fact's id begins with this one's": {"facts": fact("bad.worse")},
    "rules.toml: rule r: when: unknown fact or rule 'baad' (did you mean 'bad'?)": {
        "rules": rule("r", '"baad"')
    },
    "rules.toml: rule r: unknown anchor 'art-5-1-z' (did you mean 'art-5-1-a'?)": {
        "rules": rule("r", provision="art-5-1-z")
    },
    "rules.toml: rule r: unknown kind 'prohibitted' (did you mean 'prohibited'?)": {
        "rules": rule("r", kind="prohibitted")
    },
    "rules.toml: rule r: from: unknown date 'strat' (did you mean 'start'?)": {
        "rules": rule("r", **{"from": "strat"})
    },
    "rules.toml: rule r: unless: unknown rule 'exception.excuse'": {
        "rules": rule("r") + 'unless = ["exception.excuse"]'
    },
    "rules.toml: rule r: unless: role.provider is no exception but role": {
        "rules": rule("r") + 'unless = ["role.provider"]'
    },
    "rules.toml: rule r: it is the exception to no rule": {"rules": rule("r", kind="exception")},
    "rules.toml: rule r: nothing refers to it": {"rules": rule("r", kind="definition")},
    "rules.toml: rule d: nobody reads its note: findings tell of no definition": {
        "rules": rule("d", kind="definition", note="N") + rule("r", '"d"')
    },
    "rules.toml: rule r: it can never hold": {"rules": rule("r", '{ all = ["bad", "not bad"] }')},
    "rules.toml: rule r: 'says' must be text": {"rules": rule("r").replace('says = "S"', "says = 3")},
    "rules.toml: rule r: it depends on itself: r -> s -> r": {"rules": rule("r", '"s"') + rule("s", '"r"')},
    "obligations.toml: obligation o: no rule says who is a 'seller'": {
        "obligations": DUTY + 'role = "seller"\nbecause = ["prohibited.bad"]'
    },
    "obligations.toml: obligation o: 'because' is missing": {"obligations": DUTY + 'role = "provider"'},
    "rules.toml: rule r: only a scope rule can be outside": {"rules": rule("r", kind="role", outside="all")},
    "rules.toml: rule r: it ends before it begins": {
        "rules": rule("r", **{"from": "start", "until": "start"})
    },
    "facts.toml: fact odd: it can never be asked": {
        "facts": fact("odd") + '\nask_when = { all = ["bad", "not bad"] }',
        "rules": rule("r", '"odd"'),
    },
    "rules.toml: a rule has no id": {"rules": rule("r").replace('id = "r"', "")},
    "obligations.toml: obligation o: unknown fine '99-9'": {
        "obligations": DUTY + 'role = "provider"\nbecause = ["prohibited.bad"]\nfine = "99-9"'
    },
    "edition.toml: fine f: replaces: unknown fine '99-9'": {
        "header": FINE + 'because = "prohibited.bad"\nreplaces = ["99-9"]'
    },
    "edition.toml: fine f: replaces needs a rule in because; this is ''": {
        "header": FINE + 'replaces = ["national"]'
    },
    "edition.toml: fine f: replaces needs a rule in because; this is 'nobody'": {
        "header": FINE + 'because = "nobody"\nreplaces = ["national"]'
    },
    "edition.toml: unknown table or key 'colour'": {"header": "\n[colour]\nred = 1"},
}


@pytest.mark.parametrize(("fault", "parts"), FAULTS.items(), ids=list(FAULTS))
def test_a_faulty_edition_is_refused_with_file_and_entry(fault, parts):
    with pytest.raises(BadEditionError) as refusal:
        edition_of(**parts)

    assert any(fault in line for line in refusal.value.faults), refusal.value.faults


def test_all_faults_of_an_edition_are_reported_at_once():
    with pytest.raises(BadEditionError) as refusal:
        edition_of(rules=rule("r", '"baad"') + rule("s", provision="art-5-1-z"))

    assert len(refusal.value.faults) == 2


def test_a_sound_edition_loads():
    edition = edition_of()

    assert set(edition.rules) == {"role.provider", "role.deployer", "prohibited.bad", "exception.excused"}
    assert edition.rules["prohibited.bad"].provision.cite == "Art. 5(1)(a)"


def test_an_amendment_changes_only_what_it_names():
    base = edition_of()

    new = amended('[[amend]]\nrule = "prohibited.bad"\nby = "Art. 1(7)"\nsays = "Worse."', base)

    assert new.rules["prohibited.bad"].says == "Worse."
    assert new.rules["prohibited.bad"].when == base.rules["prohibited.bad"].when
    assert base.rules["prohibited.bad"].says == "No bad things."
    assert [(change.what, change.id, change.by) for change in new.changes] == [
        ("amended", "prohibited.bad", "Art. 1(7)")
    ]


def test_moving_a_named_date_moves_every_rule_that_uses_it():
    new = amended('[[amend]]\ndate = "start"\nby = "Art. 1(40)"\non = 2027-12-02', edition_of())

    assert new.rules["prohibited.bad"].applies_from.on.isoformat() == "2027-12-02"


def test_an_option_can_be_added_without_repeating_the_others():
    new = amended(
        '[[amend]]\nfact = "roles"\nby = "Art. 1(1)"\n[[amend.option]]\nid = "importer"\nlabel = "Importer"',
        edition_of(),
    )

    assert [option.id for option in new.facts["roles"].options] == ["provider", "deployer", "importer"]


def test_a_repealed_entry_is_gone():
    new = amended('[[repeal]]\nobligation = "provider.stop"\nby = "Art. 1(2)"', edition_of())

    assert not new.obligations


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ('[[amend]]\nrule = "prohibited.bda"\nby = "Art. 1"', "rule prohibited.bda: nothing of this name"),
        ('[[repeal]]\nrule = "prohibited.bda"\nby = "Art. 1"', "rule prohibited.bda: nothing of this name"),
        ('[[amend]]\nrule = "prohibited.bad"\nsays = "x"', "'by' must name the amending point"),
        ('[[amend]]\nby = "Art. 1"', "names no date, fact, rule, obligation or fine"),
        ('[[rule]]\nid = "prohibited.bad"\nby = "Art. 1"', "use [[amend]] to change it"),
    ],
)
def test_an_amendment_that_misses_its_target_is_refused(changes, fault):
    with pytest.raises(BadEditionError) as refusal:
        amended(changes, edition_of())

    assert any(fault in line and "changes.toml" in line for line in refusal.value.faults)


def test_an_edition_without_its_header_is_refused():
    with pytest.raises(BadEditionError, match=r"edition\.toml: 'celex' is missing or not text"):
        read_edition([("edition.toml", {"id": "test"})], frozenset())
