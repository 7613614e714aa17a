"""Addresses of comments and mentions."""

from django.urls import path

from . import pages

urlpatterns = [
    path("comments/", pages.say, name="comment_say"),
    path("comments/colleagues/", pages.colleagues, name="colleagues"),
    path("comments/<int:pk>/", pages.comment, name="comment"),
    path("comments/<int:pk>/take-back/", pages.take_back, name="comment_take_back"),
    path("mentions/", pages.mentions, name="mentions"),
    path("mentions/<int:pk>/", pages.see, name="mention_see"),
]
