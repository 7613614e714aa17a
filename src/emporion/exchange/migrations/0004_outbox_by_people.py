from django.db import migrations, models
import django.db.models.deletion
import django.utils.timezone

# What waits already was wished for at the latest when it was offered.
KNOWN = "UPDATE exchange_outgoing SET wanted_at = offered_at WHERE wanted > confirmed AND offered_at IS NOT NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0003_as_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoing',
            name='wanted_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='outgoing',
            name='wanted_again_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='outgoing',
            name='alone',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='outgoing',
            name='reason',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AddField(
            model_name='outgoing',
            name='by',
            field=models.CharField(default='', max_length=64),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('wanted__gt', models.F('confirmed'))), fields=['channel', 'kind', 'state', 'wanted_at', 'wanted', 'confirmed'], name='exchange_outgoing_queue'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('error_code', ''), _negated=True), fields=['channel', 'kind', 'error_code'], name='exchange_outgoing_cause'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('wanted__gt', models.F('confirmed'))), fields=['wanted_at', 'id'], name='exchange_outgoing_age'),
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(max_length=3)),
                ('reason', models.CharField(max_length=200)),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('channel', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='exchange.channel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'direction'), name='exchange_pause_once')],
            },
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
