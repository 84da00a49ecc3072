"""From a file to a plan in the browser: looked at, settled, kept or discarded; nothing is kept before."""

import io
from pathlib import Path

import duckdb
import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits import tasks
from audits.fairness import Spec
from audits.models import Plan, PredictionLog
from audits.staging.waiting import FOLDER
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.factories import LOG, PlanFactory, RunFactory, VersionFactory, spec

HIRING = "sex,age,religion,decision,performed,name\n" + "".join(
    f"{'f' if i % 2 else 'm'},{20 + i % 45},{'x' if i % 3 else 'y'},{'hired' if i % 5 < 2 else 'rejected'},"
    f"{i % 4 % 2},P{i}\n"
    for i in range(400)
)
ROLES = {
    "sex": "group",
    "age": "group",
    "religion": "",
    "decision": "prediction",
    "performed": "outcome",
    "name": "",
}
MEANING = {"positive": ["hired"], "favourable": "hired", "bands-1": "30, 50"}


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Let each test see the files of its own alone."""
    default = settings.STORAGES["default"]
    options = {**default.get("OPTIONS", {}), "location": str(tmp_path / "storage")}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": options}}


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


@pytest.fixture
def signed_in(client, engineer):
    client.force_login(engineer)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def send(client, system, content=HIRING, name="hiring.csv"):
    content = content.encode() if isinstance(content, str) else content
    version = system.versions.get()
    body = {"file": SimpleUploadedFile(name, content), "version": version.pk}
    return client.post(reverse("audits:file_new", args=[system.reference]), body)


def chosen(roles=ROLES, special=()):
    told = {f"role-{place}": role for place, role in enumerate(roles.values())}
    return told | {f"special-{list(roles).index(name)}": "on" for name in special}


def settled(client, system, *, roles=None, special=(), meaning=MEANING, content=HIRING):
    """Return the answer to the values page of a file whose columns are settled."""
    columns = send(client, system, content).url
    values = client.post(columns, chosen(roles or ROLES, special)).url
    return client.post(values, meaning)


def waiting():
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def kept():
    return PredictionLog.objects.count(), Plan.objects.count(), TrailEntry.objects.count()


def test_a_file_is_shown_before_anything_is_kept(signed_in, system):
    before = kept()

    page = text(signed_in.get(send(signed_in, system).url))

    for words in (
        "hiring.csv",
        "text, parted by commas, UTF-8",
        "400",
        "hired",
        "whole number",
        "a quarter below",
    ):
        assert words in page
    assert "P17" not in page
    assert kept() == before


def test_roles_and_special_categories_are_proposed(signed_in, system):
    page = signed_in.get(send(signed_in, system).url).content.decode()

    fields = {place: page.split(f'name="role-{place}"')[1].split("</select>")[0] for place in range(6)}
    proposed = [
        fields[place].split(" selected")[0].rpartition('value="')[2].rstrip('"') for place in range(6)
    ]
    assert proposed == ["group", "group", "group", "prediction", "outcome", ""]
    assert "checked" in page.split('name="special-2"')[1].split(">")[0]
    assert "checked" not in page.split('name="special-0"')[1].split(">")[0]


def workbook():
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in HIRING.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    return out.getvalue()


def parquet(tmp_path: Path):
    (tmp_path / "a.csv").write_text(HIRING)
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM '{tmp_path}/a.csv') TO '{tmp_path}/a.parquet'")
    return (tmp_path / "a.parquet").read_bytes()


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda _: HIRING.replace(",", "\t").encode(), "parted by tabs, UTF-8"),
        (lambda _: HIRING.replace(",", ";").encode("utf-16"), "parted by semicolons, UTF-16"),
        (lambda _: HIRING.replace("sex", "Geschlecht für").encode("latin-1"), "Geschlecht für"),
        (lambda _: workbook(), "workbook, sheet Sheet"),
        (parquet, "Parquet"),
    ],
)
def test_files_of_every_form_are_told_from_their_bytes(signed_in, system, tmp_path, made, told):
    page = text(signed_in.get(send(signed_in, system, made(tmp_path), "whatever").url))

    assert told in page
    assert "rejected" in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The submitted file is empty"),
        (b"\x00\x01\x02\x00", "binary content"),
        (b"PK\x03\x04zip", "compressed or packed"),
        (b"sex,decision\n", "has a header but no rows"),
        (b"\xd0\xcf\x11\xe0old", "old or protected workbook"),
    ],
)
def test_a_broken_file_is_refused_at_its_field_and_leaves_nothing(signed_in, system, content, says):
    response = send(signed_in, system, content)

    assert response.status_code == 422
    assert says in text(response)
    assert 'href="#id_file"' in text(response)
    assert waiting() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"decision": ""}, "Say which column is the prediction"),
        ({"sex": "", "age": ""}, "Say which columns hold the groups"),
        ({"religion": "outcome"}, "&#x27;religion&#x27; is that already"),
        ({"name": "group"}, "It has 400 different values; at most 200"),
        ({"religion": "target"}, "Target is for numbers and outcome for yes or no"),
    ],
)
def test_roles_that_cannot_be_measured_are_told_at_their_column_and_choices_survive(
    signed_in, system, changed, says
):
    columns = send(signed_in, system).url

    response = signed_in.post(columns, chosen(ROLES | changed, special=["religion"]))

    assert response.status_code == 422
    assert says in text(response)
    assert "checked" in text(response).split('name="special-2"')[1].split(">")[0]
    assert len(waiting()) == 2


def test_values_are_chosen_from_those_seen_and_bands_are_proposed(signed_in, system):
    columns = send(signed_in, system).url

    page = text(signed_in.get(signed_in.post(columns, chosen()).url))

    assert "hired (160 rows)" in page
    assert 'name="bands-1" value="25, 45, 65"' in page
    assert "legal_basis" not in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"positive": []}, "Values that mean yes: This field is required"),
        ({"favourable": ""}, "What a person hopes for: This field is required"),
        ({"bands-1": "old"}, "Cannot be understood"),
        ({"bands-1": "50, 30"}, "must rise"),
        ({"bands-1": ""}, "This field is required"),
        ({"favourable": "maybe"}, "Select a valid choice"),
    ],
)
def test_values_that_cannot_be_counted_are_told_at_their_field(signed_in, system, change, says):
    response = settled(signed_in, system, meaning=MEANING | change)

    assert response.status_code == 422
    assert says in text(response)


def test_a_value_that_few_rows_have_is_typed(signed_in, system):
    rare = HIRING + "f,30,x,hired after all,1,P\n" * 3

    page = settled(
        signed_in,
        system,
        content=rare,
        meaning=MEANING | {"positive_other": "hired after all", "favourable_other": ""},
    )

    shown = signed_in.get(page.url).content.decode()
    assert 'name="positive" value="hired, hired after all"' in shown


def test_both_columns_of_labels_are_asked_about_at_once(signed_in, system):
    words = HIRING.replace(",1,P", ",good,P").replace(",0,P", ",bad,P") + "f,30,x,on hold,good,P\n" * 20

    response = settled(signed_in, system, content=words, meaning=MEANING | {"positive": ["on hold"]})

    assert "Say which values of &#x27;performed&#x27; mean yes" in text(response)


def test_a_prediction_that_shares_its_side_with_others_cannot_be_hoped_for(signed_in, system):
    three = HIRING + "f,30,x,on hold,1,P\n" * 20

    response = settled(signed_in, system, content=three, meaning=MEANING | {"favourable": "rejected"})

    assert "counts together with" in text(response)
    assert "tick what means yes above" in text(response)


def test_a_special_category_needs_its_legal_basis_before_anything_is_kept(signed_in, system):
    roles = ROLES | {"religion": "group"}
    before = kept()

    refused = settled(signed_in, system, roles=roles, special=["religion"])
    taken = settled(
        signed_in, system, roles=roles, special=["religion"], meaning=MEANING | {"legal_basis": "Art. 9(2)(g) GDPR."}
    )  # fmt: skip

    assert "Legal basis for special categories: This field is required" in text(refused)
    page = text(signed_in.get(taken.url))
    assert "Art. 9(2)(g) GDPR." in page
    assert 'name="special_columns" value="religion"' in page
    assert kept() == before


def typed_of(page):
    """Return what a browser would send of a plan's form as it was filled in."""
    form = page.context["form"]
    return {
        field.html_name: "" if field.value() is None else field.value()
        for field in form
        if field.name != "revision"
    }


