"""An OpenStack Swift of one process, run by Debian's own Python (`/usr/bin/python3 swift_node.py FOLDER`).

Proxy with s3api and tempauth, account, container and object server listen on free ports of this machine; the port of
the proxy is written to standard output, and the end of standard input ends it. What Swift keeps in memcached lies in a
dictionary here.
"""

# ruff: noqa: E402
import eventlet

eventlet.monkey_patch(os=False)

import logging
import sys
from array import array
from pathlib import Path

import eventlet.hubs
import eventlet.wsgi
from swift.common import utils

KEY, SECRET = "test:tester", "testing"
PROXY = f"""
[DEFAULT]
swift_dir = {{folder}}
[pipeline:main]
pipeline = catch_errors gatekeeper memory listing_formats s3api tempauth copy slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:memory]
paste.filter_factory = swift_node:memory
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = {SECRET} .admin
"""
BACKEND = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
[app:main]
use = egg:swift#{kind}
"""
PART_POWER = 4


class Memory:
    """The part of memcached's client that Swift asks for here."""

    def __init__(self):
        self._kept = {}

    def set(self, key, value, **_):
        self._kept[key] = value

    def get(self, key, **_):
        return self._kept.get(key)

    def delete(self, key, **_):
        self._kept.pop(key, None)

    def incr(self, key, delta=1, **_):
        self._kept[key] = self._kept.get(key, 0) + delta
        return self._kept[key]


def memory(_conf, **_local):
    """A filter of Paste that lays the memory beside each call."""
    kept = Memory()

    def filtered(app):
        def call(environ, start):
            environ["swift.cache"] = kept
            return app(environ, start)

        return call

    return filtered


def ring(folder, kind, port):
    """Write the ring of a single device."""
    from swift.common.ring import RingData

    device = {
        "id": 0, "zone": 0, "region": 1, "device": "one", "weight": 1.0, "meta": "",
        "ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port,
    }  # fmt: skip
    RingData([array("H", [0] * 2**PART_POWER)], [device], 32 - PART_POWER).save(
        str(folder / f"{kind}.ring.gz")
    )


def main():
    """Serve until standard input ends."""
    folder = Path(sys.argv[1])
    (folder / "devices" / "one").mkdir(parents=True)
    (folder / "swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_suffix = a\nswift_hash_path_prefix = b\n"
    )
    utils.set_swift_dir(str(folder))
    from swift.common import wsgi
    from swift.common.http_protocol import SwiftHttpProtocol

    log = logging.getLogger("quiet")
    log.setLevel(logging.CRITICAL)

    def serve(kind, conf, listener):
        app = wsgi.loadapp(str(conf), global_conf={"log_level": "CRITICAL", "log_name": kind})
        eventlet.spawn(eventlet.wsgi.server, listener, app, log, protocol=SwiftHttpProtocol, log_output=False)

    listeners = {kind: eventlet.listen(("127.0.0.1", 0)) for kind in ("account", "container", "object")}
    for kind, listener in listeners.items():
        ring(folder, kind, listener.getsockname()[1])
    for kind, listener in listeners.items():
        conf = folder / f"{kind}.conf"
        conf.write_text(BACKEND.format(folder=folder, kind=kind))
        serve(kind, conf, listener)
    conf = folder / "proxy.conf"
    conf.write_text(PROXY.format(folder=folder))
    front = eventlet.listen(("127.0.0.1", 0))
    serve("proxy", conf, front)
    print(front.getsockname()[1], flush=True)
    eventlet.hubs.trampoline(0, read=True)  # until nobody holds our input any more


if __name__ == "__main__":
    main()
