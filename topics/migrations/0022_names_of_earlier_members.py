from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('topics', '0021_in_place_of'),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='recommended_by_names',
            field=models.TextField(blank=True, max_length=1000, verbose_name='recommending members, by name alone'),
        ),
    ]
