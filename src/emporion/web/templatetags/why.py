"""Tags that ask why: {% load why %}."""

from __future__ import annotations

from django import template
from django.urls import reverse

from ..asks import words_of

register = template.Library()


@register.inclusion_tag("web/parts/why.html")
def why(subject: str, field: str, about: str) -> dict[str, str]:
    """{% why product.subject "brand" fact.label %}: the sign beside a value of a subject."""
    return {"url": reverse("web:why_value", args=[field, subject]), "about": about}


@register.inclusion_tag("web/parts/why.html")
def why_order(order: int, field: str, about: str) -> dict[str, str]:
    """{% why_order order.id "status" word %}: the sign beside a value of an order."""
    return {"url": reverse("web:why_order", args=[order, field]), "about": about}


@register.inclusion_tag("web/parts/whys.html")
def whys(kind: str, key: object, fields: str) -> dict[str, object]:
    """{% whys "shop" shop.id "name prefix" %}: what of a subject can be asked, under its form."""
    told = [(words_of(kind, one), reverse("web:why_value", args=[one, f"{kind}:{key}"])) for one in fields.split()]
    return {"whys": told}


@register.filter
def joined(kind: str, key: object) -> str:
    """{{ "variant"|joined:one.id }} → variant:5, as subjects and fields of many are named."""
    return f"{kind}:{key}"


@register.filter
def dotted(tax_class: str, regime: str) -> str:
    """{{ rate.tax_class|dotted:rate.regime }} → standard.general, as a tax rate is asked for."""
    return f"{tax_class}.{regime}"
