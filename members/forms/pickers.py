"""Members to be chosen out of many: found by name and by pinyin, those of one name told apart by their employer."""

from django import forms


class FoundByPinyin:
    def __init__(self, attrs=None):
        super().__init__({"data-pick": True} | (attrs or {}))

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-search"] = getattr(value, "instance", None) and value.instance.pinyin
        return option


class MemberPicker(FoundByPinyin, forms.Select):
    pass


class MembersPicker(FoundByPinyin, forms.SelectMultiple):
    pass


def with_employer(member):
    return f"{member.name} · {member.employer}" if member.employer else member.name


class MemberField(forms.ModelChoiceField):
    widget = MemberPicker

    def label_from_instance(self, member):
        return with_employer(member)


class MembersField(forms.ModelMultipleChoiceField):
    widget = MembersPicker({"size": 6})

    def label_from_instance(self, member):
        return with_employer(member)
