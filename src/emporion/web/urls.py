"""Addresses of the staff's pages. Each room's pages are a list of their own, included here by one line."""

from django.urls import include, path

from . import installing, live, pages, undo

app_name = "web"
urlpatterns = [
    path("", pages.index, name="index"),
    path("today/", include("emporion.web.today.urls")),
    path("orders/", include("emporion.web.orders.urls")),
    path("customers/", include("emporion.web.customers.urls")),
    path("", include("emporion.web.products.urls")),
    path("journal/", include("emporion.web.journal.urls")),
    path("palette/", include("emporion.web.palette.urls")),
    path("why/", include("emporion.web.why.urls")),
    path("why/", include("emporion.web.values.urls")),
    path("stock/", include("emporion.web.stock.urls")),
    path("watchman/", include("emporion.web.watchman.urls")),
    path("lists/", include("emporion.web.lists.urls")),
    path("exchange/", include("emporion.web.exchange.urls")),
    path("", include("emporion.web.comments.urls")),
    path("help/", include("emporion.web.help.urls")),
    path("setup/", include("emporion.web.setup.urls")),
    path("settings/", include("emporion.web.settings.urls")),
    path("language/", pages.language, name="language"),
    path("undo/<str:token>/", undo.undo, name="undo"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("worker.js", installing.worker, name="worker"),
    path("offline/", installing.offline, name="offline"),
    path("live/", live.stream, name="live"),
    path("style/", include("emporion.web.style.urls")),
    path("try/", include("emporion.web.tour.urls")),
]
