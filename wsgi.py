"""The entry point of WSGI servers and of the `flask` command."""

import sys

from network.app import create_app
from network.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(error.message)
