"""The ground floor's app, and the admin site that signs in through allauth."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from network import registry
from network.values import ordinals


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Accounts and mail")

    def ready(self) -> None:
        # The one place that reads modules by their name: each app's own `contributions`.
        autodiscover_modules("contributions")
        registry.close()
        # Imported here: a configuration is read before there are models, and these need them.
        from network.accounts import checks  # noqa: F401, PLC0415 - registers its checks
        from network.accounts.staff_group import grant_secretariat  # noqa: PLC0415
        from network.adminsite import widgets  # noqa: F401, PLC0415 - registers its widgets
        from network.search import indexing  # noqa: PLC0415
        from network.web.data_version import install_triggers  # noqa: PLC0415

        ordinals.install()
        apps.get_app_config("pghistory").verbose_name = _("History")
        post_migrate.connect(grant_secretariat, dispatch_uid="network.accounts.staff_group")
        post_migrate.connect(install_triggers, dispatch_uid="network.web.data_version")
        # For this app alone, which is once; the others' tables are there by then.
        pre_migrate.connect(indexing.remove_triggers, sender=self)
        post_migrate.connect(indexing.install_triggers, sender=self)


class PortalAdminConfig(AdminConfig):
    default_site = "network.adminsite.site.PortalAdminSite"
