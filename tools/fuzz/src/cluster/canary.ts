import { type Deployment, type Namespace, type Node, type Pod, resources } from '@klockwork/resources';
import { type Script, Violation } from '@klockwork/simulation';

const NAMESPACE = 'canary';
/** Lab time limit of each half of the canary's story. */
const LIMIT_MS = 15 * 60_000;
/** No client touches this node, and few pods go there: it keeps room. */
const NODE = 'node-3';
const ROOM = [{ key: 'canary', effect: 'NoSchedule' }];
const ON_NODE = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [NODE] }] }] };
const LABELS = { app: 'canary' };

/** Canary workload: odd objects must not prevent it wherever there is room. */
const CANARY: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'canary', namespace: NAMESPACE },
  spec: {
    replicas: 2,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        tolerations: [{ operator: 'Exists' }],
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: ON_NODE } },
        containers: [{ name: 'canary', image: 'nginx:1.27' }],
      },
    },
  },
};

/** Reserves a node for the canary before other writes. */
export async function keepRoom(script: Script): Promise<void> {
  await script.apply<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name: NODE }, spec: { taints: ROOM } });
}

/** Checks service to others: a Deployment in a new namespace becomes Available, and the deleted namespace ends. */
export async function playCanary(script: Script): Promise<void> {
  await script.apply<Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const account = () => script.objects.get(resources.serviceAccounts, { namespace: NAMESPACE, name: 'default' }) !== undefined;
  await script.waitUntil('the service account of a new namespace', account, LIMIT_MS);
  await script.apply(CANARY);
  await untilAvailable(script);
  await script.delete(resources.namespaces, { name: NAMESPACE });
  const isGone = () => script.objects.get(resources.namespaces, { name: NAMESPACE }) === undefined;
  await script.waitUntil('a namespace that was deleted to be gone', isGone, LIMIT_MS);
}

async function untilAvailable(script: Script): Promise<void> {
  try {
    await script.waitUntil('a new Deployment to be Available', () => isAvailable(script), LIMIT_MS);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    const pods = script.objects.list<Pod>(resources.pods).filter(({ metadata }) => metadata?.namespace === NAMESPACE);
    throw new Violation(error.rule, `${error.problem}: ${JSON.stringify(pods.map(({ spec, status }) => [spec?.nodeName, status]))}`);
  }
}

function isAvailable(script: Script): boolean {
  const { status } = script.objects.get<Deployment>(resources.deployments, { namespace: NAMESPACE, name: 'canary' }) ?? {};
  return status?.availableReplicas === CANARY.spec?.replicas;
}
