"""Where the pages of the evidence are."""

from django.urls import path

from audits.views import (
    disparities,
    dossiers,
    logs,
    panels,
    plans,
    reports,
    runs,
    schedules,
    vendor_assessments,
    work,
)

app_name = "audits"
urlpatterns = [
    path("work/", work.index, name="work"),
    path("systems/<str:reference>/evidence/", panels.of_system, name="panel"),
    path("systems/<str:reference>/fairness/", plans.index, name="plans"),
    path("systems/<str:reference>/fairness/new/", plans.create, name="plan_new"),
    path("plans/<str:reference>/", plans.detail, name="plan"),
    path("plans/<str:reference>/edit/", plans.edit, name="plan_edit"),
    path("plans/<str:reference>/logs/", logs.add, name="plan_log"),
    path("plans/<str:reference>/runs/", runs.request_run, name="plan_run"),
    path("plans/<str:reference>/schedule/", schedules.arrange, name="plan_schedule"),
    path("plans/<str:reference>/schedule/pause/", schedules.pause, name="plan_pause"),
    path("disparities/", disparities.index, name="disparities"),
    path("disparities/<str:reference>/", disparities.detail, name="disparity"),
    path("disparities/<str:reference>/accept/", disparities.accept, name="disparity_accept"),
    path("disparities/<str:reference>/assign/", disparities.assign, name="disparity_assign"),
    path("runs/<str:reference>/", runs.detail, name="run"),
    path("runs/<str:reference>/report/", reports.of_run, name="run_report"),
    path("runs/<str:reference>/report/new/", reports.request_of_run, name="run_report_new"),
    path("runs/<str:reference>/cancel/", runs.cancel, name="run_cancel"),
    path("runs/<str:reference>/retry/", runs.retry, name="run_retry"),
    path("systems/<str:reference>/dossiers/", dossiers.index, name="dossiers"),
    path("systems/<str:reference>/dossiers/new/", dossiers.request_dossier, name="dossier_new"),
    path("dossiers/<str:reference>/", dossiers.detail, name="dossier"),
    path("dossiers/<str:reference>/file/", dossiers.file, name="dossier_file"),
    path("dossiers/<str:reference>/cancel/", dossiers.cancel, name="dossier_cancel"),
    path("dossiers/<str:reference>/retry/", dossiers.retry, name="dossier_retry"),
    path("portfolio/", reports.of_unit, name="portfolio"),
    path("portfolio/new/", reports.request_of_unit, name="portfolio_new"),
    path("vendors/<str:reference>/assessments/", vendor_assessments.index, name="vendor_assessments"),
    path(
        "products/<str:reference>/assessments/start/",
        vendor_assessments.start,
        name="vendor_assessment_start",
    ),
    path("vendor-assessments/<str:reference>/", vendor_assessments.detail, name="vendor_assessment"),
    path(
        "vendor-assessments/<str:reference>/conclude/",
        vendor_assessments.conclude,
        name="vendor_assessment_conclude",
    ),
    path("vendor-assessments/<str:reference>/report/", reports.of_assessment, name="vendor_report"),
    path(
        "vendor-assessments/<str:reference>/report/new/",
        reports.request_of_assessment,
        name="vendor_report_new",
    ),
    path(
        "vendor-assessments/<str:reference>/<slug:area>/",
        vendor_assessments.area,
        name="vendor_assessment_area",
    ),
]
