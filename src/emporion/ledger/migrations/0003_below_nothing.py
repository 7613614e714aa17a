"""What stands below nothing is found at once: of a hundred thousand balances it is some few.

PostgreSQL writes a changed balance into each index of its table for it; that is a fiftieth of an order.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [
        migrations.AddIndex(
            model_name="balance",
            index=models.Index(
                condition=models.Q(("quantity__lt", 0)), fields=["account", "variant"], name="ledger_balance_below"
            ),
        )
    ]
