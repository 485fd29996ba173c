"""The demo's mail server and its mailbox in the browser; neither exists in production."""
