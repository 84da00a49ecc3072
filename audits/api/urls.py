"""Routes of the evidence's REST face, mounted at /api/v1/."""

from django.urls import path

from audits.api.clearance import Clearances
from audits.api.comparisons import Comparisons
from audits.api.disparities import Disparities
from audits.api.dossier_schedules import DossierSchedules
from audits.api.dossiers import Dossiers
from audits.api.exports import Exports, Schemas
from audits.api.listeners import Listeners, ThresholdSettings
from audits.api.logs import Counts, Files
from audits.api.plans import Plans
from audits.api.previews import Previews
from audits.api.questionnaires import Questionnaires
from audits.api.reviews import Decisions, Reviews
from audits.api.runs import Runs
from audits.api.schedules import Schedules
from audits.api.sheets import Blanks, Sheets
from audits.api.sources import Sources
from audits.api.submissions import Submissions
from audits.api.trends import Approvals, Trends
from audits.api.vendor_assessments import VendorAssessments
from audits.api.verifications import Verifications
from audits.api.word_files import WordFiles
from governance.api.urls import LIST, ONE, ONE_CHANGE, VERSION

PLAN, RUN = "fairness/plans/<str:reference>", "fairness/runs/<str:reference>"
DISPARITY = "fairness/disparities/<str:reference>"
WORD_FILE = "word-files/<str:reference>"
DOSSIER, ASSESSMENT = "dossiers/<str:reference>", "vendor-assessments/<str:reference>"
SHEET = "sheets/<str:reference>"

