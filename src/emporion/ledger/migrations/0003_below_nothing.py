"""What stands below nothing is found at once.

Of a hundred thousand balances it is some few. On SQLite alone: PostgreSQL writes a changed row into each index of its
table once a column of any of them changed, the condition of one counted, and a balance changes with every entry.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX = "CREATE INDEX ledger_balance_below ON ledger_balance (account_id, variant) WHERE quantity < 0"


def made(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The index for what the query `lacking` asks."""
    if editor.connection.vendor == "sqlite":
        editor.execute(INDEX)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [migrations.RunPython(made, migrations.RunPython.noop)]
