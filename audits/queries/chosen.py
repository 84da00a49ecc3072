"""One measure of one division of a run, as its reader chose them: a picture, a table, and further tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.charts.groups import Mark, Rule, by_group
from audits.charts.measures import label
from audits.charts.scales import SHARES, Scale, around
from audits.queries.further import Grid, further
from audits.queries.measured import Measured, by_size, everybody, known, room_of
from audits.queries.scorings import scorings

Result = Mapping[str, Any]
MOST_DRAWN = 40


@dataclass(frozen=True)
class Line:
    """One group in the table: how many people, its base rate, the value, and how far from the group compared with."""

    group: str
    n: str
    counted: str = ""
    base_rate: str = ""
    value: str = ""
    interval: str = ""
    apart: str = ""
    between: str = ""


@dataclass(frozen=True)
class Chosen:
    """What is shown and what could be: pairs of a value for the address and its words.

    `unknown` says what was asked for and is not there; what is shown then is the first that is.
    """

    measure: str
    by: str
    measures: tuple[tuple[str, str], ...]
    divisions: tuple[tuple[str, str], ...]
    title: str
    reference: str
    chart: str
    left_out: int
    lines: tuple[Line, ...]
    counts: bool
    base_rates: bool
    grids: tuple[Grid, ...]
    percent: bool
    unknown: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns of the table hold numbers of a group beside its size."""
        return 3 + self.counts + self.base_rates


def chosen(result: Result, measure: str, by: str) -> Chosen:
    """Return what a reader asked for of a result whose hidden groups are withheld. No query."""
    parts: dict[str, Result] = {"+".join(result["by"]): result, **result["by_column"]}
    measures = known(result)
    unknown = tuple(_unknown(measure, measures, by, parts))
    by = by if by in parts else next(iter(parts))
    part = parts[by]
    columns = tuple(result["by"]) if part is result else (by,)
    read = [one["measure"] for one in result["readings"] if one["measure"] in measures]
    offered = read or [name for name in measures if name != "base_rate"] or measures
    measure = measure if measure in measures else next(iter(offered), "")
    title = f"{label(measure)} by {' and '.join(columns)}" if measure else ""
    found = by_size(part, measure) if measure else ()
    scale = _scale(found, measure)
    lines = tuple(_line(one, part, measure, scale) for one in found)
    return Chosen(
        measure=measure,
        by=by,
        measures=tuple((name, label(name)) for name in measures),
        divisions=tuple((name, name.replace("+", " and ") if one is result else name) for name, one in parts.items()),
        title=title,
        reference=_reference(part),
        chart=_chart(found, result, columns, measure, title) if found else "",
        left_out=max(0, len(found) - MOST_DRAWN),
        lines=lines,
        counts=any(line.counted for line in lines),
        base_rates=measure != "base_rate" and any(line.base_rate for line in lines),
        grids=(*scorings(part, columns), *further(result, part, columns)),
        percent=scale.shares,
        unknown=unknown,
    )  # fmt: skip


def _unknown(measure: str, measures: Sequence[str], by: str, parts: Mapping[str, Result]) -> Iterator[str]:
    """Yield a sentence for everything that was asked for and is not there."""
    if measure and measure not in measures:
        told = ", ".join(measures) or "none"
        yield f"This run has no measure “{measure[:60]}”. It has: {told}."
    if by and by not in parts:
        yield f"This run has no grouping “{by[:60]}”. It has: {', '.join(parts)}."


def _chart(
    found: Sequence[Measured], result: Result, columns: tuple[str, ...], measure: str, title: str
) -> str:
    marks = [Mark(one.group, one.n, one.value, one.low, one.high) for one in found[:MOST_DRAWN]]
    rules = [*_everybody(result, measure), *_thresholds(found, result, columns, measure)]
    scale = _scale(found, measure, rules)
    reached = [rule for rule in rules if scale.low <= rule.at <= scale.high]
    return by_group(marks, rules=reached, title=title, scale=scale)


def _scale(found: Sequence[Measured], measure: str, rules: Sequence[Rule] = ()) -> Scale:
    """Return the line of a measure: shares of one for decisions, else as far as values and thresholds reach.

    A share cannot reach a threshold beyond nought or one, which is then not drawn.
    """
    if not measure or room_of(measure) == "decisions":
        return SHARES
    values = [v for one in found for v in (one.value, one.low, one.high) if v is not None]
    return around([*values, *(rule.at for rule in rules)])


def _everybody(result: Result, measure: str) -> Iterator[Rule]:
    value = everybody(result, measure)
    if value is not None:
        yield Rule(value, "everybody")


def _thresholds(
    found: Sequence[Measured], result: Result, columns: tuple[str, ...], measure: str
) -> Iterator[Rule]:
    """Yield where each threshold of the plan would be reached, seen from the group at the better end.

    Source: the readings; nothing of one whose numbers are withheld.
    """
    values = {one.group: one.value for one in found}
    for one in result["readings"]:
        of_this = tuple(one["by"]) == columns and one["measure"] == measure and one["value"] is not None
        best, worst = (values.get(one[name] or "") for name in ("best_group", "worst_group"))
        if of_this and best is not None and worst is not None:
            down, size = worst < best, one["threshold"]
            name = one["best_group"]
            if one["kind"] == "ratio":
                at = best * size if down else best / size
                yield Rule(at, f"threshold {size:g} of {name}" if down else f"threshold {name} over {size:g}")
            else:
                at = best - size if down else best + size
                yield Rule(at, f"threshold {name} {'less' if down else 'plus'} {size:g}")


def _reference(part: Result) -> str:
    return str(part["against"]["reference"]["group"])


def _line(one: Measured, part: Result, measure: str, scale: Scale) -> Line:
    if one.n is None:
        return Line(one.group, "few")
    rate = part["by_group"][one.group].get("base_rate")
    apart, between = _apart(one, part, scale)
    return Line(
        group=one.group,
        n=f"{one.n:,}",
        counted=f"{one.counted[0]:,} of {one.counted[1]:,}" if one.counted else "",
        base_rate="" if rate is None or room_of(measure) == "regression" else SHARES.words(rate),
        value="not defined" if one.value is None else scale.words(one.value),
        interval=_ends(one.low, one.high, scale, _short),
        apart=apart,
        between=between,
    )


def _apart(one: Measured, part: Result, scale: Scale) -> tuple[str, str]:
    """Return the difference from the group compared with, and its interval; nothing where that one is hidden."""
    if one.group == _reference(part):
        return "compared with", ""
    if one.apart is None:
        return "", ""
    value, low, high = one.apart
    return f"{_signed(value, scale)}{' points' if scale.shares else ''}", _ends(low, high, scale, _signed)


def _ends(low: float | None, high: float | None, scale: Scale, words: Callable[[float, Scale], str]) -> str:
    return "" if low is None or high is None else f"{words(low, scale)} to {words(high, scale)}"


def _signed(value: float, scale: Scale) -> str:
    return f"{100 * value:+.1f}" if scale.shares else f"{value:+,.{scale.decimals}f}"


def _short(value: float, scale: Scale) -> str:
    return f"{100 * value:.1f}" if scale.shares else scale.words(value)
