"""Where the pages of the evidence are."""

from django.urls import path

from audits.views import vendor_assessments

app_name = "audits"
urlpatterns = [
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
    path(
        "vendor-assessments/<str:reference>/<slug:area>/",
        vendor_assessments.area,
        name="vendor_assessment_area",
    ),
]
