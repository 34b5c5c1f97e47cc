import { type Scenario, Violation } from '@klockwork/simulation';
import { afterEach, expect, test, vi } from 'vitest';
import { playSeeds } from './play.ts';

const event = {
  ...({ revision: 7, previousRevision: 0, previousRevisionOfKind: 0, uid: 'u', type: 'PodBound', change: 'updated', at: 61_000 } as const),
  ...{ key: { group: '', resource: 'pods', namespace: 'default', name: 'web' }, actor: { user: 'system:kube-scheduler', userAgent: 's' } },
  ...{ correlationId: 'c', cause: { trigger: 'event', revision: 6 } as const, data: {} },
};

const scenario = (run: Scenario['run']): Scenario => ({ name: 'made-up', description: 'of a test', nodes: [], run });

afterEach(() => void vi.restoreAllMocks());

test('a successful run prints its result', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  expect(await playSeeds({ scenarios: [scenario(async () => {})], from: 1, to: 2, verbose: false })).toBe(true);
  const lines = log.mock.calls.map(([line]) => String(line).replace(/\d+\.\d\d s {2}[0-9a-f]{16}$/, 'WALL HASH'));
  expect(lines).toEqual([
    expect.stringMatching(/^made-up {10}seed 1 +\d+ events +\d+ jumps +10\.0 s simulated {2}WALL HASH$/),
    expect.stringMatching(/^made-up {10}seed 2 +\d+ events +\d+ jumps +10\.0 s simulated {2}WALL HASH$/),
    expect.stringMatching(/^events: .*NamespaceCreated \d+, /),
    expect.stringMatching(/^timers: .*log-heads \d+/),
  ]);
});

test('a run that fails prints the rule, the event and the one command that replays it', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue();
  const failing = scenario(() => Promise.reject(new Violation('pod-is-bound-once', 'the pod moved from node-1 to node-2', event)));
  expect(await playSeeds({ scenarios: [failing], from: 8731, to: 8731, verbose: false })).toBe(false);
  expect(print.mock.calls).toEqual([
    [
      [
        'made-up seed 8731 FAILED',
        '  pod-is-bound-once: the pod moved from node-1 to node-2',
        '  at 00:01:01.000 7 PodBound pods/default/web by system:kube-scheduler because of event 6',
        'replay: npm run simulate -- --seed 8731 --scenario made-up',
      ].join('\n'),
    ],
  ]);
});
