"""Addresses that every list shares, below /lists/."""

from django.urls import path

from . import pages

urlpatterns = [
    path("views/<int:view>/", pages.change, name="view_change"),
    path("acts/<int:bulk>/", pages.bulk, name="bulk"),
    path("acts/<int:bulk>/progress/", pages.how_far, name="bulk_progress"),
    path("acts/<int:bulk>/stop/", pages.stop, name="bulk_stop"),
    path("acts/<int:bulk>/go-on/", pages.go_on, name="bulk_go_on"),
    path("acts/<int:bulk>/undo/", pages.take_back, name="bulk_undo"),
    path("<slug:name>/views/", pages.keep, name="view_keep"),
    path("<slug:name>/begin/", pages.begin, name="view_begin"),
    path("<slug:name>/act/", pages.ask, name="bulk_ask"),
    path("<slug:name>/file/", pages.file, name="bulk_file"),
]
