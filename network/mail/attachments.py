"""Files that go with a message, such as a calendar entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

MOST_BYTES = 1_000_000  # of all that go with one message
LONGEST_NAME = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Attachment:
    """One file: its name, its media type with parameters (RFC 2045, 5.1), and its bytes.

    A calendar entry is `text/calendar; charset="utf-8"; method="PUBLISH"` (RFC 6047).
    """

    name: str
    content_type: str
    content: bytes

    def part(self) -> bytes:
        """The file as a part of a message, lines ended by CRLF but for the last.

        Raises ValueError for a name or a type that no correct part can be built from.
        """
        named = self.name.strip()
        if not named or len(self.name) > LONGEST_NAME or set(self.name) & set("/\\"):
            raise ValueError(f"{self.name!r} cannot name an attachment.")
        if _CONTROL.search(self.name + self.content_type):
            raise ValueError("An attachment's name or type holds a control character.")
        head = EmailMessage()
        head["Content-Type"] = self.content_type
        kind = head["Content-Type"]
        if kind.defects or kind.maintype in {"multipart", "message"} or "/" not in str(kind):
            raise ValueError(f"{self.content_type!r} is not the type of a file.")
        part = EmailMessage(policy=policy.SMTP)
        part.set_content(
            self.content,
            kind.maintype,
            kind.subtype,
            params=dict(kind.params),
            disposition="attachment",
            filename=self.name,
        )
        del part["MIME-Version"]  # the message has its own
        return part.as_bytes().rstrip(b"\r\n")


def checked(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """Raises ValueError where they are too much for one message."""
    size = sum(len(attachment.content) for attachment in attachments)
    if size > MOST_BYTES:
        raise ValueError(f"The attachments of one message have {size} bytes, over {MOST_BYTES}.")
    return attachments
