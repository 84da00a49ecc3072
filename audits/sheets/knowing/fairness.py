"""What the fairness runs of this version say; groups too small to show stay hidden here as well."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from audits.charts import label
from audits.packs.parts import FairnessRun
from audits.sheets.filling import Known
from audits.sheets.knowing.material import Material, day, lines, told

Raw = Mapping[str, Any]


def metrics(material: Material) -> Known | None:
    """Return the measures with their thresholds, and who set them and why."""
    return _of_runs(material, _metrics)


def measured_data(material: Material) -> Known | None:
    """Return which data were measured, with their digest."""
    return _of_runs(material, _data)


def accuracy(material: Material) -> Known | None:
    """Return the accuracy overall and for each group that may be shown."""
    return _of_runs(material, _accuracy)


def readings(material: Material) -> Known | None:
    """Return each verdict in its sentence."""
    return _of_runs(material, _readings)


def log(material: Material) -> Known | None:
    """Return the runs as test logs: reference, day, who asked."""
    return _of_runs(material, _log)


def groups(material: Material) -> Known | None:
    """Return which groups were told apart, and the groups by name."""
    return _of_runs(material, _groups)


def _of_runs(material: Material, tell: Callable[[FairnessRun], Iterable[str]]) -> Known | None:
    runs = [run for run in material.pack.fairness if run.result]
    said = "\n\n".join(filter(None, (lines(tell(run)) for run in runs)))
    named = ", ".join(f"{run.reference} of {day(run.finished_at)}" for run in runs)
    return told(said, f"Fairness run {named}")


def _metrics(run: FairnessRun) -> Iterable[str]:
    yield f"{run.name}:"
    for one in _each(run.plan.get("thresholds")):
        set_by = f", set by {one['set_by']}" if one.get("set_by") else ""
        measure = label(str(one.get("measure")))
        yield f"{measure}, {one.get('kind')}: {one.get('value')}{set_by}. {one.get('reason', '')}"


def _data(run: FairnessRun) -> Iterable[str]:
    yield f"{run.dataset}, {run.rows} rows, SHA-256 {run.dataset_sha256}; measured by {run.name}."


def _accuracy(run: FairnessRun) -> Iterable[str]:
    overall, by_group = _mapping(run.result.get("overall")), _mapping(run.result.get("by_group"))
    if (of_all := overall.get("accuracy")) is None:
        return
    yield f"Accuracy over all {overall.get('count', run.rows)} persons: {of_all:.1%}."
    hidden = _hidden(run.result)
    for name, rates in sorted(by_group.items(), key=lambda one: -(one[1].get("count") or 0)):
        if name not in hidden and rates.get("accuracy") is not None:
            yield f"{name} ({rates.get('count')}): {rates['accuracy']:.1%}."


def _readings(run: FairnessRun) -> Iterable[str]:
    return (str(one["sentence"]) for one in _each(run.result.get("readings")) if one.get("sentence"))


def _log(run: FairnessRun) -> Iterable[str]:
    yield f"{run.reference}: {run.name}, finished on {day(run.finished_at)}, asked for by {run.requested_by}."


def _groups(run: FairnessRun) -> Iterable[str]:
    hidden = _hidden(run.result)
    names = [name for name in _mapping(run.result.get("by_group")) if name not in hidden]
    by = run.plan.get("by")
    columns = ", ".join(map(str, by if isinstance(by, list | tuple) else ()))
    if names:
        yield f"Measured by {columns}: {', '.join(names)}."


def _hidden(result: Raw) -> frozenset[str]:
    return frozenset(str(one.get("group")) for one in _each(result.get("suppressed")) if one.get("display"))


def _each(raw: object) -> Iterable[Raw]:
    return (one for one in raw if isinstance(one, Mapping)) if isinstance(raw, list | tuple) else ()


def _mapping(raw: object) -> Raw:
    return raw if isinstance(raw, Mapping) else {}
