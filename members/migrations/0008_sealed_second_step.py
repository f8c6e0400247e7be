from django.db import migrations

from consult.sealing import marks_of, seal


def seal_all(apps, schema_editor):
    """Keys of phones and recovery codes stood here in plain text."""
    for phone in apps.get_model("otp_totp", "TOTPDevice").objects.all():
        phone.key = seal(bytes.fromhex(phone.key), f"second factor of {phone.user_id}")
        phone.save()
    for code in apps.get_model("otp_static", "StaticToken").objects.select_related("device"):
        code.token = marks_of(code.token, f"second factor of {code.device.user_id}")[0]
        code.save()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_anonymisation"),
        ("otp_static", "0003_add_timestamps"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Phone",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(seal_all),
    ]
