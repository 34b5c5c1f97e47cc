import { BUILT_IN_IMAGES } from '@klockwork/images';
import { type KubeObject, type NetworkPolicy, type Pod, resources, type Service } from '@klockwork/resources';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type SteppedCluster, steppedCluster } from './testing/stepped-cluster.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const REPOSITORIES = ['docker.io/library/busybox', 'docker.io/library/nginx'];
const ASK = 'wget -q -T 2 -O /dev/null http://web';

let lab: SteppedCluster;
let clients = 0;

beforeAll(async () => {
  lab = steppedCluster({
    nodes: ['node-1', 'node-2'],
    images: BUILT_IN_IMAGES.filter(({ repository }) => REPOSITORIES.includes(repository)),
  });
  await lab.pass(5_000);
  const selected = { metadata: { namespace: 'default', name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
  await during(lab.cluster.api.create(resources.services, { apiVersion: 'v1', kind: 'Service', ...selected } as Service, REQUEST));
  const ports = [{ name: 'http', containerPort: 80 }];
  const probe = { readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } };
  await run('web', { labels: { app: 'web' }, nodeName: 'node-1', container: { image: 'nginx:1.27', ports, ...probe } });
  await lab.pass(5_000);
});
afterAll(() => lab.cluster.end());

afterEach(async () => {
  const { items } = await during(lab.cluster.api.list<NetworkPolicy>(resources.networkPolicies));
  for (const { metadata } of items) {
    await during(lab.cluster.api.delete(resources.networkPolicies, { namespace: 'default', name: metadata?.name ?? '' }, {}, REQUEST));
  }
});

/** Lets the work of the present instant end, then returns its result. */
async function during<T>(work: Promise<T>): Promise<T> {
  await lab.pass(0);
  return work;
}

interface PodPlan {
  readonly labels: Record<string, string>;
  readonly nodeName: string;
  readonly container: object;
}

function run(name: string, { labels, nodeName, container }: PodPlan): Promise<KubeObject> {
  const spec = { nodeName, restartPolicy: 'Never', containers: [{ name: 'main', ...container }] };
  return during(
    lab.cluster.api.create(
      resources.pods,
      { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', name, labels }, spec } as Pod,
      REQUEST,
    ),
  );
}

/** Runs a command in a new pod; returns the phase of that pod after at most 20 s. */
async function phaseOf(command: string, { role = 'client', nodeName = 'node-2' } = {}): Promise<string | undefined> {
  clients += 1;
  const name = `client-${clients}`;
  await run(name, { labels: { role }, nodeName, container: { image: 'busybox:1.36', command: ['sh', '-c', command] } });
  await lab.pass(20_000);
  return (await podNamed(name))?.status?.phase;
}

async function podNamed(name: string): Promise<Pod | undefined> {
  const { items } = await during(lab.cluster.api.list<Pod>(resources.pods));
  return items.find(({ metadata }) => metadata?.name === name);
}

function apply(name: string, spec: object): Promise<KubeObject> {
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: 'default', name }, spec };
  return during(lab.cluster.api.create(resources.networkPolicies, policy as NetworkPolicy, REQUEST));
}

test('pods are open to all without a policy', async () => {
  expect(await phaseOf(ASK)).toBe('Succeeded');
});

test.each(['node-1', 'node-2'])('a policy lets permitted pods of %s reach a Service, and drops the packets of others', async (nodeName) => {
  await apply('web', {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { role: 'client' } } }], ports: [{ port: 'http' }] }],
  });
  expect(await phaseOf(ASK, { nodeName })).toBe('Succeeded');
  expect(await phaseOf(ASK, { nodeName, role: 'stranger' })).toBe('Failed');
});

test('probes of the node reach a pod that is closed to all others', async () => {
  await apply('closed', { podSelector: {} });
  expect(await phaseOf(ASK)).toBe('Failed');
  const { status } = (await podNamed('web')) ?? {};
  expect(status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
});

test('a pod without egress cannot ask the DNS server, until a policy permits that', async () => {
  const role = 'quiet';
  const podSelector = { matchLabels: { role } };
  const address = (await podNamed('web'))?.status?.podIP;
  await apply('egress', { podSelector, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app: 'web' } } }] }] });
  expect(await phaseOf(`wget -q -T 2 -O /dev/null http://${address}`, { role })).toBe('Succeeded');
  expect(await phaseOf('nslookup web.default.svc.cluster.local', { role })).toBe('Failed');
  const dns = { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
  await apply('dns', { podSelector, policyTypes: ['Egress'], egress: [{ to: [dns], ports: [{ protocol: 'UDP', port: 53 }] }] });
  expect(await phaseOf(ASK, { role })).toBe('Succeeded');
});
