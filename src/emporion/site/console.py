"""The console command `emporion`: every verb is a Django management command of some room."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from emporion.site.loading import nothing_is_garbage


def main() -> None:
    """Run one verb; `emporion help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emporion.site.settings")
    with nothing_is_garbage():
        django.setup()
    execute_from_command_line(["emporion", *sys.argv[1:]])


if __name__ == "__main__":
    main()
