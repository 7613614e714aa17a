"""Addresses that outside systems call; no redirect stands between them and the answer."""

from django.urls import path

from .commerceml.endpoint import exchange_view

urlpatterns = [
    path("exchange/1c/<slug:code>", exchange_view, name="commerceml"),
    path("exchange/1c/<slug:code>/", exchange_view),
    path("bitrix/admin/1c_exchange.php", exchange_view),  # 1C calls it when only a host was typed
]
