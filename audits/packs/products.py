"""A vendor's product as a report on its assessment names it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Use:
    """One version of a system that uses the product, and for what."""

    system: str
    name: str
    version: str = ""
    tier: str = ""
    use: str = ""


@dataclass(frozen=True, kw_only=True)
class Product:
    """What was assessed, who supplies it, and which systems use it; `unit` keeps the vendor."""

    reference: str = ""
    name: str = ""
    kind: str = ""
    description: str = ""
    vendor: str = ""
    vendor_reference: str = ""
    country: str = ""
    website: str = ""
    contact: str = ""
    unit: str = ""
    uses: tuple[Use, ...] = ()
