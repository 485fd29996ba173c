"""The error of the embedded servers."""


class EmbeddedError(Exception):
    """Why a server cannot run, as a sentence for the person at the terminal."""
