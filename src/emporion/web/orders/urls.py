"""Addresses of orders, below /orders/."""

from django.urls import path

from . import acts, editing, managers, managing, pages, theirs

urlpatterns = [
    path("", pages.listing, name="orders"),
    path("new/", editing.new, name="order_new"),
    path("<int:pk>/", pages.order, name="order"),
    path("managers/", managers.managers, name="order_managers"),
    path("<int:pk>/take/", managing.take, name="order_take"),
    path("<int:pk>/give/", managing.give, name="order_give"),
    path("<int:pk>/lines/", editing.change, name="order_change"),
    path("<int:pk>/payment/", acts.pay, name="order_pay"),
    path("<int:pk>/give-back/", acts.give_back, name="order_give_back"),
    path("<int:pk>/shipment/", acts.ship, name="order_ship"),
    path("<int:pk>/return/", acts.take_back, name="order_return"),
    path("<int:pk>/theirs/<int:row>/", theirs.settle, name="order_theirs"),
    path("<int:pk>/cancel-rest/", acts.cancel_rest, name="order_cancel_rest"),
    path("<int:pk>/cancel/", acts.cancel, name="order_cancel"),
]
