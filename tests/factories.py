"""Rows for tests: each factory makes one valid row and only the rows it cannot do without."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import factory
from factory.django import DjangoModelFactory

from audits.fairness.hashed import mark
from audits.models import Disparity, Dossier, Plan, PredictionLog, Run, Schedule, WordFile
from audits.packs import Pack, canonical
from audits.packs.parts import Document
from governance import leases
from governance.models import (
    AISystem,
    Component,
    Job,
    Membership,
    Organisation,
    Product,
    SystemVersion,
    Unit,
    User,
    Vendor,
)
from governance.vocabulary import Lifecycle, OperatorRole, Role, SizeClass
from tests.services.cast import FOUNDED_AT, PASSWORD
from tests.services.clock import NOW

DIGEST = "ab" * 32

Held = TypeVar("Held", bound=Job)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """The one organisation of an installation."""

    class Meta:
        model = Organisation
        django_get_or_create = ("pk",)

    pk = 1
    name = "Brabant Bank"
    size_class = SizeClass.LARGE
    country = "BE"


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit; the root unless it is given a parent."""

    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Unit {n}")
    parent = None
    path = factory.LazyAttributeSequence(
        lambda unit, n: f"{unit.parent.path if unit.parent else ''}unit-{n}/"
    )


class UserFactory(DjangoModelFactory[User]):
    """A person who may do nothing yet; see `user_in`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(PASSWORD)


class VendorFactory(DjangoModelFactory[Vendor]):
    """A vendor of a unit."""

    class Meta:
        model = Vendor

    reference = factory.Sequence(lambda n: f"VEN-{5000 + n}")
    name = factory.Sequence(lambda n: f"Vendor {n}")
    country = "FR"
    unit = factory.SubFactory(UnitFactory)
    created_at = NOW


class ProductFactory(DjangoModelFactory[Product]):
    """A vendor's foundation model."""

    class Meta:
        model = Product

    reference = factory.Sequence(lambda n: f"PRO-{5000 + n}")
    vendor = factory.SubFactory(VendorFactory)
    name = factory.Sequence(lambda n: f"Model {n}")
    kind = Product.Kind.GPAI_MODEL
    created_at = NOW


class SystemFactory(DjangoModelFactory[AISystem]):
    """A system without a version; `VersionFactory` makes both."""

    class Meta:
        model = AISystem

    reference = factory.Sequence(lambda n: f"SYS-{5000 + n}")
    name = factory.Sequence(lambda n: f"System {n}")
    purpose = "Ranks applications for the first interview."
    operator_roles = factory.LazyFunction(lambda: [OperatorRole.DEPLOYER.value])
    unit = factory.SubFactory(UnitFactory)
    owner = factory.SubFactory(UserFactory)
    lifecycle = Lifecycle.IN_SERVICE
    created_at = NOW


class VersionFactory(DjangoModelFactory[SystemVersion]):
    """The first version of a system."""

    class Meta:
        model = SystemVersion

    system = factory.SubFactory(SystemFactory)
    number = 1
    label = factory.LazyAttribute(lambda version: f"{version.number}.0")
    created_at = NOW
    created_by = factory.SelfAttribute("system.owner")


class ComponentFactory(DjangoModelFactory[Component]):
    """A product inside a version."""

    class Meta:
        model = Component

    version = factory.SubFactory(VersionFactory)
    product = factory.SubFactory(ProductFactory)
    use = "Summarises letters"


def spec(**changes: object) -> dict[str, Any]:
    """Return a small valid spec as plans store it, for the columns of `LOG`."""
    small = {
        "outcome": "outcome",
        "prediction": "prediction",
        "by": ["group"],
        "draws": 200,
        "permutations": 199,
    }
    return small | changes


class PlanFactory(DjangoModelFactory[Plan]):
    """A plan of a system that has a version."""

    class Meta:
        model = Plan

    reference = factory.Sequence(lambda n: f"PLAN-{5000 + n}")
    system = factory.LazyFunction(lambda: VersionFactory().system)
    name = factory.Sequence(lambda n: f"Plan {n}")
    spec = factory.LazyFunction(spec)
    owner = factory.SelfAttribute("system.owner")
    thresholds_set_by = factory.SelfAttribute("owner")
    thresholds_reason = "Agreed with the works council."
    created_at = NOW


