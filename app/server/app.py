"""The application: every call under /api/v1, problems and shield around them."""

from __future__ import annotations

from fastapi import Depends, FastAPI

from app import __version__
from app.server import calls, calls_figures, calls_letters, calls_results, calls_sync, calls_uploads, problems
from app.server.access import address_may_call
from app.server.parts import ServedStore
from app.server.shield import Shield

API = "/api/v1"


def application(store: ServedStore) -> FastAPI:
    """Return the ASGI application of a store."""
    app = FastAPI(
        title="Sohoa",
        version=__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(address_may_call)],
        responses={
            status: {"description": "Problem (RFC 9457)", "content": {problems.MEDIA_TYPE: {}}}
            for status in ("4XX", "5XX")
        },
    )
    app.state.store = store
    for router in (
        calls.public,
        calls.private,
        calls_uploads.open_router,
        calls_uploads.router,
        calls_results.router,
        calls_sync.open_router,
        calls_sync.router,
        calls_figures.router,
        calls_letters.router,
    ):
        app.include_router(router, prefix=API)
    problems.install(app)
    app.add_middleware(Shield)
    return app
