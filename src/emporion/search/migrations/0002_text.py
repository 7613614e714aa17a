"""What differs between the databases, see index.py."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from emporion.search.index import DROPPED, MADE


def made(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MADE[editor.connection.vendor]:
        editor.execute(statement, params=None)


def dropped(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(DROPPED, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(made, dropped)]
