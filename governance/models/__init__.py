"""The rows of the register."""

from governance.models.jobs import Job
from governance.models.organisation import Membership, Organisation, Unit
from governance.models.people import ApiToken, User
from governance.models.scope import ScopedQuerySet, unit_of
from governance.models.series import Series
from governance.models.systems import AISystem, Component, SystemVersion
from governance.models.trail import TrailEntry, TrailHead
from governance.models.vendors import Product, Vendor

__all__ = [
    "AISystem",
    "ApiToken",
    "Component",
    "Job",
    "Membership",
    "Organisation",
    "Product",
    "ScopedQuerySet",
    "Series",
    "SystemVersion",
    "TrailEntry",
    "TrailHead",
    "Unit",
    "User",
    "Vendor",
    "unit_of",
]
