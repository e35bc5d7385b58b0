"""A small OpenID provider on loopback that does what the specification says, and, where a test
asks for it, something else."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "egov-kpi", "not-so-secret"
KEY, ANOTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "ab")


@dataclass
class Provider:
    """`who` signs in there; the rest is how it errs."""

    who: dict[str, Any]
    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)  # put over those of the id token
    leave_out: tuple[str, ...] = ()  # of the id token
    userinfo: dict[str, Any] = field(default_factory=dict)  # put over `who`
    issuer: str = ""  # that discovery names
    key: Any = KEY
    algorithm: str = "RS256"
    error: str = ""  # in place of a code
    down: bool = False
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        names = ("authorization", "token", "userinfo")
        return {
            "issuer": self.issuer or self.url,
            **{f"{name}_endpoint": f"{self.url}/{name}" for name in names},
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, as by who has signed in there."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        answer = {"state": asked["state"]}
        if self.error:
            answer["error"] = self.error
        else:
            answer["code"] = f"code-{len(self._codes)}"
            self._codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, posted: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """For the client that knows its secret and began this itself; each code once."""
        asked = self._codes.pop(posted.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        verifier = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if (
            asked is None
            or authorization != f"Basic {basic}"
            or challenge != asked["code_challenge"]
            or posted["redirect_uri"] != asked["redirect_uri"]
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"]} | self.who | self.claims
        told = {name: claim for name, claim in claims.items() if name not in self.leave_out}
        keys: dict[str, Any] = {"none": None, "HS256": "x" * 64}
        key = keys.get(self.algorithm, self.key)
        signed = jwt.encode(told, key, self.algorithm, headers={"kid": "1"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider answers at its `url` meanwhile."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            if provider.down:
                self.send_error(503)
            elif at.path == "/.well-known/openid-configuration":
                self._tell(provider.discovery())
            elif at.path == "/jwks":
                self._tell(provider.keys())
            elif at.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
                self._tell(provider.who | provider.userinfo)
            elif at.path == "/authorization":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_plain(at.query)))
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            posted = _plain(self.rfile.read(int(self.headers["Content-Length"])).decode())
            told = provider.token(posted, self.headers.get("Authorization", ""))
            self._tell(told or {"error": "invalid_grant"}, 200 if told else 400)

        def _tell(self, told: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _plain(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
