from django.db import migrations

ENTRIES = {
    "category": [
        "产业发展", "城乡建设", "生态环境", "教育", "医疗卫生", "就业社保", "交通出行", "社会治理与安全", "文化体育旅游", "乡村振兴",
        "其他",
    ],
    "form": [
        "小微协商", "全体会议", "专题议政性常委会", "专题协商", "对口协商", "界别协商", "提案办理协商", "协商座谈会", "网络议政",
    ],
    "outcome": ["协商纪要", "建议案", "调研报告", "社情民意信息"],
}


def add_entries(apps, schema_editor):
    entry = apps.get_model("topics", "DictionaryEntry")
    entry.objects.bulk_create(
        entry(kind=kind, name=name, order=order, is_default=order == 1)
        for kind, names in ENTRIES.items()
        for order, name in enumerate(names, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("topics", "0001_initial")]
    operations = [migrations.RunPython(add_entries, migrations.RunPython.noop)]
