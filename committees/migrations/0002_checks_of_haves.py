from django.db import migrations, models
from django.db.models.functions import TruncDate


def date_each_check(apps, schema_editor):
    """A row without a day that says something was checked when it was last changed; one that says nothing goes."""
    undated = apps.get_model("committees", "VenueHave").objects.filter(checked_on=None)
    undated.filter(is_met=False, evidence="").delete()
    undated.update(checked_on=TruncDate("changed"))


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial")]

    operations = [
        migrations.RunPython(date_each_check, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="venuehave", name="one_row_per_have"),
        migrations.AlterModelOptions(name="venuehave", options={"ordering": ["checked_on", "pk"]}),
        migrations.AlterField(
            model_name="venuehave", name="checked_on", field=models.DateField(verbose_name="checked on")
        ),
        migrations.AddConstraint(
            model_name="venuehave",
            constraint=models.UniqueConstraint(
                fields=("venue", "have", "checked_on"), name="one_check_of_a_have_a_day"
            ),
        ),
    ]
