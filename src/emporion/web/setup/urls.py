"""Addresses of the set-up of a house that is new, below /setup/."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.welcome, name="setup"),
    path("owner/", pages.owner, name="setup_owner"),
    path("firm/", pages.firm, name="setup_firm"),
    path("shop/", pages.shop, name="setup_shop"),
    path("connect/", pages.connect, name="setup_connect"),
]
