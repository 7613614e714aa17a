"""The field for a barcode: typed, scanned by a scanner that types, or read by the camera where the browser can."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class BarcodeInput(forms.TextInput):
    """An input that static/web/js/barcode.js dresses; without scripts it is a plain field, checked by the server."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {
            "data-wrong": _("The last digit should be %s: a digit is wrong or two are exchanged."),
            "data-camera": _("Camera"),
            "data-close": _("Close"),
            "data-refused": _("The camera is not allowed here. Allow it in the browser, or type the digits."),
        }
        told = {"data-barcode": True, "inputmode": "numeric", "autocomplete": "off", **words}
        super().__init__({**told, **(attrs or {})})
