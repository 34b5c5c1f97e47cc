import type { LogEvent } from '@klockwork/event-store';
import type { TimerName } from '@klockwork/kernel';
import { type Pod, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { hostTurn } from './testing/host-turn.ts';

const S = 1_000;
const NAME = { namespace: 'default', name: 'web' };

function pod(spec: Partial<NonNullable<Pod['spec']>> & { image: string; command?: string[] }): Pod {
  const { image, command, ...rest } = spec;
  const container = { name: 'main', image, ...(command && { command }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...NAME }, spec: { ...rest, containers: [container] } };
}

/** Timers that fired for the pod or its node, and its events, each with its instant. */
async function played(run: Scenario['run']) {
  const fired: { name: string; at: number }[] = [];
  const events: LogEvent[] = [];
  await runScenario({
    scenario: { name: 'test', description: 'a pod and its deadlines', nodes: ['node-1'], run },
    seed: 1,
    nextTurn: hostTurn,
    onEvent: (event) => void (event.key.name === 'web' && events.push(event)),
    onTimer: (what: string, { name }: TimerName, at: number) => void (what === 'fired' && fired.push({ name, at })),
  });
  const at = (name: string) => fired.filter((timer) => timer.name === name).map((timer) => timer.at);
  const happened = (type: string) => events.find((event) => event.type === type)?.at ?? 0;
  return { at, happened };
}

test('a pull that fails is tried again after 10 s, doubled up to 300 s, from the instant it failed at', async () => {
  const { at } = await played(async (script) => {
    await script.apply(pod({ image: 'registry.example/nowhere:1' }));
    await script.pass(1_200 * S);
  });
  const failures = at('image-resolve');
  const waited = at('image-pull-back-off').map((over, index) => over - (failures[index] ?? 0));
  expect(waited.slice(0, 7)).toEqual([10 * S, 20 * S, 40 * S, 80 * S, 160 * S, 300 * S, 300 * S]);
});

test.each([30, 5])('a container that does not heed TERM is killed when its %i s of grace are over', async (seconds) => {
  const { at, happened } = await played(async (script) => {
    const deaf = { image: 'busybox:1.36', command: ['sh', '-c', "trap '' TERM; sleep 1000"], terminationGracePeriodSeconds: seconds };
    await script.apply(pod(deaf));
    await script.pass(60 * S + 123);
    await script.delete(resources.pods, NAME);
    await script.pass(60 * S);
  });
  expect(at('termination-grace-period')).toEqual([happened('PodDeletionRequested') + seconds * S]);
});

test('a pod leaves a tainted node when the seconds it tolerates are over', async () => {
  let tainted = 0;
  const { at, happened } = await played(async (script) => {
    const tolerations = [{ key: 'fire', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 7 }];
    await script.apply(pod({ image: 'nginx:1.27', tolerations }));
    await script.pass(33 * S + 456);
    const taints = [{ key: 'fire', effect: 'NoExecute' }];
    tainted = Date.UTC(2026, 0, 1) + script.now();
    await script.apply({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' }, spec: { taints } });
    await script.pass(60 * S);
  });
  expect(at('taint-eviction')).toEqual([tainted + 7 * S]);
  expect(happened('PodDeletionRequested')).toBe(tainted + 7 * S);
});

test('a pod that waited for long and came to a tainted node stays as many seconds as it tolerates', async () => {
  const { at, happened } = await played(async (script) => {
    const taint = (key: string, effect: string) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'node-1' },
      spec: { taints: [{ key, effect }] },
    });
    await script.apply(taint('closed', 'NoSchedule'));
    const tolerations = [{ key: 'fire', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 }];
    await script.apply(pod({ image: 'nginx:1.27', tolerations }));
    await script.pass(100 * S + 777);
    await script.apply(taint('fire', 'NoExecute'));
    await script.pass(60 * S);
  });
  expect(at('taint-eviction')).toEqual([happened('PodBound') + 9 * S]);
});
