import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';

let lab: Lab;
beforeAll(async () => {
  // Lab minutes take two host seconds each: lease, grace and toleration periods pass quickly.
  lab = await Lab.up(['--profile', 'fast', '--rate', '30']);
});
afterAll(() => lab.down());

interface PodRow {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
}

async function livePods(): Promise<PodRow[]> {
  const { items } = await lab.get('pods -l app=web');
  return items
    .filter((pod: { metadata: { deletionTimestamp?: string } }) => pod.metadata.deletionTimestamp === undefined)
    .map((pod: { metadata: { name: string; uid: string }; spec: { nodeName: string } }) => ({
      name: pod.metadata.name,
      uid: pod.metadata.uid,
      node: pod.spec.nodeName,
    }));
}

test('pods of a node without power are replaced elsewhere under new names and UIDs, and the log has the reason', async () => {
  expect(await lab.kubectl('create deployment web --image=nginx --replicas=3')).toBe('deployment.apps/web created\n');
  expect(await lab.kubectl('rollout status deployment/web --timeout=60s')).toContain('deployment "web" successfully rolled out\n');
  const before = await livePods();
  expect(new Set(before.map((pod) => pod.node))).toEqual(new Set(['node-1', 'node-2', 'node-3']));
  const lost = before.find((pod) => pod.node === 'node-2') as PodRow;

  const { revision } = await lab.status();
  expect(await lab.klockwork('kill-node', 'node-2')).toMatch(/^SIGKILL to kubelet-agent-2 \(process \d+\): node-2 lost power\n$/);
  await lab.kubectl('wait --for=condition=Ready=Unknown node/node-2 --timeout=60s');
  expect(await lab.kubectl('get node node-2 --no-headers')).toMatch(/^node-2\s+NotReady\s/);

  const replacement = await lab.event(
    (event) => event.type === 'PodCreated' && event.key.name.startsWith('web-') && event.revision > (revision ?? 0),
    revision ?? 0,
  );
  expect(replacement.uid).not.toBe(lost.uid);
  expect(replacement.key.name).not.toBe(lost.name);
  await lab.kubectl(`wait --for=condition=Ready pod/${replacement.key.name} --timeout=60s`);
  const after = await livePods();
  expect(after.map((pod) => pod.node)).not.toContain('node-2');
  expect(after).toHaveLength(3);

  // The dead node cannot confirm the deletion: its pod stays Terminating until the node returns.
  expect(await lab.kubectl(`get pod ${lost.name} --no-headers`)).toMatch(/Terminating/);

  const log = await lab.log();
  const byRevision = new Map(log.map((event) => [event.revision, event]));
  const chain: string[] = [];
  for (let event = byRevision.get(replacement.revision); event !== undefined; event = byRevision.get(event.cause.revision ?? -1)) {
    chain.push(`${event.type} ${event.cause.trigger}${event.cause.name ? ` ${event.cause.name}` : ''}`);
  }
  expect(chain.join('\n')).toContain('timer node-monitor-grace-period');
});

test('a restarted agent is a rebooted node: Ready, empty, and its stuck pod is deleted', async () => {
  expect(await lab.klockwork('start-node', 'node-2')).toBe('kubelet-agent-2 runs: node-2 booted\n');
  await lab.kubectl('wait --for=condition=Ready node/node-2 --timeout=60s');
  const stuck = (await lab.get('pods -l app=web')).items.filter(
    (pod: { metadata: { deletionTimestamp?: string } }) => pod.metadata.deletionTimestamp !== undefined,
  );
  for (const pod of stuck) await lab.kubectl(`wait --for=delete pod/${pod.metadata.name} --timeout=60s`);
  expect(await livePods()).toHaveLength(3);
  expect(await lab.kubectl('get events --field-selector involvedObject.name=node-2,reason=Rebooted --no-headers')).toMatch(/Rebooted/);
});

test('a deleted pod is replaced with another name and UID', async () => {
  const [first] = await livePods();
  await lab.kubectl(`delete pod ${first?.name}`);
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  const after = await livePods();
  expect(after.map((pod) => pod.uid)).not.toContain(first?.uid);
  expect(after).toHaveLength(3);
});

test('deleting the Deployment deletes its pods', async () => {
  const pods = await livePods();
  expect(await lab.kubectl('delete deployment web')).toBe('deployment.apps "web" deleted from default namespace\n');
  for (const pod of pods) await lab.kubectl(`wait --for=delete pod/${pod.name} --timeout=60s`);
});
