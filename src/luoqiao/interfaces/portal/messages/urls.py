"""消息的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import for_roles, for_signed_in
from luoqiao.interfaces.portal.messages import deliveries, endpoints, inbox, preferences

app_name = "messages"

ADMIN = Role.SYSTEM_ADMIN
POST = ("POST",)
FORM = ("GET", "HEAD", "POST")

urlpatterns = [
    path("messages/", for_signed_in(inbox.message_list), name="list"),
    path("messages/all-read/", for_signed_in(inbox.read_all, *POST), name="read_all"),
    path("messages/preferences/", for_signed_in(preferences.preferences, *FORM), name="preferences"),
    path("messages/deliveries/", for_roles(deliveries.deliveries, ADMIN), name="deliveries"),
    path("messages/deliveries/again/", for_roles(deliveries.all_again, ADMIN, methods=POST), name="all_again"),
    path("messages/deliveries/<uuid:identifier>/again/", for_roles(deliveries.again, ADMIN, methods=POST), name="again"),
    path("messages/endpoints/", for_roles(endpoints.endpoints, ADMIN, methods=FORM), name="endpoints"),
    path("messages/endpoints/<uuid:identifier>/secret/", for_roles(endpoints.secret, ADMIN, methods=POST), name="secret"),
    path("messages/endpoints/<uuid:identifier>/trial/", for_roles(endpoints.trial, ADMIN, methods=POST), name="trial"),
    path("messages/endpoints/<uuid:identifier>/end/", for_roles(endpoints.ended, ADMIN, methods=FORM), name="endpoint_end"),
    path("messages/<uuid:identifier>/read/", for_signed_in(inbox.read_message, *POST), name="read"),
]