def test_the_plan_comes_filled_in_and_the_file_is_kept_with_it(signed_in, system, engineer):
    page = signed_in.get(settled(signed_in, system).url)
    typed = typed_of(page) | {"thresholds_reason": "Agreed.", "file": page.context["file"].key}

    response = signed_in.post(reverse("audits:plan_new", args=[system.reference]), typed)

    plan, log = Plan.objects.get(), PredictionLog.objects.get()
    made = Spec.from_json(plan.spec)
    assert response.url == plan.get_absolute_url()
    assert (made.prediction, made.outcome, made.by) == ("decision", "performed", ("sex", "age"))
    assert (made.positive, made.favourable, made.edges) == (("hired",), "hired", {"age": (30.0, 50.0)})
    assert (log.plan, log.name, log.size, log.imported_by) == (plan, "hiring.csv", len(HIRING), engineer)
    assert [entry.verb for entry in TrailEntry.objects.order_by("seq")][-2:] == [
        "plan.created",
        "log.imported",
    ]
    assert waiting() == []
    run = RunFactory(log=log, spec=plan.spec)
    tasks.execute_run(run_id=str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error, run.result["n"]) == (JobState.DONE, "", 400)


def test_a_plan_that_does_not_fit_keeps_the_file_waiting_and_what_was_typed(signed_in, system):
    page = signed_in.get(settled(signed_in, system).url)
    typed = typed_of(page) | {
        "file": page.context["file"].key,
        "thresholds_reason": "Mine.",
        "outcome": "nowhere",
    }

    response = signed_in.post(reverse("audits:plan_new", args=[system.reference]), typed)

    assert response.status_code == 422
    assert "The file has no column &#x27;nowhere&#x27;" in text(response)
    assert "Mine." in text(response)
    assert f'name="file" value="{page.context["file"].key}"' in text(response)
    assert not Plan.objects.exists()
    assert len(waiting()) == 2


