"""A plan in words: what each column is, what its values mean, how sure a reading has to be."""

from collections.abc import Iterator
from dataclasses import dataclass

from audits.charts.measures import label
from audits.fairness import Spec
from audits.forms.bands import cuts_in_words

USUAL = "1, yes, true, t, y"


@dataclass(frozen=True)
class Fact:
    """One line: what it is, names and values as the file writes them, and words after them."""

    label: str
    written: tuple[str, ...] = ()
    words: str = ""


def facts(spec: Spec) -> list[Fact]:
    """Return what a specification asks for, every role that a column has in it in words."""
    return [*_columns(spec), *_values(spec), *_tried(spec)]


def _columns(spec: Spec) -> Iterator[Fact]:
    cut = "" if spec.score_threshold is None else f"yes from {spec.score_threshold:g} on"
    number = "a number, not yes or no" if spec.target else ""
    alone = "" if spec.decides or spec.target else "scores alone, without decisions"
    yield Fact("Prediction", (spec.prediction,), cut or number or alone)
    if spec.target:
        yield Fact("True number", (spec.target,))
    else:
        yield Fact("Outcome", (spec.outcome,) if spec.outcome else (), "" if spec.outcome else "not recorded")
    if spec.score:
        yield Fact("Scores", (spec.score,), "larger means more likely yes")
    yield Fact("Groups by", spec.by, "and all combinations" if len(spec.by) > 1 else "")
    for name, words in (
        ("count", "how many people a row stands for"),
        ("weight", "how many people a row stands for in a sample"),
        ("stratum", "groups are compared again within its values"),
    ):
        if column := getattr(spec, name):
            yield Fact(
                {"count": "Counts", "weight": "Weights", "stratum": "Held apart"}[name], (column,), words
            )


def _values(spec: Spec) -> Iterator[Fact]:
    if spec.target is None:
        yield Fact("Means yes", spec.positive, "" if spec.positive else f"what evidently does: {USUAL}")
        hoped = (spec.favourable,) if spec.favourable else ()
        yield Fact(
            "People hope for", hoped, "" if hoped else "not stated: taken to be yes, and readings say so"
        )
    for column, cuts in spec.edges.items():
        yield Fact("Bands of", (column,), f"cut at {cuts_in_words(cuts)}")
    compared = (spec.reference,) if spec.reference else ()
    yield Fact("Compared with", compared, "" if compared else "the largest group, settled before any outcome")
    gone = tuple(text for text in spec.missing if text)
    yield Fact("Read as missing", gone, "and the empty text" if gone else "the empty text alone")


def _tried(spec: Spec) -> Iterator[Fact]:
    if spec.sweep:
        yield Fact("Other cuts tried", tuple(f"{cut:g}" for cut in spec.sweep), "the same for everybody")
    if spec.equalise:
        words = f"a cut for each group that gives one {label(spec.equalise).lower()}; no verdict rests on it"
        yield Fact("Simulated", (), words)
    if spec.small_category_reason:
        yield Fact(
            "Small categories", (), f"left out of Local Law 144's ratios: {spec.small_category_reason}"
        )


def certainty(spec: Spec) -> Iterator[Fact]:
    """Yield how many people a reading needs, and how sure it has to be."""
    yield Fact(
        "People needed",
        (),
        f"{spec.display_minimum} to show a group, {spec.inference_minimum} to judge it, "
        f"{spec.denominator_minimum} behind a rate that is compared",
    )
    yield Fact(
        "Tests",
        (),
        f"at a level of {spec.alpha:g}; {spec.draws:,} resamples, {spec.permutations:,} permutations, "
        f"seed {spec.seed}",
    )
