from django.db import models

from members.pinyin import initials_of, pinyin_of


class PinyinField(models.CharField):
    """The pinyin of another field, kept for search and filled before each save: 张三 gives `zhangsan zs`."""

    def __init__(self, *args, source="name", **kwargs):
        self.source = source
        kwargs |= {"max_length": kwargs.get("max_length", 250), "editable": False, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        source = getattr(model_instance, self.source)
        value = f"{pinyin_of(source)} {initials_of(source)}"
        setattr(model_instance, self.attname, value)
        return value
