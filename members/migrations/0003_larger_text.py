
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0002_retired_sectors'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='has_larger_text',
            field=models.BooleanField(default=False, verbose_name='larger text'),
        ),
    ]
