"""What the application server calls. It does not start on a database that has lost its guards."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from django.urls import get_resolver

from emporion.kernel.tables import guards_must_stand
from emporion.site.loading import nothing_is_garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emporion.site.settings")
with nothing_is_garbage():
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - every page, before the first person asks for one
with suppress(DatabaseError):  # one that is away for a moment is told page by page
    guards_must_stand()
connections.close_all()

from emporion.site.monitoring.standing import begin  # noqa: E402 - tables are known from here on

begin()