LOG = "group,outcome,prediction\n" + "".join(
    f"{group},{outcome},{prediction}\n" * n
    for group, outcome, prediction, n in [
        ("blue", 1, 1, 40), ("blue", 1, 0, 10), ("blue", 0, 1, 10), ("blue", 0, 0, 40),
        ("green", 1, 1, 20), ("green", 1, 0, 30), ("green", 0, 1, 5), ("green", 0, 0, 45),
    ]
)  # fmt: skip


class LogFactory(DjangoModelFactory[PredictionLog]):
    """An imported log of a plan, with `LOG` as its file."""

    class Meta:
        model = PredictionLog
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    version = factory.LazyAttribute(lambda log: log.plan.system.versions.get(number=1))
    name = "decisions.csv"
    file = factory.django.FileField(data=LOG.encode(), filename="decisions.csv")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = len(LOG)
    imported_by = factory.SelfAttribute("plan.owner")
    imported_at = NOW

    @factory.post_generation
    def marked(self, create: bool, *_: object) -> None:
        """Mark the file as it lies, so that its digest stands."""
        if create and self.file:
            self.mark = mark(Path(self.file.path))
            self.save(update_fields=["mark"])


class RunFactory(DjangoModelFactory[Run]):
    """A run that waits to be executed."""

    class Meta:
        model = Run

    reference = factory.Sequence(lambda n: f"RUN-{5000 + n}")
    log = factory.SubFactory(LogFactory)
    plan = factory.SelfAttribute("log.plan")
    version = factory.SelfAttribute("log.version")
    spec = factory.SelfAttribute("plan.spec")
    requested_by = factory.SelfAttribute("plan.owner")
    queued_at = NOW
    available_at = NOW


class ScheduleFactory(DjangoModelFactory[Schedule]):
    """A plan's calendar, due now."""

    class Meta:
        model = Schedule

    plan = factory.SubFactory(PlanFactory)
    cron = "0 9 * * *"
    zone = "UTC"
    next_due_at = NOW
    set_by = factory.SelfAttribute("plan.owner")
    set_at = NOW


class DisparityFactory(DjangoModelFactory[Disparity]):
    """An open disparity of a plan, found by one run."""

    class Meta:
        model = Disparity

    reference = factory.Sequence(lambda n: f"DIS-{5000 + n}")
    first_run = factory.SubFactory(RunFactory)
    latest_run = factory.SelfAttribute("first_run")
    plan = factory.SelfAttribute("first_run.plan")
    measure = "selection_rate"
    grouping = '["group"]'
    verdict = "disparity_supported"
    sentence = "By group, the selection rate of green is 0.50 of that of blue."
    owner = factory.SelfAttribute("plan.owner")
    opened_at = NOW
    due_date = factory.LazyAttribute(lambda row: row.opened_at.date() + timedelta(days=30))


def bare_pack(reference: str, kind: str) -> Pack:
    """Return the pack of a dossier about which nothing is on record."""
    return Pack(document=Document(reference=reference, created_at=NOW.isoformat(), kind=kind))


class DossierFactory(DjangoModelFactory[Dossier]):
    """A dossier that waits to be rendered; its pack knows nothing but its own name unless given."""

    class Meta:
        model = Dossier

    reference = factory.Sequence(lambda n: f"DOS-{5000 + n}")
    version = factory.SubFactory(VersionFactory)
    kind = "system"
    pack = factory.LazyAttribute(lambda made: canonical(bare_pack(made.reference, made.kind)).decode())
    pack_sha256 = DIGEST
    requested_by = factory.SelfAttribute("version.system.owner")
    queued_at = NOW
    available_at = NOW


class WordFileFactory(DjangoModelFactory[WordFile]):
    """A Word copy that waits to be written."""

    class Meta:
        model = WordFile

    reference = factory.Sequence(lambda n: f"WRD-{5000 + n}")
    dossier = factory.SubFactory(DossierFactory)
    requested_by = factory.SelfAttribute("dossier.requested_by")
    queued_at = NOW
    available_at = NOW


def user_in(unit: Unit, role: Role, **changes: object) -> User:
    """Return a person who holds a role in a unit: ada is `user_in(unit, Role.LAWYER)`."""
    user = UserFactory(**changes)
    Membership.objects.create(user=user, unit=unit, role=role, starts_at=FOUNDED_AT)
    return user


def running(job: Held, at: datetime = NOW) -> Held:
    """Return a job's row as a worker holds it."""
    held = leases.claim(type(job)._default_manager.all(), pk=job.pk, at=at)
    assert held is not None
    return held
