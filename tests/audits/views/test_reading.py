"""A run read in the browser: what may be chosen, what stands beside the numbers, and what no route gives away."""

import json
import re
from fractions import Fraction

import pytest
from django.urls import reverse

from audits.actions import baselines
from audits.models import Run
from audits.queries.baselines import regressions
from governance.vocabulary import JobState
from tests.callers import API, caller
from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory
from tests.services.readable import HIDDEN, finished

HTMX = {"HX-Request": "true", "HX-Target": "measure"}


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Hiring").system


def done(system, kind, now, *, runs=1) -> Run:
    """Return the newest of some finished runs of a new plan."""
    told = finished(kind)
    plan = PlanFactory(system=system, name=f"Plan on {kind}", spec=told["spec"])
    made = [
        RunFactory(log=LogFactory(plan=plan), state=JobState.DONE, finished_at=now, **told)
        for _ in range(runs)
    ]
    return made[-1]


@pytest.fixture
def run(system, now):
    return done(system, "decisions", now)


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- Choosing


def test_a_measure_and_a_grouping_are_chosen_by_the_address(client, auditor, run):
    client.force_login(auditor)

    page = words(client.get(run.get_absolute_url(), {"measure": "fpr", "by": "sex"}))

    assert "False-positive rate by sex</h2>" in page
    assert '<option value="fpr" selected>' in page
    assert "<html" in page


def test_htmx_gets_the_part_alone_and_is_told_what_is_shown(client, auditor, run):
    client.force_login(auditor)

    part = words(client.get(run.get_absolute_url(), {"measure": "auc", "by": "origin"}, headers=HTMX))

    assert part.startswith('<section class="section mt-5" aria-labelledby="measured" id="measure">')
    assert "Shown: Area under the ROC curve by origin</p>" in part
    assert "<html" not in part
    assert "What this test cannot show" not in part


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("name", "value"), [("measure", "no such"), ("by", "sex,origin"), ("by", "<script>")]
)
def test_what_the_run_does_not_have_is_refused_by_name(client, auditor, run, headers, name, value):
    client.force_login(auditor)

    response = client.get(run.get_absolute_url(), {name: value}, headers=headers)

    assert response.status_code == 404
    assert f"“{value.replace('<', '&lt;').replace('>', '&gt;')}”. It has: " in words(response)


