"""The built web app as static files, the way any web server would serve it, with the address of the API beside it."""

import sys
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

IMMUTABLE = "public, max-age=31536000, immutable"


class SecurityHeaders:
    """What a production web server has to say with every file."""

    def __init__(self, app: ASGIApp, api: str) -> None:
        self._app = app
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            f"font-src 'self'; manifest-src 'self'; connect-src 'self' {api}; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'"
        )
        self._headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def web_app(files: Path, api: str) -> Starlette:
    """Serve a built web app. Paths that are no file belong to the app's own router, so they answer with its page."""

    root = files.resolve()

    def file_at(path: str) -> Path | None:
        asked = (root / path).resolve()
        return asked if asked.is_file() and asked.is_relative_to(root) else None

    async def config(_: Request) -> Response:
        return JSONResponse({"apiBaseUrl": api}, headers={"Cache-Control": "no-store"})

    async def own_page(_: Request) -> Response:
        return FileResponse(root / "participant" / "index.html", headers={"Cache-Control": "no-cache"})

    async def page(request: Request) -> Response:
        if (file := file_at(request.path_params["path"])) is not None:
            return FileResponse(file)
        return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})

    class Assets(StaticFiles):
        """Files whose names change with their content."""

        def file_response(self, *args: Any, **kwargs: Any) -> Response:
            response = super().file_response(*args, **kwargs)
            response.headers["Cache-Control"] = IMMUTABLE
            return response

    return Starlette(
        routes=[
            Route("/config.json", config),
            Mount("/assets", Assets(directory=files / "assets", check_dir=False)),
            # Participants have a page of their own.
            Route("/me", own_page),
            Route("/me/{path:path}", own_page),
            Route("/{path:path}", page),
        ],
        # A slow line waits for bytes: unpacked, the app is three times as large.
        middleware=[Middleware(SecurityHeaders, api=api), Middleware(GZipMiddleware, minimum_size=1000)],
    )


def main() -> None:
    """Serve FOLDER on PORT for the API at URL: `python -m handrail.demo.web FOLDER PORT URL`."""
    folder, port, api = sys.argv[1:]
    uvicorn.run(
        web_app(Path(folder), api),
        host="127.0.0.1",
        port=int(port),
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
