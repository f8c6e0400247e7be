
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('topics', '0002_dictionaries'),
    ]

    operations = [
        migrations.AddField(
            model_name='dictionaryentry',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='version'),
        ),
    ]
