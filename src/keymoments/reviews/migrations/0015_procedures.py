"""Procedure, events, extensions, pauses, checks and the decision of a review."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0014_status_of_limits'),
    ]

    operations = []
