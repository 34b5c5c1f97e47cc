import { describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

async function run(name: string, spec: object): Promise<void> {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName: 'node-1', ...main({}), ...spec } };
  await lab.kubectl('apply -f -', JSON.stringify(pod));
  await advance('1s');
}

async function shown(name: string): Promise<string> {
  const [, ready, status] = (await lab.kubectl(`get pod ${name} --no-headers`)).split(/\s+/);
  return `${ready} ${status}`;
}

/** Warnings about an object of a namespace as `reason: message`. */
async function warnings(name: string, namespace = 'node'): Promise<string[]> {
  const { items } = await lab.get(`events -n ${namespace} --field-selector involvedObject.name=${name},type=Warning`);
  return (items as { reason: string; message: string }[]).map(({ reason, message }) => `${reason}: ${message}`);
}

const main = (resources: object) => ({ containers: [{ name: 'main', image: 'nginx:1.27', resources }] });
const lineOf = async (name: string, word: string) =>
  (await lab.kubectl(`describe pod ${name}`)).split('\n').find((line) => line.startsWith(`${word}:`));

describe('a pod that was bound by hand', () => {
  test('a pod bound by hand to a non-matching node fails with NodeAffinity', async () => {
    const why = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
    await run('lost', { nodeSelector: { disk: 'ssd' } });
    expect([await shown('lost'), await lineOf('lost', 'Reason'), await lineOf('lost', 'Message'), await warnings('lost')]).toEqual([
      '0/1 NodeAffinity',
      'Reason:           NodeAffinity',
      `Message:          Pod was rejected: ${why}`,
      [`NodeAffinity: ${why}`],
    ]);
    await lab.kubectl('delete pod lost');
  });

  test('a pod bound by hand to a full node fails with OutOfcpu', async () => {
    await run('greedy', main({ requests: { cpu: '5' } }));
    expect([await shown('greedy'), await warnings('greedy')]).toEqual([
      '0/1 OutOfcpu',
      ["OutOfcpu: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000"],
    ]);
    await lab.kubectl('delete pod greedy');
  });
});

test('a node in shutdown ends its pods in order, is unready meanwhile, and rejects new pods', async () => {
  const ready = () => lab.kubectl(`get node node-1 -o jsonpath={.status.conditions[?(@.type=='Ready')].message}`);
  await run('last', {});
  await lab.kubectl('annotate node node-1 klockwork.dev/shutdown=now');
  await advance('2s');
  expect([await ready(), await lineOf('last', 'Reason'), await lineOf('last', 'Message')]).toEqual([
    'node is shutting down',
    'Reason:           Terminated',
    'Message:          Pod was terminated in response to imminent node shutdown.',
  ]);
  await run('late', { tolerations: [{ operator: 'Exists' }] });
  expect([await shown('late'), await warnings('late')]).toEqual([
    '0/1 NodeShutdown',
    ['NodeShutdown: Pod was rejected as the node is shutting down.'],
  ]);
  await lab.kubectl('annotate node node-1 klockwork.dev/shutdown-');
  await advance('2s');
  expect(await ready()).toBe('kubelet is posting ready status');
  await lab.kubectl('delete pod late last');
});

describe('a node that runs short of memory', () => {
  const condition = () => lab.kubectl(`get node node-1 -o jsonpath={.status.conditions[?(@.type=='MemoryPressure')].reason}`);
  const taints = () => lab.kubectl('get node node-1 -o jsonpath={.spec.taints[*].key}');

  test('a node short of memory evicts a pod, sets its condition, and rejects BestEffort pods', async () => {
    await run('web', main({ requests: { memory: '64Mi' } }));
    await lab.kubectl('annotate node node-1 klockwork.dev/memory-available=50Mi');
    await advance('10s');
    const why = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. ';
    // kubectl shows the end of its container for a pod that ran.
    expect([await shown('web'), await lineOf('web', 'Status'), await lineOf('web', 'Reason'), await warnings('web')]).toEqual([
      '0/1 Completed',
      'Status:           Failed',
      'Reason:           Evicted',
      [`Evicted: ${why}`],
    ]);
    expect(await warnings('node-1', 'default')).toContain('EvictionThresholdMet: Attempting to reclaim memory');
    await advance('20s');
    expect([await condition(), await taints()]).toEqual(['KubeletHasInsufficientMemory', 'node.kubernetes.io/memory-pressure']);
    await run('late', {});
    expect(await shown('late')).toBe('0/1 Evicted');
    expect(await lineOf('late', 'Message')).toBe('Message:          Pod was rejected: The node had condition: [MemoryPressure]. ');
  });

  test('a node keeps its pressure condition for five more minutes', async () => {
    await lab.kubectl('annotate node node-1 klockwork.dev/memory-available-');
    await advance('4m');
    expect(await condition()).toBe('KubeletHasInsufficientMemory');
    await advance('2m');
    expect([await condition(), await taints()]).toEqual(['KubeletHasSufficientMemory', '']);
    await run('again', {});
    expect(await shown('again')).toBe('1/1 Running');
  });
});

describe('the pods of a node that has failed', () => {
  const tolerations = [{ operator: 'Exists' }];
  /** Last observed reason and message of a pod's end. */
  const disrupted = async (name: string) => {
    const seen = (await lab.log()).filter(({ key, object }) => key.name === name && object !== undefined);
    const { phase, conditions } = seen.at(-1)?.object.status ?? {};
    const { reason, message } = conditions.find(({ type }: { type: string }) => type === 'DisruptionTarget') ?? {};
    return { phase, reason, message };
  };
  const gone = async (name: string) => (await lab.kubectl(`get pods ${name} --ignore-not-found`)) === '';

  test("pods of a failed node are garbage collected after the Node's deletion", async () => {
    await run('orphan', { nodeName: 'node-2', tolerations });
    await lab.klockwork('kill-node', 'node-2');
    await lab.kubectl('delete node node-2');
    await advance('30s');
    expect(await gone('orphan')).toBe(false);
    await advance('30s');
    expect(await gone('orphan')).toBe(true);
    expect(await disrupted('orphan')).toEqual({
      phase: 'Failed',
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
    });
  });

  test('terminating pods of a failed node are garbage collected with the out-of-service taint', async () => {
    await run('stuck', { nodeName: 'node-3', tolerations });
    await lab.klockwork('kill-node', 'node-3');
    await advance('1m');
    await lab.kubectl('delete pod stuck --wait=false');
    await advance('5m');
    expect(await shown('stuck')).toBe('1/1 Terminating');
    await lab.kubectl('taint node node-3 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute');
    await advance('30s');
    expect(await gone('stuck')).toBe(true);
    expect(await disrupted('stuck')).toMatchObject({ phase: 'Failed' });
  });
});
