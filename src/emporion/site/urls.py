"""All addresses: what each room that listens says of itself."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path(prefix, include(f"emporion.{room}.urls"))
    for room, prefix in (("channels", ""), ("accounts", "accounts/"), ("web", ""))
    if (settings.HOUSE / room / "urls.py").exists()
]
