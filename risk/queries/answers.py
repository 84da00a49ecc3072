"""What has been said about a version of a system, as the engine wants to hear it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from governance.models import Organisation, SystemVersion
from risk.engine import Edition
from risk.models import Answer


def stated(version: SystemVersion) -> dict[str, Answer]:
    """Return the newest answer to each fact, given for this version or an earlier one.

    Cost: one query, with the people who answered.
    """
    rows = (
        Answer.objects.filter(version__system_id=version.system_id, version__number__lte=version.number)
        .select_related("by", "version")
        .order_by("version__number")
    )
    return {row.fact: row for row in rows}


def stamp(answer: Answer | None) -> str:
    """Return what tells an answer from every other one given to the same question; nothing where there is none."""
    return f"{answer.pk.hex}-{answer.at:%Y%m%d%H%M%S%f}" if answer else ""


def raw_facts(version: SystemVersion, edition: Edition) -> dict[str, Any]:
    """Return the facts of a version as plain values: what people answered, and what the register knows.

    Shape: only facts that the edition has; an explicit "I don't know" is None.
    Cost: two queries beside the version's system.
    """
    known = registered(version)
    said = {fact: row.value for fact, row in stated(version).items()}
    return {fact: value for fact, value in {**said, **known}.items() if fact in edition.facts}


def raw_facts_of(versions: Collection[SystemVersion], edition: Edition) -> dict[UUID, dict[str, Any]]:
    """Return the facts of many versions of different systems, each as `raw_facts` would, by version.

    Cost: two queries beside the versions' systems, however many they are.
    """
    organisation = Organisation.objects.first()
    latest = {version.system_id: version.number for version in versions}
    said: dict[UUID, dict[str, Any]] = {system: {} for system in latest}
    rows = Answer.objects.filter(version__system__in=latest).order_by("version__number")
    for system, number, fact, value in rows.values_list(
        "version__system_id", "version__number", "fact", "value"
    ):
        if number <= latest[system]:
            said[system][fact] = value
    return {
        version.pk: {
            fact: value
            for fact, value in {**said[version.system_id], **_kept(version, organisation)}.items()
            if fact in edition.facts
        }
        for version in versions
    }


def registered(version: SystemVersion) -> dict[str, Any]:
    """Return the facts that are kept in the register, so that nobody is asked twice. One query.

    Shape: the facts that editions mark `kept = "register"`; what the register does not say is left out.
    """
    return _kept(version, Organisation.objects.first())


def _kept(version: SystemVersion, organisation: Organisation | None) -> dict[str, Any]:
    system = version.system
    facts: dict[str, Any] = {}
    if system.operator_roles:
        facts["operator.roles"] = list(system.operator_roles)
    if system.placed_on_market_date:
        facts["market.placed_on"] = system.placed_on_market_date.isoformat()
    if organisation:
        facts["organisation.size"] = organisation.size_class
        facts["organisation.public_body"] = organisation.public_body
        facts["organisation.union"] = organisation.established_in_union
    return facts
