"""What orders of a status are worth and owe is answered by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["status", "currency", "total_minor", "returned_minor", "paid_minor", "status_since"],
                name="orders_order_sums",
            ),
        )
    ]
