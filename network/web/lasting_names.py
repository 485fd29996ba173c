"""Names of things for other people's programs, which outlast the address of the portal.

Address books and feed readers take what has a new identifier for something new. RFC 6350 (6.7.6,
UID) and RFC 4287 (4.2.6, atom:id) ask for one that never changes, not even when a site moves.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from network.web.models import PortalIdentity


def lasting_names() -> Callable[[str], str]:
    """A function that gives the lasting name, a `urn:uuid:`, of what a text says; one query.

    The text tells what is named among all that this portal names: `person/12`.
    """
    portal, _is_new = PortalIdentity.objects.get_or_create(pk=1)
    return lambda what: uuid.uuid5(portal.identity, what).urn