def test_a_page_costs_the_same_whatever_is_chosen(client, auditor, run, django_assert_num_queries):
    client.force_login(auditor)
    client.get(run.get_absolute_url())

    with django_assert_num_queries(12):
        client.get(run.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(run.get_absolute_url(), {"measure": "mean_score"}, headers=HTMX)


# --- What stands beside the numbers


@pytest.mark.parametrize("kind", ["decisions", "scores", "numbers"])
def test_every_kind_of_run_says_what_it_rests_on(client, auditor, system, now, kind):
    client.force_login(auditor)

    page = words(client.get(done(system, kind, now).get_absolute_url()))

    for said in (
        "n = 746",
        "What this test cannot show",
        "Thresholds as they stood",
        "Without a value",
    ):
        assert said in page
    assert re.search(r"with Fairlearn \d+\.\d+", page)
    assert re.search(r'href="https://eur-lex\.europa\.eu/[^"]*#art_9"[^>]*>Art\. 9\(8\)<', page)
    assert not re.search(
        r"\b(passed|pass|failed|fair|unfair)\b", re.sub(r"<[^>]+>", " ", page.split("<main")[1])
    )


def test_a_run_without_thresholds_says_that_there_is_no_verdict(client, auditor, system, now):
    client.force_login(auditor)

    page = words(client.get(done(system, "scores", now).get_absolute_url()))

    assert "The plan sets no threshold on what was measured, so there is no verdict." in page
    assert "Mean score by origin and sex</h2>" in page


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_shows_each_plan_s_course_and_its_cost_does_not_grow(
    client, auditor, system, now, runs, django_assert_num_queries
):
    for kind in ("decisions", "numbers")[: 1 + (runs > 1)]:
        done(system, kind, now, runs=runs)
    client.force_login(auditor)
    url = reverse("audits:plans", args=[system.reference])
    client.get(url)

    with django_assert_num_queries(10):
        page = words(client.get(url))

    assert page.count('class="sparkline"') == 1 + (runs > 1)
    assert re.search(
        r"<title>Selection rate by origin and sex, ratio, threshold 0\.8\. RUN-\d+ 0\.566 \(", page
    )


def test_a_plan_s_runs_are_paged_with_the_gravest_verdict_of_each(client, auditor, run):
    RunFactory.create_batch(30, log=run.log)
    client.force_login(auditor)

    page = words(client.get(run.plan.get_absolute_url(), {"page": "2"}))

    assert "of 31</span> runs" in page
    assert "Disparity not significant" in page


# --- What no route gives away


@pytest.fixture
def routes(system, now, lawyer):
    """Return every address under which a run, its plan or its system tell of what was measured."""
    newest = {kind: done(system, kind, now, runs=2) for kind in ("decisions", "scores", "numbers")}
    for run in newest.values():
        first = Run.objects.filter(plan=run.plan).earliest("pk")
        baselines.approve(run=first, reason="As released.", by=lawyer, at=now)
    told = []
    for run in newest.values():
        measures = [
            "",
            "?measure=base_rate&by=origin",
            "?measure=mean_score&by=origin",
            "?measure=mae&by=origin",
        ]
        told += [run.get_absolute_url() + query for query in measures]
        told += [f"/runs/{run.reference}/{part}/" for part in ("export", "comparison", "report")]
        told += [f"/plans/{run.plan.reference}/trend/", run.plan.get_absolute_url()]
        told += [f"{API}/fairness/runs/{run.reference}{part}" for part in ("", "/export", "/comparison")]
        told.append(f"{API}/fairness/plans/{run.plan.reference}/trend")
        tables = ("readings", "groups", "suppressed", "undefined", "values")
        told += [f"{API}/fairness/runs/{run.reference}/tables/{name}" for name in tables]
        told.append(f"/runs/{run.reference}/tables/values/")
    return [*told, f"/systems/{system.reference}/fairness/", f"/systems/{system.reference}/evidence/"]


def simple(value: float) -> bool:
    """Return whether a number is a short fraction or has few digits."""
    near = Fraction(value).limit_denominator(60)
    return abs(float(near) - value) < 1e-9 or len(str(value)) < 9


def secrets() -> set[str]:
    """Return the digits of the numbers of hidden groups, but for short ones, which others have by chance."""
    found: dict[str, set[bool]] = {}
    for kind in ("decisions", "scores", "numbers"):
        result = finished(kind)["result"]
        for part in (result, *result["by_column"].values()):
            hidden = {one["group"] for one in part["suppressed"] if one["display"]}
            for room in (part, part["scores"] or {}, part["regression"] or {}):
                for group, values in (room.get("by_group") or {}).items():
                    for value in values.values():
                        if isinstance(value, float) and not simple(value):
                            found.setdefault(str(value)[:8], set()).add(group in hidden)
    return {digits for digits, where in found.items() if where == {True}}


def test_no_route_gives_a_number_of_a_hidden_group_away(client, auditor, routes):
    client.force_login(auditor)
    program = caller(auditor)
    looked_for = secrets()
    assert len(looked_for) > 80

    for address in routes:
        response = (program if address.startswith(API) else client).get(address, follow=True)
        if response.status_code == 404 and "measure=" in address:
            continue
        assert response.status_code == 200, address
        told = response.content.decode()
        assert [digits for digits in looked_for if digits in told] == [], address


def test_what_is_drawn_and_said_about_a_hidden_group_has_no_number(client, auditor, run):
    client.force_login(auditor)

    page = words(client.get(run.get_absolute_url(), {"measure": "selection_rate", "by": "origin"}))

    chart = page[page.index("<title>Selection rate by origin") :]
    assert f"{HIDDEN} too few to show" in chart[: chart.index("</title>")]
    assert not re.findall(rf'title="[^"]*{HIDDEN}[^"]*\d', page)


def test_a_worse_reading_is_told_without_the_numbers_of_a_hidden_group(system, now, lawyer):
    run = done(system, "decisions", now, runs=2)
    first = Run.objects.filter(plan=run.plan).earliest("pk")
    before = json.loads(json.dumps(first.result))
    for one in before["readings"]:
        one["verdict"] = "within_tolerance_demonstrated"
        one["label"] = "Within tolerance demonstrated"
    Run.objects.filter(pk=first.pk).update(result=before)
    baselines.approve(run=first, reason="As released.", by=lawyer, at=now)

    told = [one.says for one in regressions(run)]

    withheld = [one for one in told if "too small to show" in one]
    assert withheld
    assert not any(re.search(r"\d\.\d{3}", one) for one in withheld)
    assert any(re.search(r"0\.\d{3} became 0\.\d{3}", one) for one in told)
