"""Two runs side by side: differences, their intervals, and what stands against comparing them."""

from datetime import timedelta

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from audits.queries.side_by_side import side_by_side
from governance.vocabulary import JobState
from tests.audits.api.test_trends import cells, done, plan  # noqa: F401 its fixture
from tests.callers import API, caller, faults
from tests.factories import PlanFactory, RunFactory, VersionFactory

BEFORE = cells(blue=(500, 500), green=(300, 300), violet=(2, 2))
NOW = cells(blue=(500, 500), green=(150, 350))


def url(run) -> str:
    return f"{API}/fairness/runs/{run.reference}/comparison"


@pytest.fixture
def pair(plan):  # noqa: F811
    return done(plan, BEFORE, day=0), done(plan, NOW, day=1)


@pytest.mark.parametrize("turned", [False, True])
def test_the_earlier_run_comes_first_whichever_is_asked_for(auditor, pair, turned):
    asked, other = reversed(pair) if turned else pair

    shown = caller(auditor).get(f"{url(asked)}?with={other.reference}").json()

    assert (shown["before"], shown["now"]) == (pair[0].reference, pair[1].reference)


def test_a_rate_that_moved_is_told_with_newcombe_s_interval(auditor, plan):  # noqa: F811
    before = done(plan, cells(blue=(500, 500), green=(300, 300)), day=0)
    shown = caller(auditor).get(f"{url(before)}?with={done(plan, NOW, day=1).reference}").json()

    found = {(row["group"], row["measure"]): row for row in shown["rates"]}
    green = found["green", "selection_rate"]
    assert (green["n_before"], green["n_now"]) == (600, 500)
    assert (green["before"], green["now"]) == (0.5, 0.3)
    assert green["difference"] == pytest.approx(-0.2)
    expected = confint_proportions_2indep(150, 500, 300, 600, compare="diff", method="newcomb")
    assert green["interval"] == pytest.approx(list(expected), abs=1e-12)


NUMBERS = ("n_before", "n_now", "before", "now", "difference", "interval")


def test_a_group_that_one_run_lacks_has_no_difference(auditor, plan):  # noqa: F811
    before = done(plan, cells(blue=(500, 500), green=(300, 300), red=(20, 20)), day=0)
    shown = caller(auditor).get(f"{url(before)}?with={done(plan, NOW, day=1).reference}").json()

    (red,) = [row for row in shown["rates"] if (row["group"], row["measure"]) == ("red", "selection_rate")]
    assert [red[name] for name in NUMBERS] == [40, None, 0.5, None, None, None]
    assert red["hidden"] is False


def test_a_group_that_either_run_hides_is_marked_and_has_no_number(auditor, pair):
    shown = caller(auditor).get(f"{url(pair[0])}?with={pair[1].reference}").json()

    hidden = [row for row in shown["rates"] if row["hidden"]]
    # With the four of violet the next smallest is hidden, from which and everybody they would follow.
    assert {row["group"] for row in hidden} == {"violet", "green"}
    assert {row[name] for row in hidden for name in NUMBERS} == {None}


def test_a_reading_whose_ends_are_hidden_has_a_verdict_and_no_number(auditor, pair):
    shown = caller(auditor).get(f"{url(pair[0])}?with={pair[1].reference}").json()

    (reading,) = shown["readings"]
    assert (reading["before"]["value"], reading["before"]["interval"]) == (None, None)
    assert reading["before"]["verdict"] == "within_tolerance_demonstrated"
    assert (reading["course"], reading["worse_by"], reading["worse_by_interval"]) == ("worse", None, None)


def test_a_reading_that_got_worse_says_so(auditor, plan):  # noqa: F811
    before = done(plan, cells(blue=(500, 500), green=(300, 300)), day=0)
    shown = caller(auditor).get(f"{url(done(plan, NOW, day=1))}?with={before.reference}").json()

    (reading,) = shown["readings"]
    assert (reading["course"], reading["graver"]) == ("worse", True)
    assert reading["now"]["verdict"] == "disparity_supported"
    assert reading["worse_by"] == pytest.approx(reading["before"]["value"] - reading["now"]["value"])
    assert shown["notes"] == []


def test_without_a_word_it_is_the_approved_run_and_else_the_one_before(lawyer, plan, pair):  # noqa: F811
    third = done(plan, NOW, day=2)
    client = caller(lawyer)
    assert client.get(url(third)).json()["before"] == pair[1].reference

    client.post(f"{API}/fairness/runs/{pair[0].reference}/approvals", {"reason": "As released."})

    assert client.get(url(third)).json()["before"] == pair[0].reference


def test_what_stands_against_comparing_is_said(pair, now):
    before, after = pair
    after.log.sha256 = before.log.sha256
    after.spec = after.spec | {"favourable": "0"}
    after.plan = PlanFactory()
    after.version = VersionFactory()

    notes = side_by_side(before, after).notes

    assert len(notes) == 4
    assert "the same data" in notes[0]
    assert "asked differently: favourable" in notes[2]


def test_only_finished_runs_of_theirs_are_compared(auditor, outsider, plan, pair):  # noqa: F811
    stranger = done(PlanFactory(spec=plan.spec), NOW, day=3)
    alone = RunFactory(log=pair[0].log, state=JobState.QUEUED)
    client = caller(auditor)

    assert faults(client.get(f"{url(pair[0])}?with={stranger.reference}"), 404)
    assert faults(client.get(f"{url(pair[0])}?with={alone.reference}"), 404)
    assert faults(client.get(url(alone)), 404)
    assert faults(client.get(f"{url(pair[0])}?wiht=RUN-1"), 422) == {"wiht": "unknown_field"}
    assert faults(caller(outsider).get(url(pair[0])), 404)


def test_a_run_without_another_says_so(auditor, plan):  # noqa: F811
    only = done(plan, NOW, day=0)

    assert faults(caller(auditor).get(url(only)), 409) == {None: "nothing_to_compare"}


def test_the_page_shows_both_with_their_differences(client, auditor, plan):  # noqa: F811
    before = done(plan, cells(blue=(500, 500), green=(300, 300)), day=0)
    after = done(plan, NOW, day=1)
    client.force_login(auditor)

    page = client.get(f"/runs/{after.reference}/comparison/?with={before.reference}").content.decode()

    assert page.index(before.reference) < page.index(after.reference)
    for words in ("Worse", "-20.00 points", "n = 600", "30.00 %"):
        assert words in page


def test_the_page_shows_no_rate_of_a_group_that_is_too_small_in_either_run(client, auditor, pair):
    client.force_login(auditor)

    page = client.get(f"/runs/{pair[1].reference}/comparison/?with={pair[0].reference}").content.decode()

    row = page[page.index('<th scope="row">violet') :]
    row = row[: row.index("</tr>")]
    assert "Too few people to show a rate." in row
    assert "%" not in row


def test_the_page_of_a_lone_run_leads_back_to_it(client, auditor, plan):  # noqa: F811
    only = done(plan, NOW, day=0)
    client.force_login(auditor)

    answer = client.get(f"/runs/{only.reference}/comparison/")

    assert answer.headers["Location"] == only.get_absolute_url()
    assert client.get(f"/runs/{only.reference}/comparison/?with=RUN-0").status_code == 404


def test_later_is_later_whatever_the_reference(plan):  # noqa: F811
    newer, older = done(plan, NOW, day=5), done(plan, BEFORE, day=5)
    type(older).objects.filter(pk=older.pk).update(finished_at=newer.finished_at - timedelta(hours=1))
    older.refresh_from_db()

    assert side_by_side(newer, older).before == older
