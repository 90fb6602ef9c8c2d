#!/usr/bin/env python3
"""The site's own commands: ``manage.py serve`` starts it, ``manage.py verify_audit`` checks the audit."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keymoments.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
