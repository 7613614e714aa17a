"""Checks of the public address: whether browsers take its certificate, and how long it is good for."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext_noop

from ..queries import telling
from ..types import Check, Found, Limit

SECONDS = 10
HTTPS = 443
RIGHT, EVERY = "settings.view", timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a handshake saw: until when it is good, or why a browser would refuse it."""

    ends: datetime | None
    fault: str = ""


def seen(host: str, port: int) -> Certificate:
    """A handshake as a browser makes it, with the authorities that this machine trusts; raises OSError where nobody
    answers."""
    with socket.create_connection((host, port), SECONDS) as bare:
        try:
            with ssl.create_default_context().wrap_socket(bare, server_hostname=host) as secure:
                told = secure.getpeercert() or {}
        except ssl.SSLCertVerificationError as error:
            return Certificate(None, error.verify_message)
    return Certificate(datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC))


def _seen() -> tuple[str, Certificate] | None:
    parts = urlsplit(telling().address)
    if parts.scheme != "https" or not parts.hostname:
        return None
    return parts.netloc, seen(parts.hostname, parts.port or HTTPS)


def _ends(limit: int) -> Iterator[Found]:
    if found := _seen():
        name, certificate = found
        if certificate.ends:
            days = (certificate.ends - timezone.now()) // timedelta(days=1)
            yield Found("address", days, days > limit, name, limit)


def _refused(_limit: int) -> Iterator[Found]:
    if found := _seen():
        name, certificate = found
        fault = certificate.fault
        yield Found("address", int(bool(fault)), not fault, name, facts={"fault": fault})


ADDRESS = (
    Check(
        code="certificate.ends",
        title=gettext_noop("The certificate of the address ends"),
        says=gettext_noop("The certificate of %(name)s is good for %(figure)s more"),
        remedy=gettext_noop("Renew it, and see why it was not renewed by itself."),
        right=RIGHT, look=_ends, unit="days", limit=Limit(14, 1, 80), below=True, every=EVERY,
    ),
    Check(
        code="certificate.refused",
        title=gettext_noop("Browsers take the certificate"),
        says=gettext_noop("Browsers refuse the certificate of %(name)s: %(fault)s"),
        remedy=gettext_noop("Put a valid certificate in its place: nobody gets to these pages now."),
        right=RIGHT, look=_refused, every=EVERY,
    ),
)  # fmt: skip
