import type { ApiClient, ApiObject, LauncherClient } from '@klockwork/lab-tool';

/** Reasons why a lab is not settled: services not running, nodes not Ready, surplus, missing or orphaned pods. */
export async function unsettledParts(
  launcher: LauncherClient,
  api: ApiClient,
  replicas: Readonly<Record<string, number>>,
): Promise<string[]> {
  const { services } = await launcher.status();
  const stopped = services.filter(({ state }) => state !== 'running').map(({ name, state }) => `service ${name} is ${state}`);
  if (stopped.length > 0) return stopped;
  const [nodes, deployments, sets, pods] = await Promise.all([
    api.list('/api/v1/nodes'),
    api.list('/apis/apps/v1/namespaces/default/deployments'),
    api.list('/apis/apps/v1/namespaces/default/replicasets'),
    api.list('/api/v1/namespaces/default/pods'),
  ]);
  return [
    ...nodes.filter((node) => !isTrue(node, 'Ready')).map(({ metadata }) => `node ${metadata.name} is not Ready`),
    ...Object.entries(replicas).flatMap(([name, wanted]) => deploymentUnrest(deployments, name, wanted)),
    ...Object.entries(replicas).flatMap(([name, wanted]) => podUnrest(pods, name, wanted)),
    ...orphans(pods, sets),
    ...pods.filter((pod) => !isTrue(pod, 'Ready')).map(({ metadata, status }) => `pod ${metadata.name} is ${status?.phase}, not Ready`),
  ];
}

function deploymentUnrest(deployments: readonly ApiObject[], name: string, wanted: number): string[] {
  const { spec, status, metadata } = deployments.find((each) => each.metadata.name === name) ?? {};
  const found = [
    spec?.replicas,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    status?.updatedReplicas ?? 0,
    status?.observedGeneration,
  ];
  const expected = [wanted, wanted, wanted, wanted, (metadata as { generation?: number } | undefined)?.generation];
  return String(found) === String(expected)
    ? []
    : [`deployment ${name}: spec, replicas, ready, updated, observed are ${found}, not ${expected}`];
}

function podUnrest(pods: readonly ApiObject[], app: string, wanted: number): string[] {
  const owned = pods.filter(({ metadata }) => metadata.labels?.app === app).length;
  return owned === wanted ? [] : [`deployment ${app} has ${owned} pods, not ${wanted}`];
}

function orphans(pods: readonly ApiObject[], sets: readonly ApiObject[]): string[] {
  const uids = new Set(sets.map(({ metadata }) => metadata.uid));
  return pods
    .filter(({ metadata }) => metadata.ownerReferences?.every((owner) => !uids.has(owner.uid)) ?? true)
    .map(({ metadata }) => `pod ${metadata.name} is in no one's care`);
}

function isTrue({ status }: ApiObject, type: string): boolean {
  return (
    status?.conditions?.some((condition: { type: string; status: string }) => condition.type === type && condition.status === 'True') ===
    true
  );
}
