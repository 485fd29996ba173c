"""What the room of documents keeps: the builds of its queue, and uploaded files."""

from network.documents.models.build import DocumentBuild, DocumentBuildQuerySet
from network.documents.models.private_file import PrivateFile, PrivateFileQuerySet
from network.documents.models.public_file import PublicFile, PublicFileQuerySet

__all__ = [
    "DocumentBuild",
    "DocumentBuildQuerySet",
    "PrivateFile",
    "PrivateFileQuerySet",
    "PublicFile",
    "PublicFileQuerySet",
]
