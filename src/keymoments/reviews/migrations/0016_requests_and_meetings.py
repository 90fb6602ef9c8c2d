"""What is owed, reminders, meetings, documents and mail kept here."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0015_procedures'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('to', models.TextField()),
                ('subject', models.TextField()),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.AlterField(
            model_name='editedversion',
            name='about',
            field=models.CharField(choices=[('moment', 'Moment'), ('finding', 'Finding'), ('meeting', 'Meeting')], max_length=20),
        ),
        migrations.CreateModel(
            name='BoardTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('kept_as', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_out_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('sort', models.CharField(choices=[('panel', 'Panel'), ('rapid-review', 'Rapid review'), ('practitioners', 'Practitioners'), ('family', 'Family'), ('board', 'Board'), ('other', 'Another meeting')], max_length=14)),
                ('title', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('time', models.CharField(blank=True, max_length=5)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('stage', models.CharField(blank=True, max_length=60)),
                ('agenda', models.TextField(blank=True)),
                ('minutes', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('called-off', 'Called off')], default='planned', max_length=12)),
                ('called_off_why', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='reviews.review')),
            ],
            options={
                'ordering': ('-day', '-number'),
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=200)),
                ('agency', models.CharField(blank=True, max_length=200)),
                ('answer', models.CharField(choices=[('invited', 'Invited'), ('came', 'Came'), ('apologies', 'Sent apologies'), ('absent', 'Did not come')], max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_out_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='reviews.review')),
                ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='reviews.meeting')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Owed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('sort', models.CharField(choices=[('records', 'Further records'), ('information', 'Information in writing'), ('draft', 'A draft'), ('comments', 'Comments on facts'), ('action', 'An action from a meeting'), ('other', 'Something else')], max_length=12)),
                ('what', models.TextField()),
                ('named', models.CharField(blank=True, max_length=200)),
                ('due', models.DateField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='owed', to='reviews.reviewagency')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='reviews.meeting')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owed', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owed', to='reviews.review')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('due', 'number'),
            },
        ),
        migrations.CreateModel(
            name='OwedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('due', 'Another day'), ('done', 'Done'), ('not-done', 'Not done after all'), ('aside', 'Set aside'), ('back', 'Brought back'), ('paused', 'Nobody is reminded for now'), ('resumed', 'Reminders go on')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('was', models.DateField(null=True)),
                ('due', models.DateField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='reviews.owed')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='reviews.recordsrequest')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owed_changes', to='reviews.review')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('due', models.DateField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reviews.owed')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reviews.recordsrequest')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reviews.review')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='MadeDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('letter', models.CharField(max_length=60)),
                ('stage', models.CharField(blank=True, max_length=60)),
                ('template', models.CharField(blank=True, max_length=200)),
                ('kept_as', models.CharField(max_length=80)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('to_fill_in', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.reviewagency')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='reviews.review')),
            ],
            options={
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='document_number_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('review', 'number'), name='meeting_number_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', False), ('named', '')), models.Q(('member', None), models.Q(('named', ''), _negated=True)), _connector='OR'), name='attendance_of_one'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_out_at', None)), fields=('meeting', 'member'), name='attendance_once'),
        ),
        migrations.AddConstraint(
            model_name='owed',
            constraint=models.UniqueConstraint(fields=('review', 'number'), name='owed_number_once'),
        ),
        migrations.AddConstraint(
            model_name='owed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('member', None), ('named', '')), models.Q(('agency', None), ('member__isnull', False), ('named', '')), models.Q(('agency', None), ('member', None), models.Q(('named', ''), _negated=True)), _connector='OR'), name='owed_by_one'),
        ),
        migrations.AddConstraint(
            model_name='owedchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owed__isnull', False), ('request', None)), models.Q(('owed', None), ('request__isnull', False)), _connector='OR'), name='change_of_one_thing'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None), ('user__isnull', False)), fields=['id'], name='reminder_waiting'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owed__isnull', False), ('request', None)), models.Q(('owed', None), ('request__isnull', False)), _connector='OR'), name='reminder_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('owed', 'step', 'due', 'user'), name='item_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('request', 'step', 'due', 'user'), name='request_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('user', None)), fields=('owed', 'step', 'due'), name='item_reminder_to_nobody_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('user', None)), fields=('request', 'step', 'due'), name='request_reminder_to_nobody_once'),
        ),
    ]
