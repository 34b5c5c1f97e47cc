"""Clock of a lab for Python programs: timers on lab time. A page to copy; needs the standard library only."""

import http.client
import json
import socket
import ssl
import threading
import time
import urllib.parse
from datetime import datetime, timezone

# Host time between two attempts to reach the lab, in seconds.
RETRY_SECONDS = 0.1


class LabClock:
    """Follows the time of a lab. An advance stops at each deadline, and waits for its callback, at most two seconds of host time."""

    def __init__(self, server, token, ca_file, name):
        self._url = urllib.parse.urlsplit(server)
        self._tls = ssl.create_default_context(cafile=ca_file)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._path = f"/klockwork/v1/clock/timers/{name}"
        self._lock = threading.RLock()
        self._known = threading.Event()
        self._timers = {}
        self._last_id = 0
        self._lab_at, self._host_at, self._rate = 0.0, 0.0, 0.0
        self._closed = False
        self._socket = None
        threading.Thread(target=self._run, daemon=True).start()
        self._known.wait()

    @classmethod
    def follow(cls, configuration, name):
        """Follows the lab of a `kubernetes.client.Configuration`."""
        token = configuration.get_api_key_with_prefix("authorization").removeprefix("Bearer ")
        return cls(configuration.host, token, configuration.ssl_ca_cert, name)

    def now(self):
        """Returns lab time as an aware datetime."""
        return datetime.fromtimestamp(self._now(), timezone.utc)

    def call_later(self, seconds, callback):
        """Calls `callback` after seconds of lab time. Returns a handle for `cancel`."""
        with self._lock:
            self._last_id += 1
            self._timers[self._last_id] = (self._now() + seconds, callback)
            handle = self._last_id
        self._report()
        return handle

    def cancel(self, handle):
        with self._lock:
            known = self._timers.pop(handle, None)
        if known is not None:
            self._report()

    def sleep(self, seconds):
        """Blocks for seconds of lab time."""
        over = threading.Event()
        self.call_later(seconds, over.set)
        over.wait()

    def close(self):
        """Ends the stream, and with it the deadline in the lab."""
        self._closed = True
        if self._socket is not None:
            # Ends the read of the other thread too, which holds the response.
            self._socket.shutdown(socket.SHUT_RDWR)

    def _now(self):
        with self._lock:
            return self._lab_at + (time.monotonic() - self._host_at) * self._rate

    def _run(self):
        while not self._closed:
            try:
                self._follow()
            except (OSError, ValueError, http.client.HTTPException):
                time.sleep(RETRY_SECONDS)

    def _follow(self):
        connection = self._connection()
        connection.request("GET", self._path, headers=self._headers)
        self._socket = connection.sock
        response = connection.getresponse()
        if response.status != 200:
            raise OSError(f"the lab answered {response.status}: {response.read().decode()}")
        is_first = True
        for line in response:
            self._take(json.loads(line))
            if is_first:
                # The lab has forgotten the deadline of an earlier stream.
                self._report()
                is_first = False

    def _take(self, line):
        with self._lock:
            at = datetime.fromisoformat(line["now"].replace("Z", "+00:00")).timestamp()
            self._lab_at, self._host_at, self._rate = at, time.monotonic(), line["rate"]
            due = sorted((timer[0], handle) for handle, timer in self._timers.items() if timer[0] <= at + 0.0005)
            calls = [self._timers.pop(handle)[1] for _, handle in due]
        self._known.set()
        for call in calls:
            call()
        if line.get("fired"):
            # Lab time waits for the next deadline, which follows the work.
            self._report()

    def _report(self):
        with self._lock:
            at = min((timer[0] for timer in self._timers.values()), default=None)
            text = None if at is None else datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            connection = self._connection()
            try:
                connection.request("PUT", self._path, json.dumps({"at": text}), self._headers)
                connection.getresponse().read()
            except OSError:
                # A lost connection loses the deadline too: the next stream reports it.
                pass
            finally:
                connection.close()

    def _connection(self):
        return http.client.HTTPSConnection(self._url.hostname, self._url.port, context=self._tls)
