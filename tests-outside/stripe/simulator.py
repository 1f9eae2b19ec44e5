"""The simulator as a program of its own, a listener for its webhooks, and a client that writes down what it answers."""

from __future__ import annotations

import base64
import http.server
import json
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

Json = Any
KEY = "sk_test_judge"
SECRET = "whsec_judge"
CLOCK = "2026-05-01T12:00:00Z"
PATIENCE = 60


@dataclass
class Seen:
    """An answer, and what was asked for."""

    method: str
    path: str
    status: int
    body: Json


class Listener:
    """Takes all webhooks, as an endpoint does."""

    def __init__(self) -> None:
        self.bodies: list[tuple[bytes, str]] = []
        bodies = self.bodies

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bodies.append((body, self.headers["Stripe-Signature"]))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/webhooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def events(self) -> list[Json]:
        return [json.loads(body) for body, _ in self.bodies]

    def close(self) -> None:
        self.server.shutdown()


class Simulator:
    """Runs until it is closed. COMMAND starts it, its options follow."""

    def __init__(self, command: list[str]) -> None:
        self.listener = Listener()
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--api-key", KEY, "--webhook-secret", SECRET, "--clock", CLOCK]
            + ["--webhook-url", self.listener.url],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise SystemExit("the simulator does not start")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.listener.close()


def encode(value: Json, name: str = "") -> list[tuple[str, str]]:
    """Nested parameters as a form, in Stripe's way."""
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in encode(inner, f"{name}[{key}]" if name else key)]
    if isinstance(value, list):
        return [pair for index, inner in enumerate(value) for pair in encode(inner, f"{name}[{index}]")]
    return [(name, str(value).lower() if isinstance(value, bool) else str(value))]


@dataclass
class Client:
    """Asks, and keeps every answer."""

    url: str
    seen: list[Seen] = field(default_factory=list)
    asked: int = 0

    def post(self, path: str, status: int = 200, /, **params: Json) -> Json:
        return self.ask("POST", path, status, params)

    def get(self, path: str, status: int = 200, /, **params: Json) -> Json:
        return self.ask("GET", path, status, params)

    def delete(self, path: str, status: int = 200, /, **params: Json) -> Json:
        return self.ask("DELETE", path, status, params)

    def ask(self, method: str, path: str, status: int, params: Json) -> Json:
        form = urllib.parse.urlencode(encode(params))
        if method == "POST":
            got, text = self.send(method, path, form.encode())
        else:
            got, text = self.send(method, path + (f"?{form}" if form else ""), None)
        body = json.loads(text)
        self.seen.append(Seen(method, path, got, body))
        if got != status:
            raise SystemExit(f"{method} {path} {form}: {status} was expected, not {got}: {body}")
        return body

    def act(self, path: str, status: int = 200, /, **given: Json) -> Json:
        """What takes JSON: the newer API, and the simulator's own controls, which may answer an object of Stripe's."""
        got, text = self.send("POST", path, json.dumps(given).encode(), "application/json")
        body = json.loads(text)
        self.seen.append(Seen("POST", path, got, body))
        if got != status:
            raise SystemExit(f"POST {path} {given}: {status} was expected, not {got}: {body}")
        return body

    def press(self, page: str, **form: str) -> None:
        """A button of a hosted page."""
        got, _ = self.send("POST", urllib.parse.urlparse(page).path, urllib.parse.urlencode(form).encode())
        if got not in (200, 303):
            raise SystemExit(f"{page} {form}: {got}")

    def advance(self, duration: str) -> None:
        self.act("/_sim/clock", advance=duration)

    def send(
        self, method: str, path: str, body: bytes | None, form: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, str]:
        self.asked += 1
        user = base64.b64encode(f"{KEY}:".encode()).decode()
        headers = {"Authorization": f"Basic {user}"}
        if method == "POST":
            headers |= {"Idempotency-Key": f"judge-{self.asked}", "Content-Type": form}
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def wait_for(what: Any) -> bool:
    """Whether something comes to be true within a minute."""
    until = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
