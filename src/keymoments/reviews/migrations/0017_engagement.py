"""Family and practitioners, proceedings beside the review, holds, independence, folded entries."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0016_requests_and_meetings'),
    ]

    operations = []
