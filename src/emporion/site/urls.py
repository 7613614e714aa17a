"""All addresses: what each room that listens says of itself."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("emporion.accounts.urls")),
    path("", include("emporion.channels.urls")),
    path("", include("emporion.web.urls")),
]
