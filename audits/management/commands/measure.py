"""Measure a file of predictions and print the assessment as JSON, without a database."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audits import fairness
from audits.fairness.authority import Disagreement
from audits.fairness.sources.reading import count_source
from audits.management.submitting import Installation, Refused, awaited, submit
from audits.sources import configured

AS_THEY_ARE = (
    "outcome",
    "score",
    "target",
    "equalise",
    "by",
    "count",
    "weight",
    "stratum",
    "small_category_reason",
    "positive",
    "favourable",
    "reference",
    "seed",
    "draws",
)
OPTIONS = {"score_threshold": "threshold"}
DISPARITY = 3


class Command(BaseCommand):
    """manage.py measure FILE --prediction COL --by COL [--outcome COL] ..."""

    help = "Measures a file of predictions by group (CSV, TSV, XLSX, Parquet, Arrow); prints the assessment as JSON."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="CSV, TSV, XLSX, Parquet or Arrow, rows or counts"
        )
        parser.add_argument(
            "--outcome", metavar="COL", help="what really happened; without it, selection only"
        )
        parser.add_argument("--prediction", metavar="COL", help="what was decided, or a score or number")
        parser.add_argument("--score", metavar="COL", help="how likely positive; with --threshold it decides")
        parser.add_argument(
            "--target", metavar="COL", help="the true number, where the prediction is a number"
        )
        parser.add_argument(
            "--sweep", metavar="X,Y", action="append", default=[], help="thresholds to try, the same for all"
        )
        parser.add_argument(
            "--equalise", metavar="MEASURE",
            help="simulate a threshold for each group (selection_rate or tpr), with its legal warning",
        )  # fmt: skip
        parser.add_argument("--by", metavar="COL", action="append", help="groups; repeat for several")
        parser.add_argument("--count", metavar="COL", help="how many people a line stands for")
        parser.add_argument("--weight", metavar="COL", help="sampling weights of people")
        parser.add_argument("--stratum", metavar="COL", help="compare groups again within its values")
        parser.add_argument(
            "--small-category-reason", metavar="TEXT",
            help="why categories below 2 %% leave Local Law 144's impact ratios",
        )  # fmt: skip
        parser.add_argument(
            "--positive", metavar="VALUE", action="append", default=[], help="value that counts as positive"
        )
        parser.add_argument("--favourable", metavar="VALUE", help="the prediction a person hopes for")
        parser.add_argument(
            "--threshold", metavar="X", type=float, help="a score of X or more counts as positive"
        )
        parser.add_argument(
            "--edges", metavar="COL=A,B", action="append", default=[], help="cut a number into bands"
        )
        parser.add_argument(
            "--missing", metavar="TEXT", action="append", help="texts read as missing, instead of the usual"
        )
        parser.add_argument("--reference", metavar="GROUP", help="compare with this group; else the largest")
        parser.add_argument("--seed", type=int, default=0, help="for resampling and permutation (0)")
        parser.add_argument("--draws", type=int, default=2000, help="resamples for intervals (2000)")
        parser.add_argument("--out", metavar="FILE", type=Path, help="write here instead of printing")
        _add_elsewhere(parser)

    def handle(self, *_: object, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        if options["submit"]:
            self._submit(options)
            return
        try:
            spec = _spec(options)
            found = fairness.measure(_counted(options, spec), spec)
            text = json.dumps(found.as_json(), ensure_ascii=False, allow_nan=False, indent=1)
            if options["out"]:
                options["out"].write_text(text + "\n", encoding="utf-8")
        except (fairness.Unreadable, fairness.Misstated) as refusal:
            raise _said(refusal) from refusal
        except (Disagreement, fairness.Broken, OSError) as failure:
            raise CommandError(str(failure)) from failure
        if not options["out"]:
            self.stdout.write(text)

    def _submit(self, options: Mapping[str, Any]) -> None:
        """Count here, send the counts, and say what they came to."""
        try:
            to = Installation(options["submit"], _token(options["token_from_env"]))
            plan = to.get(f"fairness/plans/{quote(_stated(options, 'plan'), safe='')}")
            spec = fairness.Spec.from_json(plan["spec"])
            cells = _counted(options, spec)
            name = options["name"] or (options["file"] or Path(options["table"])).name
            run = submit(to, plan["reference"], cells, name=name, version=options["release"])
            self.stdout.write(run)
            if options["wait"] is not None:
                self._tell(awaited(to, run, seconds=options["wait"]))
        except (fairness.Unreadable, fairness.Misstated) as refusal:
            raise _said(refusal) from refusal
        except (Refused, fairness.Broken, OSError) as failure:
            raise CommandError(str(failure)) from failure

    def _tell(self, run: Mapping[str, Any]) -> None:
        """Print each verdict, and end with 3 where a disparity is supported."""
        readings = run["result"]["readings"]
        for reading in readings:
            self.stdout.write(f"{reading['verdict']}: {reading['sentence']}")
        if any(reading["verdict"] == fairness.Verdict.DISPARITY_SUPPORTED for reading in readings):
            raise CommandError("A disparity is supported.", returncode=DISPARITY)


def _add_elsewhere(parser: ArgumentParser) -> None:
    parser.add_argument("--source", metavar="NAME", help="instead of a file: one of FAIRNESS_SOURCES")
    parser.add_argument("--table", metavar="T", help="the table of that source")
    parser.add_argument(
        "--submit", metavar="URL", help="count here, and send the counts alone to this installation"
    )
    parser.add_argument("--plan", metavar="REF", help="the plan there, whose columns are counted")
    parser.add_argument(
        "--token-from-env", metavar="NAME", default="ANNEX_TOKEN", help="where the token stands"
    )
    parser.add_argument(
        "--name", metavar="TEXT", help="what people will call these counts; else the file's name"
    )
    parser.add_argument("--release", metavar="LABEL", help="the version that decided; else the newest")
    parser.add_argument(
        "--wait", metavar="SECONDS", type=float, nargs="?", const=600.0,
        help="print the verdicts once they are there; exit with 3 where a disparity is supported",
    )  # fmt: skip


def _said(refusal: fairness.Unreadable | fairness.Misstated) -> CommandError:
    return CommandError(f"{OPTIONS.get(refusal.field, refusal.field)}: {refusal.message}")


def _stated(options: Mapping[str, Any], name: str) -> str:
    if not options[name]:
        raise fairness.Misstated(name, "is required here.")
    return str(options[name])


def _token(variable: str) -> str:
    if not (token := os.environ.get(variable, "").strip()):
        raise Refused(f"There is no token in the environment variable {variable}.")
    return token


def _counted(options: Mapping[str, Any], spec: fairness.Spec) -> fairness.Cells:
    """Return the cells of the file, or of the table of a source."""
    limits = fairness.Limits(**settings.FAIRNESS_LIMITS)
    if not options["source"]:
        if options["file"] is None:
            raise fairness.Misstated("file", "name a file, or --source and --table.")
        return fairness.count_apart(options["file"], spec, limits=limits)
    source = configured().get(options["source"])
    if source is None:
        raise fairness.Misstated("source", f"'{options['source']}' is not among FAIRNESS_SOURCES.")
    return count_source(source, _stated(options, "table"), spec, limits=limits)


def _spec(options: Mapping[str, Any]) -> fairness.Spec:
    """Return the specification the options state."""
    stated = {name: options[name] for name in AS_THEY_ARE if name != "by" or options["by"] is not None}
    if options["prediction"] is not None:
        stated["prediction"] = options["prediction"]
    stated["score_threshold"] = options["threshold"]
    stated["sweep"] = [threshold for text in options["sweep"] for threshold in _numbers("sweep", text)]
    stated["edges"] = dict(_edges(text) for text in options["edges"])
    if options["missing"] is not None:
        stated["missing"] = ["", *options["missing"]]
    return fairness.Spec.from_json(stated)


def _edges(stated: str) -> tuple[str, tuple[float, ...]]:
    """Return the column and the numbers of one --edges option."""
    column, _, numbers = stated.partition("=")
    return column, _numbers("edges", numbers, f"'{stated}' should look like age=25,45,65.")


def _numbers(
    option: str, stated: str, otherwise: str = "should be numbers such as 0.3,0.5."
) -> tuple[float, ...]:
    """Return the numbers that an option lists."""
    try:
        return tuple(float(number) for number in stated.split(","))
    except ValueError as error:
        raise fairness.Misstated(option, otherwise) from error
