"""The component sheet alone: in service its address exists only while developing."""

from django.urls import path

from luoqiao.interfaces.portal.components_view import components

urlpatterns = [path("_components", components)]