def test_a_name_that_is_taken_keeps_the_file_waiting(signed_in, system):
    page = signed_in.get(settled(signed_in, system).url)
    typed = typed_of(page) | {"thresholds_reason": "Agreed.", "file": page.context["file"].key}
    PlanFactory(system=system, name=typed["name"])

    response = signed_in.post(reverse("audits:plan_new", args=[system.reference]), typed)

    assert "The system has a plan of this name." in text(response)
    assert not PredictionLog.objects.exists()
    assert len(waiting()) == 2


def test_a_file_that_is_discarded_leaves_nothing(signed_in, system):
    before = kept()
    columns = send(signed_in, system).url

    response = signed_in.post(f"{columns}discard/", chosen(), follow=True)

    assert "Nothing of it was kept." in text(response)
    assert waiting() == []
    assert kept() == before
    assert "Choose it again" in text(signed_in.get(columns, follow=True))


def test_a_file_of_scores_is_cut_or_measured_without_decisions(signed_in, system):
    scores = "sex,score,outcome\n" + "".join(
        f"{'fm'[i % 2]},{i % 97 / 97:.4f},{i % 3 % 2}\n" for i in range(400)
    )
    roles = {"sex": "group", "score": "score", "outcome": "outcome"}

    cut = settled(
        signed_in, system, roles=roles, content=scores, meaning={"score_threshold": "0.4", "favourable": "0"}
    )
    bare = settled(signed_in, system, roles=roles, content=scores, meaning={})
    undecided = settled(signed_in, system, roles=roles, content=scores, meaning={"score_threshold": "0.4"})

    assert 'name="score_threshold" value="0.4"' in text(signed_in.get(cut.url))
    assert 'name="favourable" value="0"' in text(signed_in.get(cut.url))
    assert bare.status_code == 302
    assert "Say what a person hopes for" in text(undecided)


