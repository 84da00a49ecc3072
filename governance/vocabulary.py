"""The words of the Act that every package speaks; their labels are what people read."""

from enum import StrEnum


class Worded(StrEnum):
    """A stored word whose label is the word with spaces, unless the class says otherwise."""

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Tier(Worded):
    """What lists show of a finding, worst first; derived, never typed in.

    `undetermined` stands wherever an open question could still raise the tier.
    """

    PROHIBITED = "prohibited"
    HIGH = "high"
    TRANSPARENCY = "transparency"
    MINIMAL = "minimal"
    OUT_OF_SCOPE = "out_of_scope"
    UNDETERMINED = "undetermined"

    @property
    def label(self) -> str:
        return {"high": "High-risk", "minimal": "Minimal risk", "transparency": "Transparency duties"}.get(
            self.value, super().label
        )


class OperatorRole(Worded):
    """Whom the Act addresses: Art. 3(3) to (8), Art. 25(3) and (4)."""

    PROVIDER = "provider"
    DEPLOYER = "deployer"
    IMPORTER = "importer"
    DISTRIBUTOR = "distributor"
    AUTHORISED_REPRESENTATIVE = "authorised_representative"
    PRODUCT_MANUFACTURER = "product_manufacturer"
    SUPPLIER = "supplier"


class SizeClass(Worded):
    """Size of an undertaking: Art. 3(14a) and (14b) with Recommendations 2003/361/EC and (EU) 2025/1099."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    SMALL_MID_CAP = "small_mid_cap"
    LARGE = "large"


class Lifecycle(Worded):
    """Where a system stands between an idea and its end."""

    IDEA = "idea"
    DEVELOPMENT = "development"
    TESTING = "testing"
    IN_SERVICE = "in_service"
    RETIRED = "retired"


class Role(Worded):
    """What a person may do in a unit and in everything below it."""

    LAWYER = "lawyer"
    ENGINEER = "engineer"
    AUDITOR = "auditor"


class JobState(Worded):
    """The life of a row that a worker executes."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
