"""The Secretariat's admin site: unfold's, signed in to through allauth."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """A password alone never passes here: sign-in goes through allauth and its second factor."""

    login = secure_admin_login(UnfoldAdminSite.login)  # type: ignore[assignment]
