"""A unit's whole register at one moment, as its board reads it: systems, duties, disparities, vendors, changes."""

from dataclasses import dataclass, field

from audits.packs.parts import Provision


@dataclass(frozen=True, kw_only=True)
class PortfolioSystem:
    """One system, with the finding of its newest version; `position` is what a lawyer holds of it."""

    reference: str
    name: str
    unit: str = ""
    owner: str = ""
    roles: tuple[str, ...] = ()
    lifecycle: str = ""
    version: str = ""
    tier: str = ""
    at_least: str = ""
    edition: str = ""
    judged_on: str = ""
    position: str = ""
    open_questions: int = 0
    duties: int = 0
    overdue: int = 0
    next_due: str = ""


@dataclass(frozen=True, kw_only=True)
class PortfolioDuty:
    """One duty that is not met yet: of which systems, as which role, due when by both readings."""

    title: str
    role: str = ""
    provision: Provision = field(default_factory=Provision)
    due_effective: str = ""
    due_literal: str = ""
    systems: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    ownerless: int = 0


@dataclass(frozen=True, kw_only=True)
class PortfolioDisparity:
    """A disparity that no later run has closed; `accepted_until` where somebody accepted it, with the reason."""

    reference: str
    system: str
    name: str
    plan: str = ""
    measure: str = ""
    by: tuple[str, ...] = ()
    verdict: str = ""
    label: str = ""
    sentence: str = ""
    run: str = ""
    owner: str = ""
    due: str = ""
    accepted_by: str = ""
    accepted_until: str = ""
    accepted_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PortfolioVendor:
    """A product with its newest conclusion, or none; `systems` use it."""

    product: str
    name: str
    vendor: str = ""
    assessment: str = ""
    word: str = ""
    label: str = ""
    unit: str = ""
    valid_until: str = ""
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PortfolioChange:
    """What becomes of which systems on a day from which enacted law applies."""

    date: str
    says: str
    provision: Provision = field(default_factory=Provision)
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """A unit and everything below it; `units` names each unit that is covered."""

    unit: str = ""
    path: str = ""
    units: tuple[str, ...] = ()
    systems: tuple[PortfolioSystem, ...] = ()
    duties: tuple[PortfolioDuty, ...] = ()
    disparities: tuple[PortfolioDisparity, ...] = ()
    vendors: tuple[PortfolioVendor, ...] = ()
    changes: tuple[PortfolioChange, ...] = ()
