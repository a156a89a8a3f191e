"""专项的网址: monthly reports, experts, open challenges, ratings, migration: what not every case goes through."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.apps.cases.queries.challenges import COMPARES
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases import (
    bids_page,
    challenge_pages,
    experts_page,
    key_projects_page,
    migrate_page,
    milestones_page,
    rating_pages,
    report_page,
    reports_page,
    reviews_page,
    score_page,
)
from luoqiao.interfaces.portal.entry import for_all, for_roles

AGENT = (Role.ENTERPRISE_AGENT,)
LEADS = (Role.OFFICER, Role.UNIT_HEAD)
OFFICES = (*LEADS, Role.FINANCE_OFFICER, Role.TOWN_CLERK, Role.PARK_MANAGER, Role.LEADER)
READERS = (*OFFICES, Role.AUDITOR)
EXPERTS = (Role.EXPERT,)
WATCHERS = (Role.UNIT_HEAD, Role.LEADER, Role.AUDITOR)
POST = ("POST",)
FORM = ("GET", "HEAD", "POST")

urlpatterns: list[URLPattern] = [
    path("my/reports/", for_roles(reports_page.reports, *AGENT), name="reports"),
    path("key-projects/", for_roles(key_projects_page.key_projects, *READERS), name="key_projects"),
    path("key-projects/xlsx/", for_roles(key_projects_page.key_projects_xlsx, *READERS), name="key_projects_xlsx"),
    path("procedures/", for_roles(migrate_page.versions, *WATCHERS), name="migrate"),
    path(
        "procedures/<str:identifier>/", for_roles(migrate_page.procedure, *WATCHERS, methods=FORM), name="migrate_procedure"
    ),
    path("challenges/", for_all(challenge_pages.challenges), name="challenges"),
    path("challenges/<str:number>/", for_all(challenge_pages.challenge), name="challenge"),
    path("challenges/<str:number>/bid/", for_roles(challenge_pages.bid, *AGENT, methods=POST), name="bid"),
    path("challenges/<str:number>/bids/", for_roles(bids_page.bids, *COMPARES), name="bids"),
    path("ratings/", for_roles(rating_pages.ratings, *WATCHERS), name="ratings"),
    path("cases/<str:number>/rate/", for_roles(rating_pages.rate, *AGENT, methods=FORM), name="rate"),
    path(
        "cases/<str:number>/follow-up/",
        for_roles(rating_pages.follow_up, *LEADS, Role.LEADER, Role.AUDITOR, methods=FORM), name="follow_up",
    ),
    path("cases/<str:number>/report/", for_roles(report_page.report, *READERS, *AGENT, methods=FORM), name="report"),
    path("cases/<str:number>/finish/", for_roles(report_page.finish, *LEADS, methods=POST), name="finish"),
    path(
        "cases/<str:number>/keep-reporting/", for_roles(report_page.keep_reporting, *LEADS, methods=POST),
        name="keep_reporting",
    ),
    path(
        "cases/<str:number>/milestones/", for_roles(milestones_page.milestones, *READERS, *AGENT, methods=FORM),
        name="milestones",
    ),
    path("experts/", for_roles(reviews_page.reviews, *EXPERTS), name="expert_inbox"),
    path("cases/<str:number>/score/", for_roles(score_page.score, *EXPERTS, methods=FORM), name="score"),
    path("cases/<str:number>/experts/", for_roles(experts_page.experts, *LEADS, Role.AUDITOR), name="experts"),
    path(
        "cases/<str:number>/experts/assign/", for_roles(experts_page.assign, *LEADS, methods=POST), name="assign_experts"
    ),
    path(
        "cases/<str:number>/experts/release/", for_roles(experts_page.release, *LEADS, methods=POST), name="release_expert"
    ),
    path("cases/<str:number>/experts/close/", for_roles(experts_page.close, *LEADS, methods=POST), name="close_scoring"),
]
