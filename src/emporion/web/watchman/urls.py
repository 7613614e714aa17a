"""Addresses of the watchman, below /watchman/."""

from django.urls import path

from . import pages, telling

urlpatterns = [
    path("", pages.watchman, name="watchman"),
    path("alerts/<int:number>/", pages.alert, name="watchman_alert"),
    path("alerts/<int:number>/see/", pages.see, name="watchman_see"),
    path("alerts/<int:number>/mute/", pages.mute, name="watchman_mute"),
    path("schedules/again/", pages.run_again, name="watchman_again"),
    path("mutes/end/", pages.unmute, name="watchman_unmute"),
    path("telling/", telling.telling, name="watchman_telling"),
    path("telling/test/", telling.test, name="watchman_test"),
    path("telling/secret/", telling.renew, name="watchman_secret"),
    path("checks/<str:code>/", pages.check, name="watchman_check"),
]
