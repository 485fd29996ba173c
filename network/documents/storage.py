"""Where documents are kept: each complete or not at all."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Writes a file under a temporary name, and gives it its name once it is complete.

    If the disk is full, or the process is killed, no file has that name. Raises OSError like its
    parent, and leaves no part of the file behind.
    """

    def _save(self, name: str, content: Any) -> str:
        final = Path(self.path(name))
        part = final.with_name(f".{uuid.uuid4().hex}.part")
        part_name = str(part.relative_to(Path(self.location).resolve()))
        try:
            super()._save(part_name, content)  # type: ignore[misc]
            with part.open("rb") as file:
                os.fsync(file.fileno())  # some disks report a full disk only here
            while True:
                try:
                    final.hardlink_to(part)  # unlike a rename it takes no other file's place
                    return str(name).replace("\\", "/")
                except FileExistsError:
                    name = self.get_available_name(name)
                    final = Path(self.path(name))
        finally:
            part.unlink(missing_ok=True)
