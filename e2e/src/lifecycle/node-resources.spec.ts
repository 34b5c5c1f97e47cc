import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up([
    ...['--profile', 'fast', '--nodes', '2', '--zones', 'a,b', '--parallel-pulls', '3'],
    ...['--node-cpu', '2', '--node-memory', '1Gi', '--node-ephemeral-storage', '10Gi', '--node-pods', '20'],
  ]);
  await lab.klockwork('clock', 'pause');
});
afterAll(() => lab.down());

const advance = (duration: string) => lab.advance(duration);

/** Described resource use of a container. */
interface Uses {
  readonly cpu?: object;
  readonly memory?: object;
}

/** A pod on node-1 whose nginx uses so much, or whose shell runs a script. */
async function run(
  name: string,
  { uses, script, spec, main }: { uses?: Uses; script?: string; spec?: object; main?: object },
): Promise<void> {
  const behavior = uses && { 'klockwork.dev/main.behavior': JSON.stringify(uses) };
  const container = script === undefined ? { image: 'nginx:1.27' } : { image: 'busybox:1.36', command: ['sh', '-c', script] };
  const metadata = { name, ...(behavior && { annotations: behavior }) };
  const containers = [{ name: 'main', ...container, ...main }];
  await lab.kubectl(
    'apply -f -',
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: 'node-1', containers, ...spec } }),
  );
}

const pod = async (name: string) => (await lab.get(`pod ${name}`)) as { status: { phase: string; reason?: string; message?: string } };
/** Table rows with single spaces. */
const rows = async (args: string) =>
  (await lab.kubectl(args))
    .trimEnd()
    .split('\n')
    .map((row) => row.trimEnd().split(/\s+/).join(' '));
/** Error output of a refused kubectl command. */
const refusal = async (args: string) => (await lab.try(args.split(' '))).stderr.trim();

test('a node has its configured size, its reserved memory, and its zone', async () => {
  const node = await lab.get('node node-2');
  expect(node.status.capacity).toMatchObject({ cpu: '2', memory: '1Gi', 'ephemeral-storage': '10Gi', pods: '20' });
  expect(node.status.allocatable).toMatchObject({ cpu: '2', memory: '924Mi', 'ephemeral-storage': '9663676400', pods: '20' });
  expect(await rows('get nodes -L topology.kubernetes.io/zone --no-headers -o custom-columns=N:.metadata.name')).toEqual([
    'node-1',
    'node-2',
  ]);
  expect(await lab.kubectl('get nodes -o jsonpath={.items[*].metadata.labels.topology\\.kubernetes\\.io/zone}')).toBe('a b');
});

describe('kubectl top', () => {
  test('kubectl top knows nothing about a pod in its first ten seconds', async () => {
    await run('steady', { uses: { cpu: { base: '250m' }, memory: { base: '100Mi' } } });
    await advance('9s');
    expect(await refusal('top pod steady')).toBe('Error from server (NotFound): podmetrics.metrics.k8s.io "default/steady" not found');
    expect(await refusal('top pods')).toBe('error: metrics not available yet');
    expect(await refusal('top pod gone')).toBe('Error from server (NotFound): pods "gone" not found');
  });

  test('kubectl top shows the use of pods, containers and nodes', async () => {
    await run('idle', { script: 'sleep 1d' });
    await advance('20s');
    expect(await rows('top pods')).toEqual(['NAME CPU(cores) MEMORY(bytes)', 'idle 0m 0Mi', 'steady 250m 100Mi']);
    expect(await rows('top pods --sort-by=cpu --no-headers')).toEqual(['steady 250m 100Mi', 'idle 0m 0Mi']);
    expect(await rows('top pod steady --containers')).toEqual(['POD NAME CPU(cores) MEMORY(bytes)', 'steady main 250m 100Mi']);
    expect(await rows('top nodes')).toEqual([
      'NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%)',
      'node-1 250m 12% 101Mi 10%',
      'node-2 0m 0% 0Mi 0%',
    ]);
    await lab.kubectl('delete pod idle steady --now --wait=false');
    await advance('5s');
  });
});

test('a container above its CPU limit is throttled, visibly in kubectl top', async () => {
  await run('throttled', { uses: { cpu: { base: '800m' } }, main: { resources: { limits: { cpu: '200m' } } } });
  await advance('40s');
  expect(await rows('top pod throttled --no-headers')).toEqual([expect.stringContaining('throttled 200m ')]);
  await lab.kubectl('delete pod throttled --now --wait=false');
  await advance('5s');
});

describe('a node whose pods use too much', () => {
  test('a node short of memory evicts the least important pod above its request', async () => {
    await run('modest', { uses: { memory: { base: '200Mi' } }, main: { resources: { requests: { memory: '300Mi' } } } });
    await run('leak', { uses: { memory: { base: '100Mi', growth: '10Mi' } } });
    await advance('3m');
    const { status } = await pod('leak');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(status.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+[KM]i\. Container main was using \d+[KM]i, request is 0, has larger consumption of memory\. $/,
    );
    expect((await pod('modest')).status.phase).toBe('Running');
    expect(await lab.kubectl('get node node-1 -o jsonpath={.spec.taints[*].key}')).toBe('node.kubernetes.io/memory-pressure');
    await advance('6m');
    expect(await lab.kubectl('get node node-1 -o jsonpath={.spec.taints[*].key}')).toBe('');
  });

  test('a pod that writes more than its limit is evicted', async () => {
    await run('writer', {
      script: 'head -c 3000000 /dev/zero > /tmp/big; sleep 1d',
      main: { resources: { limits: { 'ephemeral-storage': '2Mi' } } },
    });
    await advance('20s');
    expect((await pod('writer')).status).toMatchObject({
      reason: 'Evicted',
      message: 'Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. ',
    });
  });

  test('a node deletes unused images when its disk is 85 percent full, and reports that in its status', async () => {
    const images = () => lab.kubectl('get node node-1 -o jsonpath={.status.images[*].names}');
    const image = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Image', metadata: { name: 'huge' } };
    await lab.kubectl('apply -f -', JSON.stringify({ ...image, spec: { repository: 'huge', tags: ['1'], size: '8600Mi' } }));
    await run('once', { script: 'true', spec: { restartPolicy: 'Never' }, main: { image: 'huge:1' } });
    await advance('20s');
    expect(await images()).toContain('library/huge:1');
    await lab.kubectl('delete pod once --wait=false');
    await advance('11m');
    expect(await images()).not.toContain('library/huge:1');
    expect(await images()).toContain('library/nginx:1.27');
  });
});

test('a pod of a lost node is Running but unready, then Terminating, and is deleted when the node returns', async () => {
  const shown = async () => (await rows('get pod far --no-headers'))[0]?.split(' ').slice(0, 3).join(' ');
  const ready = () => lab.kubectl("get pod far -o jsonpath={.status.conditions[?(@.type=='Ready')].status}");
  await run('far', { spec: { nodeName: 'node-2' } });
  await advance('10s');
  await lab.klockwork('kill-node', 'node-2');
  await advance('1m');
  expect([await shown(), await ready()]).toEqual(['far 1/1 Running', 'False']);
  expect(await rows('top nodes --no-headers')).toEqual([
    expect.stringMatching(/^node-1 /),
    'node-2 <unknown> <unknown> <unknown> <unknown>',
  ]);
  await advance('5m');
  expect([await shown(), await ready()]).toEqual(['far 1/1 Terminating', 'False']);
  await lab.klockwork('start-node', 'node-2');
  await advance('10s');
  expect(await refusal('get pod far')).toBe('Error from server (NotFound): pods "far" not found');
});
