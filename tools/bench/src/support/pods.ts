import type { HttpsClient } from './https-client.ts';

interface PodEvent {
  readonly object: { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } };
}

const PODS = '/api/v1/namespaces/default/pods';
/** Requests under way at once. */
const AT_ONCE = 32;

/** A Deployment of some pods, all labelled with its name. */
export function deploymentOf(name: string, replicas: number, container: object): object {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', ...container }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } };
}

export async function deploy(client: HttpsClient, deployment: object): Promise<void> {
  await client.json('POST', '/apis/apps/v1/namespaces/default/deployments', deployment);
}

/** Creates so many pods `app-0`, `app-1` … labelled `app`, without a controller. */
export async function createPods(client: HttpsClient, app: string, count: number, container: object): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) {
      const metadata = { name: `${app}-${index}`, labels: { app } };
      await client.json('POST', PODS, { metadata, spec: { containers: [{ name: 'main', ...container }] } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Resolves when a watch has seen `count` ready pods of an app. */
export async function untilReady(client: HttpsClient, app: string, count: number): Promise<void> {
  const ready = new Set<string>();
  await client.lines(`${PODS}?watch=true&resourceVersion=0&labelSelector=app%3D${app}`, (line) => {
    const { object } = JSON.parse(line) as PodEvent;
    if (object.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) ready.add(object.metadata.name);
    return ready.size < count;
  });
  if (ready.size < count) throw new Error(`the watch ended when ${ready.size} of ${count} pods were ready`);
}
