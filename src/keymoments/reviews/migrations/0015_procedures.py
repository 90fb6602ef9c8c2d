"""Procedure, events, extensions, pauses, checks and the decision of a review."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0014_status_of_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='CriterionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=80)),
                ('answer', models.CharField(choices=[('met', 'Met'), ('not-met', 'Not Met'), ('unclear', 'Unclear')], max_length=8)),
                ('why', models.TextField()),
                ('entries', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criterion_answers', to='reviews.review')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=40)),
                ('decided_on', models.DateField()),
                ('decided_by', models.CharField(max_length=300)),
                ('reasons_for', models.TextField()),
                ('reasons_against', models.TextField()),
                ('repeats', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions_to_review', to='reviews.review')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='DecisionTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=300)),
                ('on', models.DateField()),
                ('how', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='reviews.decision')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told_of_decision', to='reviews.review')),
            ],
            options={
                'ordering': ('on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ProgressCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('time', models.CharField(choices=[('on-time', 'On Time'), ('behind', 'Behind'), ('cannot-say', 'Cannot Say')], max_length=12)),
                ('time_words', models.TextField(blank=True)),
                ('quality', models.CharField(choices=[('good', 'Good'), ('concern', 'Concern'), ('cannot-say', 'Cannot Say')], max_length=12)),
                ('quality_words', models.TextField(blank=True)),
                ('asked', models.TextField(blank=True)),
                ('next_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_why', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress_checks', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='StageExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=60)),
                ('sought_on', models.DateField()),
                ('new_due', models.DateField()),
                ('reason', models.TextField()),
                ('already_done', models.TextField()),
                ('told', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_why', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('sought_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='StartChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=60)),
                ('event', models.CharField(max_length=80)),
                ('why', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='start_choices', to='reviews.review')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Arrangement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80)),
                ('name', models.CharField(max_length=200)),
                ('version', models.CharField(max_length=20)),
                ('based_on', models.CharField(max_length=80)),
                ('nation', models.CharField(max_length=30)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('content', models.JSONField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='arrangement_version_once'), models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='arrangement_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ConfirmedLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure', models.CharField(max_length=80)),
                ('stage', models.CharField(max_length=60)),
                ('count', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('calendar_days', 'calendar_days'), ('working_days', 'working_days'), ('weeks', 'weeks'), ('months', 'months')], max_length=20)),
                ('source', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmed_limits', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('review', 'procedure', 'stage'), name='one_confirmed_limit')],
            },
        ),
        migrations.CreateModel(
            name='FoundBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('other', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('words', models.TextField()),
                ('note', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='found_before', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('review', 'other', 'number'), name='found_before_once')],
            },
        ),
        migrations.CreateModel(
            name='LookBackFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(max_length=60)),
                ('so', models.BooleanField()),
                ('begins', models.DateField(null=True)),
                ('ends', models.DateField(null=True)),
                ('source', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='look_back_facts', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('begins', None), ('ends', None), ('so', False)), models.Q(('begins__isnull', False), ('so', True)), _connector='OR'), name='look_back_fact_with_its_day')],
            },
        ),
        migrations.CreateModel(
            name='ReviewEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=80)),
                ('on', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_why', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='procedure_events', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('review', 'event'), name='one_day_of_an_event')],
            },
        ),
        migrations.CreateModel(
            name='ReviewPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('criminal', 'Criminal'), ('inquest', 'Inquest'), ('family-proceedings', 'Family'), ('other', 'Other')], max_length=20)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('reason', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_why', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('starts', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='pause_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ReviewProcedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('version', models.CharField(max_length=20)),
                ('based_on', models.CharField(blank=True, max_length=80)),
                ('nation', models.CharField(max_length=30)),
                ('content', models.JSONField()),
                ('bases', models.JSONField(default=list)),
                ('why', models.TextField(blank=True)),
                ('chosen_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='procedures', to='reviews.review')),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('review',), name='one_procedure_at_a_time')],
            },
        ),
    ]
