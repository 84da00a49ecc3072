"""What the register knows: the system, its version and parts, and whose it is."""

from collections.abc import Mapping

from audits.packs.parts import Component
from audits.sheets.filling import Known
from audits.sheets.knowing.material import Material, day, lines, told
from governance.countries import NAMES

SOURCE = "Register"
# The words of Annex VIII for what the register calls lifecycle; what is not out yet has no status there.
STATUSES: Mapping[str, str] = {"in_service": "on_the_market", "retired": "no_longer"}


def identity(material: Material) -> Known | None:
    """Return name, references and version."""
    system = material.pack.system
    if not system.name:
        return None
    named = (
        system.name,
        system.version and f"version {system.version}",
        system.reference and f"reference {system.reference}",
        system.external_id and f"external reference {system.external_id}",
    )
    return told(", ".join(filter(None, named)), SOURCE)


def purpose(material: Material) -> Known | None:
    """Return the intended purpose."""
    return told(material.pack.system.purpose, SOURCE)


def version(material: Material) -> Known | None:
    """Return the version, its day, and what is new in it."""
    system = material.pack.system
    if not system.version:
        return None
    dated = f" of {day(system.version_date)}" if system.version_date else ""
    return told(lines((f"Version {system.version}{dated}.", system.description)), SOURCE)


def changes(material: Material) -> Known | None:
    """Return what is new in this version."""
    system = material.pack.system
    if not system.description:
        return None
    return told(f"Version {system.version}: {system.description}", SOURCE)


def status(material: Material) -> Known | None:
    """Return the status in the words of Annex VIII."""
    return told(STATUSES.get(material.pack.system.lifecycle, ""), SOURCE)


def components(material: Material) -> Known | None:
    """Return the vendors' products inside, one to a line."""
    return told(lines(map(_component, material.pack.components)), SOURCE)


def _component(part: Component) -> str:
    supplied = f" of {part.supplier}" if part.supplier else ""
    use = f": {part.use}" if part.use else ""
    return f"{part.name}{supplied} ({part.kind.lower()}, {part.reference}){use}"


def placed(material: Material) -> Known | None:
    """Return since when the system is on the market or in service."""
    day_of = material.placed_on
    return told(f"On the market or in service since {day(day_of)}." if day_of else "", SOURCE)


def organisation(material: Material) -> Known | None:
    """Return the organisation's name."""
    return told(material.pack.organisation.name, SOURCE)


def country(material: Material) -> Known | None:
    """Return where the organisation is established."""
    code = material.pack.organisation.establishment
    return told(f"Established in {NAMES.get(code, code)}." if code else "", SOURCE)
