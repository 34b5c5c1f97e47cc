import type { Probe } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { PROBE_KINDS, type ProbeKind } from './probe-kind.ts';
import { beginProbe, endProbe, type ProbeWorker, watchAttempt } from './probe-worker.ts';

const PROBE: Probe = { periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 };
const START = 1_000;

function watch(kind: ProbeKind, probe = PROBE, eligibleAt = START): ProbeWorker {
  return watchAttempt({ kind, probe }, 'main-0', { ticksFrom: START, eligibleAt });
}

/** Probes at each tick with immediate outcomes `s`, `f` and `e`; returns the worker after each. */
function run(kind: ProbeKind, outcomes: string, probe = PROBE, from = watch(kind, probe)): ProbeWorker[] {
  const states: ProbeWorker[] = [];
  let worker = from;
  for (const letter of outcomes) {
    const at = worker.nextAt ?? 0;
    const outcome = ({ s: 'success', f: 'failure', e: 'error' } as const)[letter as 's'];
    worker = endProbe(beginProbe(worker, at), { kind, probe }, outcome, at);
    states.push(worker);
  }
  return states;
}

const results = (states: readonly ProbeWorker[]) => states.map(({ result }) => result);

describe('the worker of a probe', () => {
  test.each([
    ['startup', 'unknown'],
    ['readiness', 'failure'],
    ['liveness', 'success'],
  ] as const)('a worker of kind %s has the result %s before its first probe', (kind, result) => {
    expect(watch(kind)).toEqual({
      containerId: 'main-0',
      result,
      streak: { outcome: undefined, length: 0 },
      ticksFrom: START,
      nextAt: START,
    });
  });

  test.each<[string, ProbeKind, string, Partial<Probe>, string[]]>([
    ['needs three failures in a row', 'liveness', 'ffsfff', {}, ['success', 'success', 'success', 'success', 'success', 'failure']],
    ['takes the first failure if told so', 'liveness', 'f', { failureThreshold: 1 }, ['failure']],
    ['is ready after the first success', 'readiness', 'fs', {}, ['failure', 'success']],
    [
      'is ready after three successes if told so',
      'readiness',
      'ssfsss',
      { successThreshold: 3 },
      [...'ffffff'].map((_, i) => (i === 5 ? 'success' : 'failure')),
    ],
    [
      'stays ready below the threshold',
      'readiness',
      'sffsfff',
      {},
      ['success', 'success', 'success', 'success', 'success', 'success', 'failure'],
    ],
    ['gets ready again', 'readiness', 'sfffs', {}, ['success', 'success', 'success', 'failure', 'success']],
    [
      'learns nothing from probes that could not be carried out',
      'liveness',
      'ffeef',
      {},
      ['success', 'success', 'success', 'success', 'failure'],
    ],
    ['has started at the first success', 'startup', 'ffs', {}, ['unknown', 'unknown', 'success']],
    ['fails to start at the threshold', 'startup', 'fff', {}, ['unknown', 'unknown', 'failure']],
  ])('%s', (_, kind, outcomes, fields, expected) => {
    expect(results(run(kind, outcomes, { ...PROBE, ...fields }))).toEqual(expected);
  });

  test('a worker ticks in its period from one origin, however late it starts', () => {
    expect(run('readiness', 'sfs').map(({ nextAt }) => nextAt)).toEqual([11_000, 21_000, 31_000]);
    expect(watch('liveness', PROBE, 15_500).nextAt).toBe(21_000);
    expect(watch('liveness', PROBE, 21_000).nextAt).toBe(21_000);
    expect(watch('liveness', PROBE, 0).nextAt).toBe(START);
  });

  test('a probe longer than its period is repeated at once, then in its old rhythm', () => {
    const probe = { ...PROBE, periodSeconds: 2 };
    const slow = endProbe(beginProbe(watch('readiness', probe), 1_000), { kind: 'readiness', probe }, 'failure', 6_500);
    expect(slow.nextAt).toBe(6_500);
    expect(endProbe(beginProbe(slow, 6_500), { kind: 'readiness', probe }, 'success', 6_500).nextAt).toBe(7_000);
  });

  test('a worker has no next tick while its probe runs', () => {
    expect(beginProbe(watch('liveness'), START)).not.toHaveProperty('nextAt');
  });

  test.each([
    ['liveness', 'fff'],
    ['startup', 'fff'],
    ['startup', 's'],
  ] as const)('a worker of kind %s is done with its attempt after %s', (kind, outcomes) => {
    const last = run(kind, outcomes).at(-1);
    expect(last).not.toHaveProperty('nextAt');
    expect(last?.streak.length).toBe(0);
  });

  test.each(PROBE_KINDS)('a worker of kind %s resets its result for the next attempt, but keeps its streak', (kind) => {
    const before = run(kind, 'ff').at(-1);
    const next = watchAttempt({ kind, probe: PROBE }, 'main-1', { ticksFrom: START, eligibleAt: 25_000 }, before);
    expect(next).toEqual({ ...watch(kind), containerId: 'main-1', nextAt: 31_000, streak: { outcome: 'failure', length: 2 } });
    expect(results(run(kind, 'f', PROBE, next))).toEqual(['failure']);
  });
});
