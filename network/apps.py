"""The ground floor's app, and the admin site that signs in through allauth."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Accounts and mail")


class PortalAdminConfig(AdminConfig):
    default_site = "network.site.PortalAdminSite"
