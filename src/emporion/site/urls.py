"""All addresses: what each room that listens says of itself."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("emporion.accounts.urls")),
    *(
        path("", include(f"emporion.{room}.urls"))
        for room in ("channels", "web")
        if (settings.HOUSE / room / "urls.py").exists()
    ),
]
