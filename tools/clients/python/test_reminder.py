import time

import pytest
from kubernetes import client
from lab_clock import LabClock
from reminder import Reminder


@pytest.fixture
def reminder(lab):
    clock = LabClock.follow(lab.configuration, "reminder")
    operator = Reminder(client.ApiClient(lab.configuration), clock)
    yield operator
    operator.stop()
    clock.close()


@pytest.fixture
def rent(lab):
    core = client.CoreV1Api(lab.api)
    metadata = {"name": "rent", "labels": {"example.com/reminder": "python"}}
    core.create_namespaced_config_map("default", {"metadata": metadata})
    yield lambda: int((core.read_namespaced_config_map("rent", "default").data or {}).get("count", "0"))
    core.delete_namespaced_config_map("rent", "default")


def eventually_pending(lab):
    end = time.monotonic() + 10
    while not any(timer.get("object") == "clients/reminder" for timer in lab.pending()):
        assert time.monotonic() < end, "no timer of the operator is pending"
        time.sleep(0.05)


def test_an_operator_acts_at_its_instants_within_an_advance(lab, rent, reminder):
    eventually_pending(lab)
    lab.advance("30m")
    lab.settle()
    assert rent() in (2, 3)
    lab.never("cm/rent jsonpath={.data.count}=20", "1m")


def test_a_condition_holds_at_its_instant(lab, rent, reminder):
    eventually_pending(lab)
    verdict = lab.until("cm/rent jsonpath={.data.count}=2", "1h")
    assert verdict["revision"] > 0


def test_an_unknown_condition_is_refused(lab):
    with pytest.raises(client.ApiException, match="unrecognized condition"):
        lab.until("cm/rent Ready")
