"""Where files that people bring are kept: a folder of this machine, or a bucket of S3.

Nothing here is served by a web server: a view asks first who may have a file.
"""

from pathlib import Path

from django.core.files.storage import FileSystemStorage

from .papers.keeping import write_whole


class WholeFileStorage(FileSystemStorage):
    """A folder in which no half of a file is ever kept, readable by its owner alone."""

    def _save(self, name, content):
        """Raises NoRoom or NotWritten, with nothing left, where the disk does not take it."""
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, lambda file: file.writelines(content.chunks()))
        return name


def kept_apart(root, bucket):
    """The entry of STORAGES for such files.

    root: the folder. bucket: what `opcc.office.s3.Bucket` takes; used where it has a name.
    """
    if bucket["bucket_name"]:
        return {"BACKEND": "opcc.office.s3.Bucket", "OPTIONS": bucket}
    return {
        "BACKEND": "opcc.office.storages.WholeFileStorage",
        "OPTIONS": {"location": str(root), "base_url": None},
    }