urlpatterns = [
    path("systems/<str:reference>/clearance", Clearances.as_view(ONE), name="api-clearance"),
    path(
        "systems/<str:reference>/fairness/plans", Plans.as_view({"post": "create"}), name="api-system-plans"
    ),
    path("fairness/sources", Sources.as_view({"get": "list"}), name="api-sources"),
    path(f"{PLAN}/source", Sources.as_view({"put": "draw", "delete": "destroy"}), name="api-plan-source"),
    path("fairness/previews", Previews.as_view(), name="api-previews"),
    path("fairness/plans", Plans.as_view(LIST), name="api-plans"),
    path(PLAN, Plans.as_view(ONE_CHANGE), name="api-plan"),
    path(f"{PLAN}/logs", Files.as_view({"get": "list", "post": "create"}), name="api-logs"),
    path(f"{PLAN}/counts", Counts.as_view({"post": "create"}), name="api-counts"),
    path(f"{PLAN}/runs", Runs.as_view({"post": "create"}), name="api-plan-runs"),
    path(f"{PLAN}/trend", Trends.as_view(ONE), name="api-plan-trend"),
    path(
        f"{PLAN}/listeners",
        Listeners.as_view({"get": "retrieve", "put": "name_people"}),
        name="api-plan-listeners",
    ),
    path(f"{PLAN}/thresholds", ThresholdSettings.as_view(LIST), name="api-plan-thresholds"),
    path(f"{PLAN}/schedule", Schedules.as_view({"get": "retrieve", "put": "arrange"}), name="api-schedule"),
    path(f"{PLAN}/schedule/pause", Schedules.as_view({"post": "pause"}), name="api-schedule-pause"),
    path("fairness/runs", Runs.as_view(LIST), name="api-runs"),
    path(RUN, Runs.as_view(ONE), name="api-run"),
    path(f"{RUN}/export", Exports.as_view(ONE), name="api-run-export"),
    path(f"{RUN}/tables", Exports.as_view({"get": "tables"}), name="api-run-tables"),
    path(f"{RUN}/tables/<str:table>", Exports.as_view({"get": "table"}), name="api-run-table"),
    path("schemas/<str:name>", Schemas.as_view(ONE), name="api-schema"),
    path(f"{RUN}/comparison", Comparisons.as_view(ONE), name="api-run-comparison"),
    path(f"{RUN}/approvals", Approvals.as_view({"get": "list", "post": "approve"}), name="api-run-approvals"),
    path(f"{RUN}/cancel", Runs.as_view({"post": "cancel"}), name="api-run-cancel"),
    path(f"{RUN}/retry", Runs.as_view({"post": "retry"}), name="api-run-retry"),
    path("fairness/disparities", Disparities.as_view(LIST), name="api-disparities"),
    path(DISPARITY, Disparities.as_view(ONE), name="api-disparity"),
    path(f"{DISPARITY}/accept", Disparities.as_view({"post": "accept"}), name="api-disparity-accept"),
    path(f"{DISPARITY}/assign", Disparities.as_view({"post": "assign"}), name="api-disparity-assign"),
    path("questionnaires/<str:name>", Questionnaires.as_view(ONE), name="api-questionnaire"),
    path("vendor-assessments", VendorAssessments.as_view(LIST), name="api-assessments"),
    path(
        "products/<str:reference>/assessments",
        VendorAssessments.as_view({"post": "create"}),
        name="api-product-assessments",
    ),
    path(ASSESSMENT, VendorAssessments.as_view(ONE_CHANGE), name="api-assessment"),
    path(
        f"{ASSESSMENT}/conclude",
        VendorAssessments.as_view({"post": "conclude"}),
        name="api-assessment-conclude",
    ),
    path("blanks/<str:kind>", Blanks.as_view(ONE), name="api-blank"),
    path(
        f"{VERSION}/sheets",
        Sheets.as_view({"get": "prescribed", "post": "create"}),
        name="api-version-sheets",
    ),
    path("sheets", Sheets.as_view(LIST), name="api-sheets"),
    path(SHEET, Sheets.as_view(ONE_CHANGE), name="api-sheet"),
    path(f"{SHEET}/finish", Sheets.as_view({"post": "finish"}), name="api-sheet-finish"),
    path(f"{SHEET}/xlsx", Sheets.as_view({"get": "xlsx"}), name="api-sheet-xlsx"),
    path(
        f"{SHEET}/submissions",
        Submissions.as_view({"get": "list", "post": "create"}),
        name="api-sheet-submissions",
    ),
    path(f"{SHEET}/drift", Submissions.as_view({"get": "drift"}), name="api-sheet-drift"),
    path(f"{VERSION}/dossiers", Dossiers.as_view({"post": "create"}), name="api-version-dossiers"),
    path("verifications", Verifications.as_view({"post": "create"}), name="api-verifications"),
    path("dossiers", Dossiers.as_view({**LIST, "post": "of_unit"}), name="api-dossiers"),
    path(f"{RUN}/dossiers", Dossiers.as_view({"post": "of_run"}), name="api-run-dossiers"),
    path(
        f"{ASSESSMENT}/dossiers", Dossiers.as_view({"post": "of_assessment"}), name="api-assessment-dossiers"
    ),
    path(
        "systems/<str:reference>/dossier-schedules",
        DossierSchedules.as_view({**LIST, "post": "create"}),
        name="api-dossier-schedules",
    ),
    path(
        "systems/<str:reference>/dossier-schedules/<slug:kind>/pause",
        DossierSchedules.as_view({"post": "pause"}),
        name="api-dossier-schedule-pause",
    ),
    path(DOSSIER, Dossiers.as_view(ONE), name="api-dossier"),
    path(f"{DOSSIER}/file", Dossiers.as_view({"get": "file"}), name="api-dossier-file"),
    path(f"{DOSSIER}/bundle", Dossiers.as_view({"get": "bundle"}), name="api-dossier-bundle"),
    path(f"{DOSSIER}/cancel", Dossiers.as_view({"post": "cancel"}), name="api-dossier-cancel"),
    path(
        f"{DOSSIER}/review", Reviews.as_view({"get": "retrieve", "post": "create"}), name="api-dossier-review"
    ),
    path(f"{DOSSIER}/decision", Decisions.as_view({"post": "create"}), name="api-dossier-decision"),
    path(f"{DOSSIER}/word-files", WordFiles.as_view({"post": "create"}), name="api-dossier-word-files"),
    path("word-files", WordFiles.as_view(LIST), name="api-word-files"),
    path(WORD_FILE, WordFiles.as_view(ONE), name="api-word-file"),
    path(f"{WORD_FILE}/changes", WordFiles.as_view({"get": "changes"}), name="api-word-file-changes"),
    path(f"{WORD_FILE}/file", WordFiles.as_view({"get": "file"}), name="api-word-file-file"),
    path(f"{WORD_FILE}/cancel", WordFiles.as_view({"post": "cancel"}), name="api-word-file-cancel"),
    path(f"{WORD_FILE}/retry", WordFiles.as_view({"post": "retry"}), name="api-word-file-retry"),
    path(f"{DOSSIER}/retry", Dossiers.as_view({"post": "retry"}), name="api-dossier-retry"),
]
