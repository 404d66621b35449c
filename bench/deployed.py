"""The web app as a clinic serves it: nginx with TLS, HTTP/2 and files that are compressed beforehand, one host for all.

`docs/operating.md` and `docker/web` say the same to whoever installs it. The demo's own server knows neither HTTP/2 nor
Brotli, and by a slow line that is a second.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.places import REPOSITORY
from handrail.demo.processes import WEB_FILES, free_port

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
FLOOR = REPOSITORY / ".cache" / "floor"
FLOOR_PATH = "/floor/"
FIRST_PORT = 9700
NGINX = """
load_module {brotli};
daemon off;
pid {folder}/pid;
error_log stderr warn;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types;
  charset utf-8;
  access_log off;
  sendfile on;
  gzip_static on;
  brotli_static on;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    root {folder}/www;
    add_header Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'" always;
    location /api/ {{
      proxy_pass {api};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      # The demo lets in its own web app only.
      proxy_set_header Origin {web};
      proxy_buffering off;
    }}
    location = /config.json {{
      default_type application/json;
      return 200 '{{"apiBaseUrl": "https://127.0.0.1:{port}"}}';
    }}
    location {floor} {{
      root {folder}/other;
      try_files $uri {floor}index.html;
    }}
    location /assets/ {{
      add_header Cache-Control "public, max-age=31536000, immutable" always;
      try_files $uri =404;
    }}
    location / {{
      add_header Cache-Control "no-cache" always;
      try_files $uri /index.html;
    }}
  }}
}}
"""


def missing() -> str | None:
    """What this machine lacks to serve so, if anything."""
    if shutil.which("openssl") is None:
        return "openssl"
    return None if _nginx() and BROTLI.exists() else "nginx with libnginx-mod-http-brotli-static"


@contextmanager
def deployed(folder: Path, web: str, api: str) -> Iterator[str]:
    """Serve the built web app and the floor from `folder` in front of the demo's API, and give the address."""
    _make_floor()
    folder.chmod(0o755)  # started by root, nginx reads as nobody
    shutil.copytree(WEB_FILES, folder / "www")
    shutil.copytree(FLOOR / "floor", folder / "other" / "floor")
    shutil.copytree(FLOOR / "assets", folder / "www" / "assets", dirs_exist_ok=True)
    compress = REPOSITORY / "docker" / "web" / "compress.mjs"
    _node(["node", str(compress), str(folder / "www")])
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", f"{folder}/key.pem"]
    subject = ["-subj", "/CN=127.0.0.1", "-out", f"{folder}/certificate.pem"]
    subprocess.run(["openssl", "req", "-x509", *key, *subject], check=True, capture_output=True)
    port = free_port(FIRST_PORT)
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(brotli=BROTLI, folder=folder, port=port, api=api, web=web, floor=FLOOR_PATH))
    nginx = _nginx()
    assert nginx is not None, "ask missing() first"
    with subprocess.Popen([nginx, "-e", "stderr", "-c", str(config)]) as process:
        try:
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()


def _nginx() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")


def _make_floor() -> None:
    """Build the empty page of the same libraries, as the app is built."""
    _node(["npx", "vite", "build", "-c", "vite.floor.config.ts", "--logLevel", "error"])


def _node(command: list[str]) -> None:
    """Run something of Node's, which the environment brings."""
    found = shutil.which(command[0], path=str(Path(sys.executable).parent)) or command[0]
    subprocess.run([found, *command[1:]], cwd=REPOSITORY / "frontend", check=True, stdout=subprocess.DEVNULL)
