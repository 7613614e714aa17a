"""A signed-in owner of the large house: python -m bench._session prints name and value of the cookie as JSON."""

from __future__ import annotations

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from bench._seed import OWNER  # noqa: E402
from emporion.accounts.models import Staff  # noqa: E402


def main() -> None:
    """Sign in as a browser would be left after it."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(Staff.objects.get(email=OWNER))
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps([name, client.cookies[name].value]))


if __name__ == "__main__":
    main()
