"""The demo: the whole portal under one process, with sample people and its own servers.

`python -m network.demo` (what `make demo` runs) prepares the data folder, starts the web pages,
the Celery worker, Celery beat and a mail server that keeps what is sent, says when the first
page answers, and stops everything when it is stopped, or killed.
"""
