"""Taking files in before any row speaks of them: streamed to storage, measured, hashed and looked at."""

from audits.staging.looking import Busy, looked_at
from audits.staging.taking import Staged, TooLarge, in_passing, stage, take_in

__all__ = ["Busy", "Staged", "TooLarge", "in_passing", "looked_at", "stage", "take_in"]
