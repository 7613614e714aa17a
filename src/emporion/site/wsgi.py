"""What the application server calls. It does not start on a database that has lost its guards."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections

from emporion.kernel.tables import guards_must_stand

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emporion.site.settings")
application = get_wsgi_application()
with suppress(DatabaseError):  # one that is away for a moment is told page by page
    guards_must_stand()
connections.close_all()
