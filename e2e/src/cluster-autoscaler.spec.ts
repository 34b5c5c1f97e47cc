import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';

const LIMIT_MS = 180_000;
/** Two pods fill a node of four processors. */
const WEB = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 4,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu: '1500m' } } }] },
    },
  },
});

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast', '--autoscale', '1..2']);
}, LIMIT_MS);
afterAll(() => lab.down());

const nodes = () => lab.kubectl('get nodes -o name');
const messages = (reason: string) => lab.kubectl(`get events -A --field-selector reason=${reason} -o jsonpath={.items[*].message}`);

test('pods without room bring a node, which ends with its need', { timeout: LIMIT_MS }, async () => {
  expect(await nodes()).toBe('node/node-1\n');
  await lab.kubectl('apply -f -', WEB);
  await lab.advance('1m');
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  expect(await nodes()).toBe('node/node-1\nnode/node-2\n');
  expect(await messages('TriggeredScaleUp')).toContain('pod triggered scale-up: [{nodes 1->2 (max: 2)}]');

  await lab.klockwork('down');
  await lab.up();
  expect(await nodes()).toBe('node/node-1\nnode/node-2\n');

  await lab.kubectl('scale deployment web --replicas=1');
  await lab.advance('15m');
  expect((await nodes()).split('\n').filter(Boolean)).toHaveLength(1);
  const { services } = await lab.status();
  expect(services.filter(({ name }) => name.startsWith('kubelet-agent'))).toMatchObject([{ state: 'running' }]);
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  expect(await messages('ScaleDown')).toContain('marked the node as toBeDeleted/unschedulable');
  const status = await lab.kubectl('get configmap cluster-autoscaler-status -n kube-system -o jsonpath={.data.status}');
  expect(status).toContain('cloudProviderTarget: 1\n    minSize: 1\n    maxSize: 2\n');
});
