"""The portal's own PostgreSQL and Redis, for the demo and the tests.

Production names its own servers; everywhere else these two are started from installed Python
packages, on 127.0.0.1 only, and die with the process that started them. Nothing here imports
Django, so that the servers run before the settings are read.

    with serve(data_folder()) as servers:
        subprocess.run(command, env=os.environ | servers.environment())
"""

from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import data_folder
from network.demo.embedded.postgres import Postgres
from network.demo.embedded.redis import Redis
from network.demo.embedded.servers import Servers, attached, owner_of, serve, temporary_data

__all__ = [
    "EmbeddedError",
    "Postgres",
    "Redis",
    "Servers",
    "attached",
    "data_folder",
    "owner_of",
    "serve",
    "temporary_data",
]
