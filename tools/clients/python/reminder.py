"""Example of an operator on lab time: counts up a ConfigMap every ten minutes, for as long as it exists."""

import threading

from kubernetes import client, watch

EVERY_SECONDS = 600
SELECTOR = "example.com/reminder=python"


class Reminder:
    def __init__(self, api, clock):
        self._core = client.CoreV1Api(api)
        self._clock = clock
        self._timers = {}
        self._watch = watch.Watch()
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self):
        self._watch.stop()

    def _run(self):
        for event in self._watch.stream(self._core.list_config_map_for_all_namespaces, label_selector=SELECTOR):
            metadata = event["object"].metadata
            if event["type"] == "ADDED":
                self._schedule(metadata)
            elif event["type"] == "DELETED":
                self._clock.cancel(self._timers.pop(metadata.uid))

    def _schedule(self, metadata):
        self._timers[metadata.uid] = self._clock.call_later(EVERY_SECONDS, lambda: self._remind(metadata))

    def _remind(self, metadata):
        found = self._core.read_namespaced_config_map(metadata.name, metadata.namespace)
        count = int((found.data or {}).get("count", "0")) + 1
        self._core.patch_namespaced_config_map(metadata.name, metadata.namespace, {"data": {"count": str(count)}})
        self._schedule(metadata)
