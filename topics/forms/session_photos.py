from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.files.names import safe_name
from consult.files.uploads import MOST_PHOTOS, PHOTOS_HELP, PhotosField
from topics.models import Photo


class PhotosAtHand(PhotosField):
    """The files as they were sent, for a form that keeps the good ones."""

    def clean(self, data, initial=None):
        return [file for file in data or [] if file]


class PhotosForm(forms.Form):
    """New photos of a session, several at once: the good ones are kept as far as there is room, the others named."""

    prefix = "new"

    photos = PhotosAtHand(label=_("Add photos"), required=False, help_text=PHOTOS_HELP)

    def __init__(self, session, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.room = MOST_PHOTOS - session.photos.count()
        self.good, self.left_out = [], []

    @property
    def is_full(self):
        return len(self.good) >= self.room

    def clean_photos(self):
        kept, refused, crowded = [photo.file for photo in self.session.photos.all() if is_kept(photo)], [], []
        for place, sent in enumerate(self.cleaned_data["photos"]):
            if place >= MOST_PHOTOS and self.is_full:
                crowded.append(safe_name(sent.name))
                continue
            photo, wrong = self.fields["photos"].checked(sent)
            refused += wrong
            if photo is None:
                continue
            if any(is_same(photo.file, file) for file in (*kept, *(one.file for one in self.good))):
                self.left_out.append(photo.name)
            elif self.is_full:
                crowded.append(photo.name)
            else:
                self.good.append(photo)
        if crowded:
            words = gettext("A session keeps at most %(most)d photos; there was no room for: %(names)s")
            refused.append(words % {"most": MOST_PHOTOS, "names": "、".join(crowded)})
        if refused:
            raise ValidationError(refused)
        return self.good

    def save(self, user):
        """Stores the good photos behind those that are there; returns how many."""
        photos, last = self.good, MOST_PHOTOS - self.room
        for order, photo in enumerate(photos, start=last + 1):
            Photo.objects.create(
                session=self.session, file=photo.file, small=photo.small, order=order, uploaded_by=user
            )
        return len(photos)


def is_kept(photo):
    return photo.file.storage.exists(photo.file.name)


def is_same(file, kept):
    """Whether the new photo is one sent again, as after a time-out."""
    return file.size == kept.size and contents_of(file) == contents_of(kept)


def contents_of(file):
    with file.open("rb") as opened:
        return opened.read()


class CaptionField(forms.CharField):
    """One line, written in a box of several so that it is seen whole."""

    widget = forms.Textarea(attrs={"rows": 3, "placeholder": _("Caption")})

    def to_python(self, value):
        return " ".join(super().to_python(value).splitlines())


class AlbumForm(forms.Form):
    """The stored photos: caption, place in the order, and which to remove."""

    prefix, label = "album", _("Photos")

    def __init__(self, session, data=None):
        super().__init__(data)
        self.photos = list(session.photos.all())
        for place, photo in enumerate(self.photos, start=1):
            key = str(photo.pk)
            self.fields[f"caption_{key}"] = CaptionField(
                label=_("Caption"), max_length=100, required=False, initial=photo.caption
            )
            self.fields[f"order_{key}"] = forms.IntegerField(
                label=_("Order"), min_value=1, max_value=99, required=False, initial=place
            )
            self.fields[f"remove_{key}"] = forms.BooleanField(label=_("Remove"), required=False)

    def rows(self):
        """For the page: each photo with its three fields."""
        return [
            (photo, *(self[f"{part}_{photo.pk}"] for part in ("caption", "order", "remove"))) for photo in self.photos
        ]

    def save(self):
        """Captions, order and removals, as far as the page knew the photo."""
        kept = []
        for place, photo in enumerate(self.photos, start=1):
            if self.cleaned_data[f"remove_{photo.pk}"]:
                photo.remove()
            elif self.add_prefix(f"caption_{photo.pk}") in self.data:
                photo.caption = self.cleaned_data[f"caption_{photo.pk}"]
                kept.append((self.cleaned_data[f"order_{photo.pk}"] or place, photo))
            else:
                kept.append((place, photo))
        for order, (_place, photo) in enumerate(sorted(kept, key=lambda pair: pair[0]), start=1):
            photo.order = order
            photo.save(update_fields=["caption", "order"])

    def words(self):
        captions = [self[f"caption_{photo.pk}"].value() for photo in self.photos]
        return "\n".join(caption for caption in captions if caption)
