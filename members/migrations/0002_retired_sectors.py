
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='sector',
            name='is_retired',
            field=models.BooleanField(default=False, verbose_name='retired'),
        ),
    ]
