"""Family and practitioners, proceedings beside the review, holds, independence, folded entries."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0016_requests_and_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Engaged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('sort', models.CharField(choices=[('child', 'Child'), ('parent', 'Parent'), ('sibling', 'Sibling'), ('family', 'Family'), ('practitioner', 'Practitioner')], max_length=14)),
                ('who', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('set_aside_why', models.TextField(blank=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.reviewagency')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='engaged', to='reviews.review')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='EngagementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=30)),
                ('on', models.DateField()),
                ('how', models.CharField(blank=True, max_length=300)),
                ('words', models.TextField(blank=True)),
                ('proof', models.CharField(blank=True, max_length=300)),
                ('proof_name', models.CharField(blank=True, max_length=255)),
                ('proof_as', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_why', models.TextField(blank=True)),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='reviews.engagementstep')),
                ('engaged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='reviews.engaged')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='engagement_steps', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='EntryFold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_key', models.CharField(max_length=64)),
                ('folded', models.BooleanField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='folds', to='reviews.review')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='IndependenceDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('words', models.TextField(blank=True)),
                ('judged', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('more', 'More')], default='waiting', max_length=8)),
                ('judged_why', models.TextField(blank=True)),
                ('judged_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='independence', to='reviews.review')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='LearningEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('invited', models.PositiveIntegerField()),
                ('came', models.PositiveIntegerField()),
                ('who', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learning_events', to='reviews.review')),
            ],
            options={
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='LearningPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('changed', models.TextField(blank=True)),
                ('moment', models.PositiveIntegerField(null=True)),
                ('finding', models.PositiveIntegerField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='reviews.learningevent')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learning_points', to='reviews.review')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Proceeding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('sort', models.CharField(choices=[('criminal', 'Criminal'), ('inquest', 'Inquest'), ('family-court', 'Family'), ('disciplinary', 'Disciplinary'), ('other-review', 'Review'), ('regulator', 'Regulator'), ('other', 'Other')], max_length=14)),
                ('title', models.CharField(max_length=200)),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('contact', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('restrictions', models.TextField(blank=True)),
                ('began', models.DateField()),
                ('expected_end', models.DateField(null=True)),
                ('ended', models.DateField(null=True)),
                ('outcome', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proceedings', to='reviews.review')),
            ],
            options={
                'ordering': ('number', '-version'),
            },
        ),
        migrations.CreateModel(
            name='PublicationHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proceeding', models.PositiveIntegerField(null=True)),
                ('reason', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_why', models.TextField(blank=True)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='reviews.review')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='ReaderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fold', models.BooleanField()),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reader_choices', to='reviews.review')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='engaged',
            constraint=models.UniqueConstraint(fields=('review', 'number'), name='engaged_number_once'),
        ),
        migrations.AddConstraint(
            model_name='learningevent',
            constraint=models.UniqueConstraint(fields=('review', 'number'), name='learning_event_number_once'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.UniqueConstraint(fields=('review', 'number', 'version'), name='proceeding_version_once'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('ended', None), ('ended__gte', models.F('began')), _connector='OR'), name='proceeding_in_order'),
        ),
        migrations.AddConstraint(
            model_name='readerchoice',
            constraint=models.UniqueConstraint(fields=('review', 'user'), name='reader_choice_once'),
        ),
    ]
