"""Addresses of the set-up, below /settings/."""

from django.urls import path

from . import firms, house, matrix, numbering, pages, profile, roles, selling, staff, taxes

urlpatterns = [
    path("", pages.setup, name="settings"),
    path("firms/", firms.listing, name="settings_firms"),
    path("firms/new/", firms.new, name="settings_firm_new"),
    path("firms/<int:pk>/", firms.change, name="settings_firm"),
    path("firms/<int:pk>/regime/", firms.regime, name="settings_regime"),
    path("prices/", selling.price_types, name="settings_prices"),
    path("prices/new/", selling.price_type, name="settings_price_new"),
    path("prices/<int:pk>/", selling.price_type, name="settings_price"),
    path("shops/", selling.shops, name="settings_shops"),
    path("shops/new/", selling.shop, name="settings_shop_new"),
    path("shops/<slug:code>/", selling.shop, name="settings_shop"),
    path("taxes/", taxes.table, name="settings_taxes"),
    path("taxes/new/", taxes.new, name="settings_tax_new"),
    path("numbers/", numbering.listing, name="settings_numbers"),
    path("numbers/<int:firm>/<str:kind>/", numbering.begin, name="settings_series"),
    path("statuses/", house.statuses, name="settings_statuses"),
    path("languages/", house.languages, name="settings_languages"),
    path("backups/", house.backups, name="settings_backups"),
    path("backups/now/", house.back_up, name="settings_backup_now"),
    path("staff/", staff.listing, name="settings_staff"),
    path("staff/new/", staff.new, name="settings_staff_new"),
    path("staff/roles/", matrix.matrix, name="settings_roles"),
    path("staff/roles/<slug:code>/", matrix.role, name="settings_role"),
    path("staff/roles/<slug:code>/copy/", matrix.copy, name="settings_role_copy"),
    path("staff/roles/<slug:code>/usual/", matrix.usual, name="settings_role_usual"),
    path("staff/roles/<slug:code>/name/", matrix.describe, name="settings_role_describe"),
    path("staff/roles/<slug:code>/remove/", matrix.remove, name="settings_role_remove"),
    path("staff/<int:pk>/", staff.person, name="settings_person"),
    path("staff/<int:pk>/roles/", roles.grant, name="settings_grant"),
    path("staff/<int:pk>/roles/withdraw/", roles.withdraw, name="settings_withdraw"),
    path("staff/<int:pk>/leave/", staff.leave, name="settings_leave"),
    path("staff/<int:pk>/return/", staff.come_back, name="settings_return"),
    path("staff/<int:pk>/invite/", staff.invite, name="settings_invite"),
    path("profile/", profile.profile, name="settings_profile"),
]
