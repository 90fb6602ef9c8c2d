"""Days and money."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0017_engagement'),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(blank=True, max_length=20)),
                ('money', models.DecimalField(decimal_places=2, max_digits=11)),
                ('days', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('agreed_on', models.DateField()),
                ('agreed_by', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budgets', to='reviews.review')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Timesheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.TextField()),
                ('hours_a_day', models.DecimalField(decimal_places=2, max_digits=4)),
                ('people', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timesheets', to='reviews.review')),
            ],
            options={
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='CostItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('person', models.CharField(max_length=200)),
                ('sort', models.CharField(max_length=20)),
                ('stage', models.CharField(blank=True, max_length=60)),
                ('days', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('money', models.DecimalField(decimal_places=2, max_digits=11, null=True)),
                ('tax', models.DecimalField(decimal_places=2, default=0, max_digits=11)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_why', models.CharField(blank=True, max_length=500)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.reviewagency')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.costitem')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cost_items', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('timesheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='reviews.timesheet')),
            ],
            options={
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='CostRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('person', 'Person'), ('agency', 'Agency'), ('sort', 'Sort')], max_length=6)),
                ('who', models.CharField(max_length=200)),
                ('per_day', models.DecimalField(decimal_places=2, max_digits=9)),
                ('starts', models.DateField()),
                ('source', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cost_rates', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('starts', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('per_day__gte', 0)), name='rate_not_negative')],
            },
        ),
        migrations.AddConstraint(
            model_name='timesheet',
            constraint=models.UniqueConstraint(fields=('review', 'number'), name='timesheet_number_once'),
        ),
        migrations.AddConstraint(
            model_name='timesheet',
            constraint=models.UniqueConstraint(condition=models.Q(('set_aside_at', None)), fields=('review', 'sha256'), name='timesheet_once'),
        ),
        migrations.AddConstraint(
            model_name='costitem',
            constraint=models.CheckConstraint(condition=models.Q(('days__isnull', False), ('money__isnull', False), _connector='OR'), name='days_or_money'),
        ),
    ]
