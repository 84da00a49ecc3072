"""Editions and reports of changes, in the browser."""

import pytest
from django.urls import reverse

from governance.actions.jobs import cancel
from risk.actions import rejudgings
from risk.models import Move, Rejudging
from tests.callers import verbs
from tests.risk.adopting import CV, IMAGES, OLD, adopt, judged

NEW = "2026-1744"


@pytest.fixture
def report(house, earlier, now):
    """Return the report of the amendment, in which two systems moved."""
    judged(house, CV, now, system__name="CV screening")
    judged(house, IMAGES, now, system__name="Poster maker")
    return adopt(house, now)


def url(name: str, *args: str) -> str:
    return reverse(f"risk:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


def of(name):
    return Move.objects.get(system__name=name)


def test_the_editions_say_which_is_adopted_and_who_may_adopt_another(client, house, lawyer, now):
    client.force_login(house.founder)
    page = text(client.get(url("editions")))

    assert "state of 27 July 2026 <span" in page
    assert "since this register was founded" in page
    assert f"Adopt edition {OLD}" in page
    client.force_login(lawyer)
    assert "Adopt edition" not in text(client.get(url("editions")))


def test_two_editions_are_compared_entry_by_entry_with_the_amending_points(client, auditor):
    client.force_login(auditor)
    page = text(client.get(url("edition_changes")))

    assert "2 August 2026" in page
    assert "2 December 2027" in page
    assert "Art. 1(40)(b)" in page
    assert "Intimate imagery of identifiable people without their consent" in page
    same = text(client.get(url("edition_changes"), {"old": NEW, "new": NEW}))
    assert "These two editions do not differ." in same
    assert client.get(url("edition_changes"), {"old": "1999"}).status_code == 404


def test_a_lawyer_of_the_whole_house_adopts_an_edition(client, house, now):
    client.force_login(house.founder)

    response = client.post(url("adopt"), {"edition": OLD})

    made = Rejudging.objects.get()
    assert response.url == url("change", made.reference)
    assert (made.edition, made.state, made.requested_by) == (OLD, "queued", house.founder)
    assert verbs(made.reference) == ["edition.adopted"]
    page = text(client.get(response.url))
    assert "Stop it" in page
    assert "Judging systems, <span" in page


def test_what_cannot_be_adopted_is_said_in_words(client, house, lawyer, now):
    client.force_login(house.founder)
    assert "or it is the adopted one" in text(client.post(url("adopt"), {"edition": NEW}, follow=True))
    assert "no such edition" in text(client.post(url("adopt"), follow=True))
    client.post(url("adopt"), {"edition": OLD})
    assert "still being made" in text(client.post(url("adopt"), {"edition": NEW}, follow=True))
    client.force_login(lawyer)
    refused = text(client.post(url("adopt"), {"edition": NEW}, follow=True))
    assert "by a lawyer of its root unit" in refused
    assert Rejudging.objects.count() == 1


def test_a_report_shows_each_system_what_moved_and_why(client, report, auditor):
    client.force_login(auditor)

    assert report.reference in text(client.get(url("changes")))
    page = text(client.get(url("change", report.reference)))
    for words in (
        "CV screening",
        "Poster maker",
        "Obligations whose day moved: 5",
        "Art. 1(40)(b)",
        "2 moved",
    ):
        assert words in page
    page = text(client.get(url("move", report.reference, of("CV screening").system.reference)))
    for words in ("Competent human oversight", "2 August 2026", "2 December 2027", "That finding"):
        assert words in page


def test_the_rows_are_narrowed_and_paged(client, report, auditor):
    client.force_login(auditor)
    here = url("change", report.reference)

    def shown(**search: str) -> set[str]:
        page = text(client.get(here, search))
        return {name for name in ("CV screening", "Poster maker") if name in page}

    assert shown(words="poster") == {"Poster maker"}
    assert shown(tier="high") == {"CV screening"}
    assert shown(tier="moved") == set()
    assert shown(state="confirmed") == set()
    assert shown(state="nonsense") == {"CV screening", "Poster maker"}


def test_a_lawyer_confirms_one_row_and_comes_back_to_the_same_search(client, report, lawyer):
    client.force_login(lawyer)
    said = {
        "only": str(of("CV screening").pk),
        "shown": [str(of("Poster maker").pk)],
        "back": "state=waiting",
    }

    response = client.post(url("change_confirm", report.reference), said)

    assert response.url == f"{report.get_absolute_url()}?state=waiting"
    assert (of("CV screening").state, of("Poster maker").state) == ("confirmed", "waiting")
    assert "Confirmed" in text(client.get(response.url, {"state": ""}))


def test_a_lawyer_confirms_all_that_is_shown(client, report, lawyer):
    client.force_login(lawyer)
    shown = [str(move.pk) for move in Move.objects.all()]

    page = text(client.post(url("change_confirm", report.reference), {"shown": [*shown, "x"]}, follow=True))

    assert "2 systems confirmed." in page
    assert set(Move.objects.values_list("state", flat=True)) == {"confirmed"}
    assert "Confirm all" not in page


def test_a_lawyer_contests_with_a_reason(client, report, lawyer):
    client.force_login(lawyer)
    move = of("CV screening")
    here = url("move_contest", report.reference, move.system.reference)

    assert client.post(here, {"reason": " "}).status_code == 422
    page = text(client.post(here, {"reason": "Art. 6(3)(a) takes it out."}, follow=True))

    assert "Art. 6(3)(a) takes it out." in page
    assert of("CV screening").state == "contested"
    late = client.post(here, {"reason": "Once more."})
    assert late.status_code == 409
    assert "Once more." in text(late)


@pytest.mark.parametrize("who", ["auditor", "engineer"])
def test_who_may_not_adopt_reads_and_changes_nothing(who, request, client, report):
    client.force_login(request.getfixturevalue(who))
    move = of("CV screening")
    reference, system = report.reference, move.system.reference

    for page in (url("change", reference), url("move", reference, system), url("editions")):
        shown = text(client.get(page))
        assert "Confirm" not in shown.replace("Confirmed", "")
        assert "Adopt edition" not in shown
    for name, args in (
        ("adopt", ()), ("change_confirm", (reference,)), ("change_cancel", (reference,)),
        ("change_retry", (reference,)), ("move_contest", (reference, system)),
    ):  # fmt: skip
        assert client.post(url(name, *args), {"only": str(move.pk), "reason": "x"}).status_code == 403
    assert of("CV screening").state == "waiting"


def test_an_outsider_finds_nothing_and_confirms_nothing(client, report, outsider):
    client.force_login(outsider)
    move = of("CV screening")

    assert report.reference not in text(client.get(url("changes")))
    assert "No change of the law waits" in text(client.get(url("changes_panel")))
    assert client.get(url("change", report.reference)).status_code == 404
    assert client.get(url("move", report.reference, move.system.reference)).status_code == 404
    said = {"only": str(move.pk)}
    assert client.post(url("change_confirm", report.reference), said).status_code == 404
    assert of("CV screening").state == "waiting"


def test_nobody_confirms_what_lies_in_another_unit(client, report, house, outsider, now):
    strange = judged(house, CV, now, system__name="Ship loader")
    moved = of("CV screening")
    moved.pk = moved.id = Move._meta.get_field("id").get_default()
    strange.system.unit = house.elsewhere
    strange.system.save(update_fields=["unit"])
    moved.system = strange.system
    moved.save(force_insert=True)
    client.force_login(outsider)

    said = {"shown": [str(move.pk) for move in Move.objects.all()]}
    client.post(url("change_confirm", report.reference), said)

    assert (of("CV screening").state, of("Ship loader").state) == ("waiting", "confirmed")


def test_only_the_whole_house_stops_a_report_and_goes_on_with_it(client, house, lawyer, now):
    made = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    client.force_login(lawyer)
    assert client.post(url("change_cancel", made.reference)).status_code == 404
    client.force_login(house.founder)

    assert "stops soon" in text(client.post(url("change_cancel", made.reference), follow=True))
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert "nothing to stop" in text(client.post(url("change_cancel", made.reference), follow=True))
    assert "goes on where it stopped" in text(client.post(url("change_retry", made.reference), follow=True))
    made.refresh_from_db()
    assert made.state == "queued"
    assert "Only what failed" in text(client.post(url("change_retry", made.reference), follow=True))


def test_a_report_of_another_edition_is_not_gone_on_with(client, house, now):
    made = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    cancel(job=made, by=house.founder, at=now)
    client.force_login(house.founder)
    client.post(url("adopt"), {"edition": NEW})

    page = text(client.post(url("change_retry", made.reference), follow=True))

    assert "still being made" in page or "Another edition was adopted since" in page
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_htmx_hears_how_far_it_is_and_at_the_end_reloads_the_page(client, house, now):
    made = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    client.force_login(house.founder)

    polled = client.get(made.get_absolute_url(), HTTP_HX_REQUEST="true")
    assert "Judging systems" in text(polled)
    assert "<html" not in text(polled)
    cancel(job=made, by=house.founder, at=now)
    assert client.get(made.get_absolute_url(), HTTP_HX_REQUEST="true").headers["HX-Refresh"] == "true"


def test_home_tells_of_a_report_that_waits(client, report, lawyer):
    client.force_login(lawyer)

    assert "2 of your systems moved, 2 wait for a look" in text(client.get(url("changes_panel")))
    assert url("changes_panel") in text(client.get("/"))


def test_what_could_not_be_judged_says_why(client, house, earlier, lawyer, now):
    version = judged(house, CV, now, system__name="CV screening")
    version.answers.filter(fact="ai.kind").update(value="robot")
    made = adopt(house, now)
    client.force_login(lawyer)

    assert "Could not be judged" in text(client.get(made.get_absolute_url()))
    page = text(client.get(url("move", made.reference, version.system.reference)))
    assert "ai.kind: answer one of" in page
    assert "the earlier finding stands" in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"), [("change", 9), ("changes", 6), ("changes_panel", 4), ("editions", 7)]
)
def test_lists_cost_the_same_whatever_their_length(
    page, queries, rows, client, house, earlier, lawyer, now, django_assert_num_queries
):
    for _ in range(rows):
        judged(house, CV, now)
    made = adopt(house, now)
    client.force_login(lawyer)

    with django_assert_num_queries(queries):
        client.get(url(page, *([made.reference] if page == "change" else [])))
