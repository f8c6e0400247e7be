"""The page of the technical settings: what is in effect, by which name it is changed, and nothing secret."""

import os
import re
import time

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consult.models import LoadedData
from tests.sources import ROOT
from topics.technical import technical_settings

PAGE = reverse("technical")


def test_what_is_set_is_told_as_it_is_set(db, settings, tmp_path):
    settings.SESSION_IDLE_SECONDS, settings.PASSWORD_PROFILE, settings.PASSWORD_DAYS = 7 * 60, "nist", None
    settings.SECOND_FACTOR, settings.PRODUCTION, settings.VAR_DIR = "everybody", True, tmp_path
    (tmp_path / "last_backup").touch()
    fifty_hours_ago = time.time() - 50 * 3600 - 60
    os.utime(tmp_path / "last_backup", (fifty_hours_ago, fifty_hours_ago))
    LoadedData.objects.create(name=LoadedData.DEMO, anchor=timezone.localdate())

    found = {str(one.label): one.value for _name, group in technical_settings() for one in group}

    told = ("不操作时自动退出", "密码规则", "密码有效期", "要求两步验证", "生产环境", "最近一次备份距今", "示例数据")
    assert [found[label] for label in told] == ["7分钟", "nist", "不限", "everybody · 所有人", "是", "50小时", "是"]


def test_no_secret_is_on_the_page(client, sysadmin, settings, monkeypatch):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "geheim-eins", ["geheim-zwei"]
    for name in ("PASSWORD", "USER", "HOST"):
        monkeypatch.setitem(connection.settings_dict, name, "geheim-drei")

    client.force_login(sysadmin)

    page = client.get(PAGE).text

    assert ("Asia/Shanghai" in page, "CONSULT_SECOND_FACTOR" in page, "geheim" in page) == (True, True, False)


def test_each_name_that_changes_something_stands_in_the_page_of_operations(db):
    ways = [way for _name, group in technical_settings() for one in group for way in one.changed_by]
    names = {re.sub(r"^manage\.py ", "", way).split()[-1] for way in ways}

    for page in ("operations.md", "operations.zh-CN.md"):
        text = (ROOT / "docs" / page).read_text()
        assert [name for name in sorted(names) if name not in text] == []
