"""History only grows."""

from django.db import migrations

from emporion.kernel.tables import only_grows


class Migration(migrations.Migration):
    """Triggers on the history of personal values."""

    dependencies = [("parties", "0001_initial")]
    operations = [only_grows("parties_personalhistory")]
