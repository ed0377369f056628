"""A mail server of a few lines, for tests: it keeps what it is given, or refuses as it is told."""

from __future__ import annotations

import base64
import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default


class MailServer(socketserver.ThreadingTCPServer):
    """`messages` received, `logins` tried; RCPT is answered with `answer`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.answer = "250 ok"
        self.messages: list[EmailMessage] = []
        self.logins: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://anne%40example.org:pa%3Ass@127.0.0.1:{self.server_address[1]}"


class _Dialogue(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            match line.split(" ")[0].upper():
                case "EHLO":
                    self._say("250-here\r\n250 AUTH PLAIN")
                case "AUTH":
                    self.server.logins.append(base64.b64decode(line.split(" ")[2]).decode())
                    self._say("235 welcome")
                case "RCPT":
                    self._say(self.server.answer)
                case "DATA":
                    self._say("354 go on")
                    self.server.messages.append(email.message_from_bytes(self._read_message(), policy=default))
                    self._say("250 kept")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _read_message(self) -> bytes:
        return b"".join(iter(self.rfile.readline, b".\r\n"))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs within the block."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
