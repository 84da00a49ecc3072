"""Where the pages of the law are."""

from django.urls import path

from risk.views import (
    changes,
    editions,
    findings,
    memoranda,
    obligations,
    panels,
    positions,
    questions,
    timelines,
    what_if,
)

app_name = "risk"
urlpatterns = [
    path("systems/<str:reference>/questions/", questions.begin, name="questions"),
    path("systems/<str:reference>/questions/<slug:slug>/", questions.section, name="section"),
    path("systems/<str:reference>/answers/", questions.answers, name="answers"),
    path("systems/<str:reference>/finding/", findings.finding, name="finding"),
    path("systems/<str:reference>/finding/judge/", findings.judge, name="judge"),
    path("systems/<str:reference>/finding/confirm/", positions.confirm, name="confirm"),
    path("systems/<str:reference>/finding/contest/", positions.contest, name="contest"),
    path("systems/<str:reference>/memorandum/", memoranda.memorandum, name="memorandum"),
    path("systems/<str:reference>/what-if/", what_if.what_if, name="what_if"),
    path("systems/<str:reference>/finding/panel/", panels.panel, name="panel"),
    path("editions/", editions.index, name="editions"),
    path("editions/compare/", editions.compare, name="edition_changes"),
    path("editions/adopt/", editions.adopt, name="adopt"),
    path("changes/", changes.index, name="changes"),
    path("changes/waiting/", changes.panel, name="changes_panel"),
    path("changes/<str:reference>/", changes.detail, name="change"),
    path("changes/<str:reference>/confirm/", changes.confirm, name="change_confirm"),
    path("changes/<str:reference>/cancel/", changes.cancel, name="change_cancel"),
    path("changes/<str:reference>/retry/", changes.retry, name="change_retry"),
    path("changes/<str:reference>/systems/<str:system>/", changes.move, name="move"),
    path("changes/<str:reference>/systems/<str:system>/contest/", changes.contest, name="move_contest"),
    path("obligations/", obligations.index, name="obligations"),
    path("obligations/soon/", panels.home_panel, name="home_panel"),
    path("obligations/timeline/", timelines.index, name="timeline"),
    path("obligations/calendar/", timelines.calendar, name="calendar"),
    path("obligations/<uuid:pk>/", obligations.detail, name="obligation"),
    path("obligations/<uuid:pk>/meet/", obligations.meet, name="meet"),
    path("obligations/<uuid:pk>/reopen/", obligations.reopen, name="reopen"),
    path("obligations/<uuid:pk>/assign/", obligations.assign, name="assign"),
]
