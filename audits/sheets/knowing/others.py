"""What other prescribed documents of the same system say, once they are finished."""

from audits.sheets.filling import Known
from audits.sheets.knowing.material import Material, Other, day, lines, told


def declaration(material: Material) -> Known | None:
    """Return where the copy of the EU declaration of conformity is."""
    other = material.others.get("declaration")
    if other is None:
        return None
    issued = day(other.texts.get("issued_on", "")) or day(other.finished_on)
    place = other.texts.get("place", "")
    where = f" at {place}" if place else ""
    return told(f"EU declaration of conformity {other.reference} of {issued}{where}.", _source(other))


def fria(material: Material) -> Known | None:
    """Return the findings of the fundamental rights impact assessment."""
    other = material.others.get("fria")
    if other is None:
        return None
    said = (other.texts.get(name, "") for name in ("persons", "harm", "oversight", "measures"))
    return told(lines(said), _source(other))


def dpia(material: Material) -> Known | None:
    """Return what the fundamental rights impact assessment says of the one on data protection."""
    other = material.others.get("fria")
    return told(other.texts.get("dpia", ""), _source(other)) if other else None


def _source(other: Other) -> str:
    return f"{other.reference} of version {other.version}, finished on {day(other.finished_on)}"
