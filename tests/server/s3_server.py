"""A real S3 server for tests: Debian's OpenStack Swift with s3api, in a program of its own (swift_node.py)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3

from app.server.blobs import S3Place

KEY, SECRET = "test:tester", "testing"
_PYTHON = "/usr/bin/python3"  # Debian's: Swift lies beside it
_NODE = Path(__file__).with_name("swift_node.py")


@contextmanager
def swift() -> Iterator[S3Place]:
    """Yield an empty bucket; the secret of its key stands in the environment until the block ends."""
    folder = tempfile.mkdtemp(prefix="sohoa-swift-")
    before = os.environ.get("AWS_SECRET_ACCESS_KEY")
    node = subprocess.Popen(
        [_PYTHON, str(_NODE), folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with node:
        try:
            assert node.stdout
            port = node.stdout.readline().strip()
            assert port, (
                "Swift did not start: build/setup.sh installs Debian's swift-proxy and its companions"
            )
            os.environ["AWS_SECRET_ACCESS_KEY"] = SECRET
            place = S3Place("results", "", f"http://127.0.0.1:{port}", "us-east-1", KEY)
            client(place).create_bucket(Bucket=place.bucket)
            yield place
        finally:
            os.environ.pop("AWS_SECRET_ACCESS_KEY", None)
            if before is not None:
                os.environ["AWS_SECRET_ACCESS_KEY"] = before
            if node.stdin:
                node.stdin.close()  # its end
            node.wait(30)
            shutil.rmtree(folder, ignore_errors=True)


def bucket(place: S3Place, name: str) -> S3Place:
    """Return one more empty bucket of the same server."""
    client(place).create_bucket(Bucket=name)
    return replace(place, bucket=name)


def client(place: S3Place) -> Any:
    """Return a client that goes around the store."""
    session = boto3.session.Session(KEY, SECRET, region_name=place.region)
    return session.client("s3", endpoint_url=place.endpoint)
