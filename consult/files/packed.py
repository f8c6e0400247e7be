from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackedFiles(CompressedManifestStaticFilesStorage):
    """Style sheets and scripts packed, under names that change with what is in them; plain ones until collected."""

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            return name
