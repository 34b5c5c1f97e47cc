"""Fixture of a lab for pytest: lab time in the hands of the test."""

import json

import pytest
from kubernetes import client, config


class Lab:
    """Lab of the kubeconfig (`KUBECONFIG`), as `npx klockwork up --detach` starts one."""

    def __init__(self):
        self.configuration = client.Configuration()
        config.load_kube_config(client_configuration=self.configuration)
        self.api = client.ApiClient(self.configuration)

    def advance(self, span):
        """Lets lab time pass, such as 10m."""
        ended = self._json("POST", "clock/advance", {"advance": span})
        assert ended["phase"] == "Reached", ended
        return ended

    def settle(self):
        """Waits until all processes are idle; lab time does not move."""
        return self._json("GET", "clock/settled")

    def until(self, condition, within="5m"):
        """Lets lab time pass to the first instant at which `deploy/web condition=Available` held."""
        verdict = self._json("POST", "clock/until", {"condition": condition, "within": within})
        assert verdict["passed"], verdict["message"]
        return verdict

    def never(self, condition, span):
        """Lets a span pass; fails at the first revision at which the condition held."""
        verdict = self._json("POST", "clock/never", {"condition": condition, "for": span})
        assert verdict["passed"], verdict["message"]
        return verdict

    def pending(self):
        return self._json("GET", "clock/pending")["items"]

    def pause(self):
        self._json("POST", "clock/pause")

    def _json(self, method, path, body=None):
        response = self.api.call_api(
            f"/klockwork/v1/{path}", method, body=body, auth_settings=["BearerToken"],
            header_params={"Content-Type": "application/json"}, _preload_content=False, _return_http_data_only=True,
        )
        return json.loads(response.data)


@pytest.fixture
def lab():
    found = Lab()
    found.pause()
    yield found
    found.api.close()