def test_a_file_of_predicted_numbers_leads_straight_to_its_plan(signed_in, system):
    prices = "sex,estimate,price\n" + "".join(f"{'fm'[i % 2]},{i * 7 % 90},{i}\n" for i in range(400))
    roles = {"sex": "group", "estimate": "prediction", "price": "target"}

    response = settled(signed_in, system, roles=roles, content=prices, meaning={})

    page = text(signed_in.get(response.url))
    assert 'name="target" value="price"' in page
    assert 'name="prediction" value="estimate"' in page


def test_a_value_is_typed_where_none_is_shown(signed_in, system):
    few = "sex,decision\n" + "".join(f"{'fm'[i % 2]},{i % 3}st\n" for i in range(12))
    roles = {"sex": "group", "decision": "prediction"}
    typed = {"positive_other": "1st", "favourable_other": "1st"}

    undecided = settled(signed_in, system, roles=roles, content=few, meaning={})
    page = settled(signed_in, system, roles=roles, content=few, meaning=typed)

    assert "Say what a person hopes for" in text(undecided)
    assert 'name="positive" value="1st"' in text(signed_in.get(page.url))


def test_a_system_without_a_version_takes_no_file(signed_in, system):
    system.versions.all().delete()

    page = text(signed_in.get(reverse("audits:file_new", args=[system.reference])))

    assert "This system has none yet." in page
    assert 'type="file"' not in page


@pytest.mark.parametrize("name", ["file_roles", "file_meanings"])
def test_a_file_waits_for_its_sender_alone(client, signed_in, system, lawyer, auditor, outsider, name):
    key = send(signed_in, system).url.rstrip("/").rpartition("/")[2]
    url = reverse(f"audits:{name}", args=[system.reference, key])

    answers = {}
    for person in (lawyer, auditor, outsider):
        client.force_login(person)
        answers[person.name] = client.get(url).status_code

    assert answers == {"Ada": 302, "Cyd": 403, "Eve": 404}


# --- A log of a plan that is there


@pytest.fixture
def plan(system):
    return PlanFactory(system=system, spec=spec())


def look(client, plan, content=LOG):
    body = {"file": SimpleUploadedFile("log.csv", content.encode()), "version": plan.system.versions.get().pk}
    return client.post(reverse("audits:log_look", args=[plan.reference]), body)


def test_a_log_is_looked_at_beside_its_plan_and_then_imported(signed_in, plan):
    page = look(signed_in, plan).url

    seen = text(signed_in.get(page))
    nothing_yet = PredictionLog.objects.count()
    response = signed_in.post(page)

    assert "Prediction or decision" in seen
    assert nothing_yet == 0
    assert response.url == plan.get_absolute_url()
    assert PredictionLog.objects.get().name == "log.csv"
    assert waiting() == []


def test_a_log_that_lacks_a_column_of_the_plan_is_not_imported(signed_in, plan):
    page = look(signed_in, plan, LOG.replace("prediction", "decision")).url

    response = signed_in.post(page)

    assert response.status_code == 422
    assert "the file has no such column" in text(response)
    assert "Import it" not in text(response)
    assert not PredictionLog.objects.exists()


def test_a_log_that_was_looked_at_is_discarded(signed_in, plan):
    page = look(signed_in, plan).url

    response = signed_in.post(f"{page}discard/")

    assert response.url == plan.get_absolute_url()
    assert waiting() == []


def test_a_file_too_many_is_refused_with_the_names_and_the_ways_to_those_that_wait(
    signed_in, system, settings
):
    settings.WAITING_MOST_FILES = 2
    plan = PlanFactory(system=system)
    first = send(signed_in, system, name="a.csv")
    version = system.versions.get().pk
    looked_at = {"file": SimpleUploadedFile("b.csv", LOG.encode()), "version": version}
    second = signed_in.post(reverse("audits:log_look", args=[plan.reference]), looked_at)

    refused = send(signed_in, system, name="c.csv")
    on_the_plan = {"file": SimpleUploadedFile("d.csv", LOG.encode()), "version": version}
    refused_there = signed_in.post(reverse("audits:log_look", args=[plan.reference]), on_the_plan)

    assert (refused.status_code, refused_there.status_code) == (422, 422)
    for answer in (refused, refused_there):
        assert f"already: a.csv ({system.reference}), b.csv ({plan.reference})." in text(answer)
    for way in (first.url, second.url):
        assert f'href="{way}"' in text(refused)
