"""The checks of ourselves, each with what makes it call; the certificate by a real handshake."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from emporion.clockwork.commands import ensure_schedules
from emporion.clockwork.models import ScheduleRun
from emporion.clockwork.types import task
from emporion.household import commands as household
from emporion.ledger.tests.factories import receive
from emporion.ledger.watching import look as look_at_the_book
from emporion.watchman import commands, queries
from emporion.watchman.looking import look

pytestmark = pytest.mark.usefixtures("house")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Disk = namedtuple("Disk", "total used free")


@task()
def nothing() -> None:
    """Work that nobody does here."""


def told() -> dict[str, str]:
    return {one.code: queries.sentence(one) for one in queries.needs_somebody()}


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk of whoever runs the tests is their own matter."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1000 << 20, 500 << 20, 500 << 20))


def test_a_new_house_is_well() -> None:
    assert look() > 10
    assert told() == {}
    assert [one.error for one in queries.checks()] == [""] * len(queries.checks())


def test_a_backup_that_is_too_old_or_did_not_come_back_is_told() -> None:
    backup = household.note_backup(place="x", bytes=1, seconds=1, fingerprint="f", actor="cli")
    look()
    assert told() == {}
    with time_machine.travel(datetime.now(UTC) + 37 * HOUR, tick=False):
        failed = household.note_backup(place="y", bytes=1, seconds=1, fingerprint="f", actor="cli")
        household.note_drill(backup=failed, error="differs", actor="cli")
        look()
        assert "backup.old" in told(), "the newest one is bad, the last good one is 37 hours old"
        assert backup != failed


def test_a_disk_that_fills_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1000 << 20, 905 << 20, 95 << 20))
    look()
    assert told() == {"disk.full": "The disk of the data is nearly full: 9\xa0% are free, 95 MB"}


def test_a_book_that_does_not_add_up_is_told() -> None:
    receive((1, 5000, 700), document="receipt:1")
    while look_at_the_book():
        pass
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET quantity = quantity + 1 WHERE quantity = 5000")
    look_at_the_book()
    look()
    assert list(told()) == ["book.differs"]


def test_work_that_waits_and_schedules_that_stumbled_are_told() -> None:
    ensure_schedules(actor="test")
    ScheduleRun.objects.filter(name="exchange.tidy").update(error="OSError: no room", last_at=datetime.now(UTC))
    nothing.enqueue()
    look()
    assert told() == {"worker.stumbled": "Work by the clock ended in an error: exchange.tidy"}
    if connection.vendor == "sqlite":  # whose clock is this machine's
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11), tick=False):
            look()
            assert "worker.behind" in told()


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_clock_that_is_apart_from_the_databases_is_told() -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3), tick=False):
        look()
        assert "clock.apart" in told()


# ---- the certificate


def authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, certificate("Test authority", key, key, None, 400, is_authority=True)


def certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    days: int,
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 100 * DAY)
        .not_valid_after(now + days * DAY + HOUR)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if is_authority:
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = made.add_extension(usage, critical=True)
    else:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    return made.sign(signer, hashes.SHA256())


@contextmanager
def served(folder: Path, days: int) -> Iterator[int]:
    """A TLS server on this machine, with a certificate that is good for so many days; answers its port."""
    signer, root = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = certificate("localhost", key, signer, root, days)
    (folder / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "leaf.pem").write_bytes(written + leaf.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "leaf.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    bare, _address = listening.accept()
                except OSError:
                    return
                try:
                    context.wrap_socket(bare, server_side=True).close()
                except OSError:
                    bare.close()

        Thread(target=answer, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("days", "trusted", "expected"),
    [
        (60, True, []),
        (14, True, ["certificate.ends"]),
        (-1, True, ["certificate.refused"]),
        (60, False, ["certificate.refused"]),
    ],
)
def test_a_certificate_is_looked_at_as_a_browser_does(
    days: int, trusted: bool, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, days) as port:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
        commands.set_telling(by_mail=True, address=f"https://localhost:{port}", actor="staff:1")
        look()
    assert [one.code for one in queries.needs_somebody()] == expected
    if days == 14:
        assert told()["certificate.ends"] == f"The certificate of localhost:{port} is good for 14 days more"
    if days == -1:
        assert "expired" in told()["certificate.refused"]


def test_an_address_at_which_nobody_answers_could_not_be_looked_at() -> None:
    commands.set_telling(by_mail=True, address="https://localhost:1", actor="staff:1")
    look()
    assert told() == {}
    assert queries.check("certificate.ends").error == "ConnectionRefusedError"
