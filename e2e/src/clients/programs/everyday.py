"""What a program with the Python client does every day, on the cluster of $KUBECONFIG; each step prints a line."""

from kubernetes import client, config, dynamic, watch
from kubernetes.stream import stream

config.load_kube_config()
core, apps = client.CoreV1Api(), client.AppsV1Api()
labels = {"app": "python"}

for name in ("a", "b"):
    core.create_namespaced_config_map("default", {"metadata": {"name": f"py-{name}", "labels": labels}, "data": {"name": name}})
items = core.list_namespaced_config_map("default", label_selector="app=python")
print("listed", [item.metadata.name for item in items.items])

patched = core.patch_namespaced_config_map("py-a", "default", {"data": {"more": "1"}})
print("patched", dict(sorted(patched.data.items())))

seen = []
events = watch.Watch()
for event in events.stream(core.list_namespaced_config_map, "default", label_selector="app=python", timeout_seconds=20):
    seen.append((event["type"], event["object"].metadata.name))
    if len(seen) == 2:
        core.delete_namespaced_config_map("py-b", "default")
    if len(seen) == 3:
        events.stop()
print("watched", seen)

container = {"name": "main", "image": "nginx:1.27"}
template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
apps.create_namespaced_deployment(
    "default", {"metadata": {"name": "python"}, "spec": {"replicas": 2, "selector": {"matchLabels": labels}, "template": template}}
)
for event in watch.Watch().stream(apps.list_namespaced_deployment, "default", field_selector="metadata.name=python", timeout_seconds=60):
    if event["object"].status.ready_replicas == 2:
        break
pods = [pod.metadata.name for pod in core.list_namespaced_pod("default", label_selector="app=python").items]
print("ready", len(pods))

output = stream(core.connect_get_namespaced_pod_exec, pods[0], "default", command=["sh", "-c", "echo out; echo err >&2"], stdout=True, stderr=True)
print("ran", sorted(output.split()))
print("scaled", apps.patch_namespaced_deployment_scale("python", "default", {"spec": {"replicas": 0}}).spec.replicas)

found = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version="v1", kind="ConfigMap").get(name="py-a", namespace="default")
print("found", found.data.more)

try:
    core.read_namespaced_pod("nope", "default")
except client.ApiException as refused:
    print("refused", refused.status, refused.reason)

apps.delete_namespaced_deployment("python", "default", propagation_policy="Foreground")
core.delete_collection_namespaced_config_map("default", label_selector="app=python")
print("left", len(core.list_namespaced_config_map("default", label_selector="app=python").items))
