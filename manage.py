#!/usr/bin/env python
"""Run Django's management commands for the portal."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    from django.core.management import execute_from_command_line

    from network.environment import require_settings

    require_settings()
    execute_from_command_line(sys.argv)
