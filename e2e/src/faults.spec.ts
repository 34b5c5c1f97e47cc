import { readFileSync } from 'node:fs';
import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';

const guide = readFileSync(new URL('../../docs/guides/faults.md', import.meta.url), 'utf8');

/** Spec of a Fault, without its duration. */
interface Spec {
  readonly type: string;
  readonly [member: string]: unknown;
}

interface Report {
  readonly state: string;
  readonly touched?: number;
}

interface Fault {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly type: string };
  readonly status: {
    readonly phase: string;
    readonly reports?: Readonly<Record<string, Report>>;
    readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
  };
}

/** Faults that leave all processes connected. */
const GENTLE = [
  { type: 'ApiLatency', apiLatency: { delay: '200ms' } },
  { type: 'BusDelay', busDelay: { components: ['scheduler'], delay: '400ms' } },
  { type: 'BusDuplication', busDuplication: { components: ['controller-manager'] } },
  { type: 'BusReordering', busReordering: { components: ['scheduler'], delay: '1s' } },
  { type: 'ClockSkew', clockSkew: { nodes: ['node-1'], offset: '1h' } },
  { type: 'ContainerCrash', containerCrash: { podSelector: { app: 'web' } } },
  { type: 'CpuBrownout', cpuBrownout: { nodes: ['*'], percent: 20 } },
  { type: 'ImagePullFailure', imagePullFailure: { images: ['*httpd*'] } },
  { type: 'SlowDisk', slowDisk: { nodes: ['*'], delay: '5s' } },
  { type: 'StaleReads', staleReads: { userAgents: ['*'], resources: ['pods'] } },
];
/** Faults that cut or end processes. */
const HARSH = [
  { type: 'AgentFrozen', agentFrozen: { nodes: ['node-1'] } },
  { type: 'ApiErrors', apiErrors: { error: 'TooManyRequests', users: ['system:*'], percent: 50 } },
  { type: 'BusLoss', busLoss: { components: ['controller-manager'], percent: 30 } },
  { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-3'] } },
  { type: 'Partition', partition: { from: ['node-2'], to: ['*'] } },
  { type: 'ProcessKill', processKill: { processes: ['scheduler'] } },
];

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast', '--nodes', '3']);
  await lab.kubectl('create deployment web --image=nginx --replicas=3');
  await lab.kubectl('rollout status deployment/web --timeout=60s');
});
afterAll(() => lab.down());

/** Creates Faults that end after a minute, each named as its type in lower case. */
async function apply(specs: readonly Spec[]): Promise<void> {
  const items = specs.map((spec) => ({
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: spec.type.toLowerCase() } },
    spec: { ...spec, duration: '1m' },
  }));
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

async function faults(): Promise<readonly Fault[]> {
  return ((await lab.get('faults')) as { readonly items: readonly Fault[] }).items;
}

/** Returns one line per Fault: its type, phase, conditions, whether evidence exists, and the states of all reports. */
async function outcomes(): Promise<readonly string[]> {
  return (await faults()).map(({ spec, status: { phase, conditions, reports = {} } }) => {
    const touched = Object.values(reports).reduce((sum, report) => sum + (report.touched ?? 0), 0);
    const states = new Set(Object.values(reports).map(({ state }) => state));
    const ended = conditions.map(({ type, status }) => `${type}=${status}`).join(' ');
    return `${spec.type} ${phase} ${ended} ${touched > 0 ? 'evidence' : 'idle'} ${[...states].join(' ')}`;
  });
}

const recovered = (specs: readonly Spec[]) => specs.map(({ type }) => `${type} Recovered Injected=True Recovered=True evidence Recovered`);

/** Deletes all Faults, and waits for a whole lab. */
async function restore(): Promise<void> {
  await lab.kubectl('delete faults --all --wait=false');
  await lab.advance('6m');
  await lab.kubectl('wait --for=condition=Ready nodes --all --timeout=60s');
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  expect(await faults()).toEqual([]);
}

test('the guide lists the types that are tested here', () => {
  const listed = [...guide.matchAll(/^\| `([A-Z]\w+)` /gm)].map(([, type]) => type);
  expect(listed.sort()).toEqual([...GENTLE, ...HARSH].map(({ type }) => type).sort());
});

test('Faults are injected in processes with evidence, and end', async () => {
  await apply(GENTLE);
  await lab.advance('10s');
  await lab.kubectl('get pods');
  await lab.kubectl('delete pods --all --wait=false');
  await lab.kubectl('create deployment other --image=httpd');
  await lab.advance('2m');
  expect(await outcomes()).toEqual(recovered(GENTLE));
  await restore();
});

test('Faults that cut and kill processes are injected with evidence, and end', async () => {
  await apply(HARSH);
  await lab.advance('10s');
  await lab.kubectl('delete pods --all --wait=false');
  await lab.advance('3m');
  expect(await outcomes()).toEqual(recovered(HARSH));
  await restore();
});

test('a deleted Fault restores its node before it goes', async () => {
  const spec = { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-3'] }, duration: '10h' };
  const fault = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'dark' }, spec };
  await lab.kubectl('apply -f -', JSON.stringify(fault));
  await lab.kubectl('wait --for=condition=Injected fault/dark --timeout=60s');
  await restore();
});

test('a Fault on things that do not exist touches nothing, says so, and ends', async () => {
  await apply([
    { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-9'] } },
    { type: 'Partition', partition: { from: ['node-9'], to: ['*'] } },
  ]);
  await lab.advance('2m');
  const [power, partition] = (await faults()).map(({ status }) => status);
  expect([power?.phase, partition?.phase]).toEqual(['Recovered', 'Recovered']);
  expect(power?.conditions[0]).toMatchObject({ type: 'Injected', status: 'False', reason: 'TargetNotFound' });
  expect(partition?.conditions[0]).toMatchObject({ status: 'False', reason: 'TargetNotFound', message: 'no process matches node-9' });
  await restore();
});
