"""The sending engine: rows that wait in the database go out over SMTP, each of them once.

`queue` says what a queue of messages is, `engine` works it off, `connection` speaks SMTP, `message`
builds the bytes. docs/sending.md explains the states.
"""
