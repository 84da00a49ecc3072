"""Where the pages of the law are."""

from django.urls import path

from risk.views import findings, obligations, panels, questions

app_name = "risk"
urlpatterns = [
    path("systems/<str:reference>/questions/", questions.begin, name="questions"),
    path("systems/<str:reference>/questions/<slug:slug>/", questions.section, name="section"),
    path("systems/<str:reference>/answers/", questions.answers, name="answers"),
    path("systems/<str:reference>/finding/", findings.finding, name="finding"),
    path("systems/<str:reference>/finding/judge/", findings.judge, name="judge"),
    path("systems/<str:reference>/finding/panel/", panels.panel, name="panel"),
    path("obligations/", obligations.index, name="obligations"),
    path("obligations/soon/", panels.home_panel, name="home_panel"),
    path("obligations/<uuid:pk>/", obligations.detail, name="obligation"),
    path("obligations/<uuid:pk>/meet/", obligations.meet, name="meet"),
    path("obligations/<uuid:pk>/assign/", obligations.assign, name="assign"),
]
