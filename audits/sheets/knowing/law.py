"""What the finding, the answers and the obligations say."""

from collections.abc import Iterable, Mapping
from typing import Any

from audits.packs.parts import Answer, OwedDuty
from audits.sheets.filling import Known
from audits.sheets.knowing.material import Material, day, lines, told

OPERATION = "deployer."
OVERSIGHT, EXPLANATION = "deployer.human-oversight", "deployer.explanation"
CONDITIONS, DPIA = "filter.conditions", "deployer.personal_data"


def uses(material: Material) -> Known | None:
    """Return the listed uses that the finding establishes."""
    finding = material.pack.finding
    rulings = (one for one in _mappings(finding.get("findings")) if _is_a_listed_use(one))
    said = lines(f"{one['provision']['cite']}: {one.get('says', '')}" for one in rulings)
    return told(said, f"Finding as on {day(str(finding.get('on') or ''))}")


def _is_a_listed_use(ruling: Mapping[str, Any]) -> bool:
    return ruling.get("kind") == "annex_iii" and ruling.get("state") == "holds"


def conditions(material: Material) -> Known | None:
    """Return the conditions of Art. 6(3) that were claimed."""
    said = _answered(material, CONDITIONS)
    if said is None or not isinstance(said.answer, list):
        return None
    return told([str(one) for one in said.answer], _source(said))


def operation(material: Material) -> Known | None:
    """Return what was answered about how the system is operated."""
    said = [one for one in material.pack.answers if one.fact.startswith(OPERATION) and one.answer is not None]
    if not said:
        return None
    return told(lines(map(_line, said)), f"Answers, the last of {day(max(one.at for one in said))}")


def dpia(material: Material) -> Known | None:
    """Return whether the use requires a data protection impact assessment."""
    said = _answered(material, DPIA)
    return told(_line(said), _source(said)) if said and said.answer is not None else None


def oversight(material: Material) -> Known | None:
    """Return what is owed on human oversight."""
    return _owed(material, OVERSIGHT)


def explanation(material: Material) -> Known | None:
    """Return what is owed on explaining decisions to those concerned."""
    return _owed(material, EXPLANATION)


def rulebook_id(duty: OwedDuty) -> str:
    """Return the id of a duty in the rulebook; the register keeps one for each role, as `deployer.fria:deployer`."""
    return duty.id.partition(":")[0]


def _owed(material: Material, key: str) -> Known | None:
    duty = next((one for one in material.pack.obligations if rulebook_id(one) == key), None)
    if duty is None:
        return None
    shown = f"Shown by: {'; '.join(duty.evidence)}" if duty.evidence else ""
    return told(lines((f"{duty.provision.cite}: {duty.says}", shown)), f"Obligation, {duty.state}")


def _answered(material: Material, fact: str) -> Answer | None:
    return next((one for one in material.pack.answers if one.fact == fact), None)


def _source(said: Answer) -> str:
    return f"Answer of {said.by}, {day(said.at)}"


def _line(said: Answer) -> str:
    words = {True: "Yes", False: "No"}.get(said.answer) if isinstance(said.answer, bool) else None
    answer = "; ".join(said.labels) or words or str(said.answer)
    return " ".join(filter(None, (f"{said.question} {answer}.", said.note)))


def _mappings(raw: object) -> Iterable[Mapping[str, Any]]:
    return (one for one in raw if isinstance(one, Mapping)) if isinstance(raw, list | tuple) else ()
