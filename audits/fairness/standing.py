"""Where every group stands on one measure: how many, out of how many, and whether that is enough to judge by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Margins, Rates
from audits.fairness.measures import SHARES, Table, counted, value
from audits.fairness.spec import Spec

SMALLEST = 5  # below it not even an exact test could tell a half from a whole


@dataclass(frozen=True, eq=False)
class Standing:
    """The groups' counts on one measure; `assessed` marks those a reading compares.

    `complement` is true for selection when the outcome hoped for is the negative one: then the counted are the rest.
    """

    measure: str
    complement: bool
    names: tuple[str, ...]
    sizes: Rates
    counted: Rates
    out_of: Rates
    assessed: npt.NDArray[np.bool_]
    small: npt.NDArray[np.bool_]

    @property
    def rates(self) -> Rates:
        """Return the share of each group, NaN where it is undefined."""
        return np.divide(
            self.counted, self.out_of, out=np.full(len(self.names), np.nan), where=self.out_of > 0
        )

    @property
    def defined(self) -> npt.NDArray[np.bool_]:
        """Return which groups have anyone to count on this measure."""
        return self.out_of > 0

    @property
    def names_left_out(self) -> tuple[str, ...]:
        """Return the groups that are not assessed."""
        return tuple(name for name, yes in zip(self.names, self.assessed, strict=True) if not yes)

    def drawn(self, tables: Table) -> Rates:
        """Return the assessed groups' rates in drawn tables."""
        rates = value(self.measure, tables[:, self.assessed])
        return 1 - rates if self.complement else rates


def standing(measure: str, margins: Margins, spec: Spec, favourable: int) -> Standing:
    """Return where the groups stand.

    Assessed are groups of `inference_minimum` people with `denominator_minimum` of them in the measure's own
    denominator; where fewer than two groups are that large, all of SMALLEST or more, for exact tests remain valid.
    Source: docs/fairness.md, small groups; 29 CFR 1607.4(D) on small numbers.
    """
    top, bottom = (part.astype(float) for part in counted(margins.tables, SHARES[measure]))
    complement = measure == "selection_rate" and favourable == 0
    top = bottom - top if complement else top
    large = (margins.sizes >= spec.inference_minimum) & (bottom >= spec.denominator_minimum)
    assessed = large if large.sum() > 1 else (margins.sizes >= SMALLEST) & (bottom >= SMALLEST)
    return Standing(
        measure, complement, margins.names, margins.sizes.astype(float), top, bottom, assessed, ~large
    )
