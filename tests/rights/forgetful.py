"""The addresses of the house and one more, whose page has lost its right; a test fills them in."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
