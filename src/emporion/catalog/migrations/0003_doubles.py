import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_known_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='Double',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sureness', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField()),
                ('apart_at', models.DateTimeField(null=True)),
                ('apart_by', models.CharField(default='', max_length=64)),
                ('one', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product')),
            ],
        ),
        migrations.CreateModel(
            name='DoubleKey',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'product_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product')),
            ],
        ),
        migrations.CreateModel(
            name='Merging',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='merging', serialize=False, to='catalog.product')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=64)),
                ('was_hidden', models.BooleanField()),
                ('taken', models.JSONField(default=dict)),
                ('variants', models.JSONField(default=dict)),
                ('keys', models.JSONField(default=list)),
                ('beside', models.JSONField(default=dict)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product')),
            ],
        ),
        migrations.AddField(
            model_name='variant',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.variant'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='catalog_product_merged'),
        ),
        migrations.AddIndex(
            model_name='variant',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='catalog_variant_merged'),
        ),
        migrations.AddIndex(
            model_name='double',
            index=models.Index(condition=models.Q(('apart_at', None)), fields=['-sureness', '-id'], name='catalog_double_open'),
        ),
        migrations.AddConstraint(
            model_name='double',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='catalog_double_once'),
        ),
        migrations.AddConstraint(
            model_name='double',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='catalog_double_in_order'),
        ),
    ]
