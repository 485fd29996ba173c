"""What a reader takes along of the directory, and the record that they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.contacts import Contact, contacts
from focalpoints.directory.vcards import vcards_of
from focalpoints.filters import DirectoryFilter
from focalpoints.rights import is_member
from network.accounts.models import User
from network.audit.tracking import named_in_trail
from network.importing.exports import note_export
from network.values.refusals import Refusal

# More are no selection: somebody would wait for minutes.
MOST = 5_000
# A longer address is cut by mail programs and browsers.
LONGEST_MAILTO = 1_900
SEPARATORS = {
    "semicolon": ("; ", gettext_lazy("Semicolons (Outlook)")),
    "comma": (", ", gettext_lazy("Commas (all other programs)")),
}


@dataclass(frozen=True)
class MailingList:
    """The addresses of a selection that its reader sees, each once."""

    addresses: list[str]
    separator: str

    @property
    def text(self) -> str:
        return self.separator.join(self.addresses)

    @property
    def mailto(self) -> str:
        """A link that writes to all of them, none of whom sees the others; empty if too long."""
        address = f"mailto:?bcc={','.join(quote(each, safe='@') for each in self.addresses)}"
        return address if self.addresses and len(address) <= LONGEST_MAILTO else ""


@transaction.atomic
@named_in_trail
def take_vcards(filters: DirectoryFilter, *, by: User) -> str:
    """The selection as a vCard file; noted. Refuses whoever does not read the directory."""
    found = _taken(filters, by)
    text, number = vcards_of(found)
    if not number:
        raise Refusal(_("Nobody of this selection shares their name with you."))
    note_taken(filters, ("name", "position", "institution", "email", "phone"), number, "vcf", by)
    return text


@transaction.atomic
@named_in_trail
def take_addresses(filters: DirectoryFilter, *, separator: str, by: User) -> MailingList:
    """The selection as a mailing list; noted. Refuses whoever does not read the directory."""
    addresses = list(dict.fromkeys(each.email for each in _taken(filters, by) if each.email))
    if not addresses:
        raise Refusal(_("Nobody of this selection shares an address with you."))
    note_taken(filters, ("email",), len(addresses), "addresses", by)
    text, _label = SEPARATORS.get(separator, SEPARATORS["semicolon"])
    return MailingList(addresses, text)


def _taken(filters: DirectoryFilter, by: User) -> list[Contact]:
    if not is_member(by):
        raise Refusal(_("Your account has no permission for this."))
    require_few(filters, MOST)
    return contacts(filters.qs)


def require_few(filters: DirectoryFilter, most: int) -> int:
    """How many people a selection has; refuses one of more than `most`."""
    people = sum(number for _member, number in filters.found_by_member())
    if people > most:
        raise Refusal(
            _("This selection has more than {number} people. Narrow it with the filters.").format(
                number=most
            )
        )
    return people


def note_taken(
    filters: DirectoryFilter, columns: Iterable[str], rows: int, file_type: str, by: User
) -> None:
    """Record what left the portal, by which filters, without the words that were searched."""
    note_export(
        filters.queryset.model,
        filters=urlencode(filters.values),
        columns=list(columns),
        rows=rows,
        file_type=file_type,
        by=by,
    )
