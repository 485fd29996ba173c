"""The ground floor's app, and the admin site that signs in through allauth."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Accounts and mail")

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_migrate

        from network import (  # noqa: F401 - the first two register themselves
            admin_fields,
            checks,
            ordinals,
        )
        from network.secretariat import grant_secretariat

        ordinals.install()
        apps.get_app_config("pghistory").verbose_name = _("History")
        post_migrate.connect(grant_secretariat, dispatch_uid="network.secretariat")


class PortalAdminConfig(AdminConfig):
    default_site = "network.site.PortalAdminSite"
