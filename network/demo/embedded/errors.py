"""The one way in which the embedded servers refuse."""


class EmbeddedError(Exception):
    """Why a server cannot run, as a sentence for the person at the terminal."""
