"""What is owed, reminders, meetings, documents and mail kept here."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0015_procedures'),
    ]

    operations = []
