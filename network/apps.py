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

        from network.accounts import checks  # noqa: F401 - registers itself
        from network.accounts.staff_group import grant_secretariat
        from network.adminsite import widgets  # noqa: F401 - registers itself
        from network.values import ordinals

        ordinals.install()
        apps.get_app_config("pghistory").verbose_name = _("History")
        post_migrate.connect(grant_secretariat, dispatch_uid="network.accounts.staff_group")


class PortalAdminConfig(AdminConfig):
    default_site = "network.adminsite.site.PortalAdminSite"
