import { describe, expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { clockKind } from './clock.kind.ts';
import type { ClockAdvance, ClockSpec, ClockStatus, LabClock } from './clock.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
/** Time of all requests. */
const REQUESTED_AT = '2026-01-01T00:00:00.000Z';

function clock(spec: ClockSpec = {}, status: ClockStatus = {}): LabClock {
  const { object } = tryCreate(clockKind, { metadata: { name: 'lab' }, spec });
  const metadata = { ...object.metadata, resourceVersion: '1', uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z' };
  return { ...object, metadata, status: { ...object.status, ...status } };
}

function patched(
  spec: ClockSpec,
  previous = clock(),
): { spec: ClockSpec; status: ClockStatus; generation: unknown; errors: readonly string[] } {
  const { object, errors } = tryUpdate(clockKind, previous, (draft) => {
    draft.spec = { ...draft.spec, ...spec };
  });
  return { spec: object.spec ?? {}, status: object.status ?? {}, generation: object.metadata?.generation, errors };
}

const advance = (more: Partial<ClockAdvance> = {}): ClockAdvance => ({
  id: 4,
  phase: 'Running',
  by: '1h0m0s',
  requestedAt: REQUESTED_AT,
  ...more,
});

describe('a Clock', () => {
  test('an empty Clock runs at host speed', () => {
    expect(clock()).toMatchObject({ metadata: { name: 'lab', generation: 1 }, spec: { rate: 1, paused: false }, status: {} });
  });

  test('a new Clock has no status', () => {
    const { object } = tryCreate(clockKind, { metadata: { name: 'lab' }, status: { mode: 'Advancing' } });
    expect(object.status).toEqual({});
  });

  test('a second Clock is refused', () => {
    expect(tryCreate(clockKind, { metadata: { name: 'x' } }).errors).toEqual(['metadata.name: Invalid value: "x": must be "lab"']);
    expect(tryCreate(clockKind, { metadata: { name: 'lab' } }).errors).toEqual([]);
  });

  test.each<[ClockSpec, string]>([
    [{ rate: -1 }, 'spec.rate: Invalid value: -1: must be greater than 0'],
    [{ rate: 0 }, 'spec.rate: Invalid value: 0: must be greater than 0'],
    [{ rate: 1001 }, 'spec.rate: Invalid value: 1001: must be less than or equal to 1000'],
    [{ advance: '10x' }, 'spec.advance: Invalid value: "10x": time: unknown unit "x" in duration "10x"'],
    [{ advance: '' }, 'spec.advance: Invalid value: "": time: invalid duration ""'],
    [{ advance: '-1m' }, 'spec.advance: Invalid value: "-1m": must be greater than or equal to 0'],
    [{ advance: '1us' }, 'spec.advance: Invalid value: "1us": must be a whole number of milliseconds'],
    [{ maxRate: 60 }, 'spec.maxRate: Forbidden: may only be set together with `advance` or `until`'],
    [{ maxRate: -60, advance: '1m' }, 'spec.maxRate: Invalid value: -60: must be greater than 0'],
    [{ until: {} as never }, 'spec.until.reach: Required value'],
    [{ until: { reach: 'X' as never } }, 'spec.until.reach: Unsupported value: "X": supported values: "Idle", "NextTimer", "Condition"'],
    [
      { until: { reach: 'Condition', for: 'cond', resource: 'pods', name: 'web' } },
      'spec.until.for: Invalid value: "cond": unrecognized condition: "cond"',
    ],
    [{ until: { reach: 'Condition', for: 'delete', resource: 'pods' } }, 'spec.until.name: Required value'],
    [{ until: { reach: 'Condition', for: 'delete', resource: 'podz', name: 'web' } }, 'spec.until.resource: Not found: "podz"'],
    [
      { until: { reach: 'Condition', for: 'delete', group: 'apps', resource: 'pods', name: 'web' } },
      'spec.until.resource: Not found: "pods.apps"',
    ],
    [
      { until: { reach: 'Condition', for: 'delete', group: 'apps', version: 'v1', resource: 'pods', name: 'web' } },
      'spec.until.resource: Not found: "pods.apps"',
    ],
    [
      { until: { reach: 'Condition', for: 'delete', group: 'example.com', resource: 'backups', name: 'web' } },
      'spec.until.resource: Not found: "backups.example.com"',
    ],
    [
      { until: { reach: 'Condition', for: 'delete', resource: 'nodes', namespace: 'default', name: 'node-1' } },
      'spec.until.namespace: Forbidden: not allowed on nodes',
    ],
  ])('a Clock with %j is refused', (spec, error) => {
    expect(patched(spec).errors).toEqual([error]);
  });
});

describe('an advance', () => {
  test('a condition on a custom kind keeps its version, one on a built-in kind does not', () => {
    const backup = { group: 'example.com', version: 'v1', resource: 'backups', namespace: 'shop', name: 'nightly' };
    const custom = { reach: 'Condition', for: 'delete', ...backup } as const;
    expect(patched({ until: custom }).status.advance?.until).toEqual(custom);
    const pod = { reach: 'Condition', for: 'delete', resource: 'pods', name: 'web' } as const;
    expect(patched({ until: { ...pod, version: 'v1' } }).status.advance?.until).toEqual({ ...pod, namespace: 'default' });
  });

  test('an advance is requested by fields that are not stored', () => {
    expect(patched({ advance: '10m', maxRate: 600 })).toEqual({
      spec: { rate: 1, paused: false },
      status: { advance: { id: 1, phase: 'Pending', by: '10m0s', maxRate: 600, requestedAt: REQUESTED_AT } },
      generation: 1,
      errors: [],
    });
  });

  test('a repeated request is a second advance', () => {
    const once = { ...clock(), status: patched({ advance: '10m' }).status };
    expect(patched({ advance: '10m' }, once).status.advance).toMatchObject({ id: 2, phase: 'Pending' });
  });

  test('an advance without bound ends after an hour', () => {
    expect(patched({ until: { reach: 'Idle', name: 'of no matter' } }).status.advance).toMatchObject({
      by: '1h0m0s',
      until: { reach: 'Idle' },
    });
  });

  test('an advance to a condition names its object', () => {
    const until = { reach: 'Condition', for: 'condition=Available', group: 'apps', resource: 'deployments', name: 'web' } as const;
    expect(patched({ until, advance: '5m' }).status.advance).toMatchObject({ by: '5m0s', until: { ...until, namespace: 'default' } });
  });

  test('an advance can be requested together with a rate', () => {
    const { status, spec, generation } = patched({ rate: 60, advance: '1m' });
    expect([status.advance?.phase, spec, generation]).toEqual(['Pending', { rate: 60, paused: false }, 2]);
  });

  test('an advance of zero stops the running one', () => {
    const running = clock({}, { advance: advance() });
    expect(patched({ advance: '0s' }, running).status.advance).toEqual(advance({ stopRequested: true }));
    const ended = clock({}, { advance: advance({ phase: 'Reached' }) });
    expect(patched({ advance: '0s' }, ended).status.advance).toEqual(advance({ phase: 'Reached' }));
    expect(patched({ advance: '0s' }).status).toEqual({});
  });

  test('a pending advance ends with a pause or another rate', () => {
    const pending = clock({}, { advance: advance({ phase: 'Pending' }) });
    for (const spec of [{ paused: true }, { rate: 2 }])
      expect(patched(spec, pending).status.advance).toMatchObject({ id: 4, phase: 'Stopped', message: 'the rate was set before it began' });
    expect(patched({ advance: '0s' }, pending).status.advance).toMatchObject({ id: 4, phase: 'Stopped', message: 'ended before it began' });
    expect(patched({ paused: true }, clock({}, { advance: advance() })).status.advance).toEqual(advance());
  });
});

describe('events of the Clock', () => {
  const event = (subresource: string, previous: LabClock, next: LabClock) =>
    clockKind.event({ verb: 'update', subresource, previous, next });
  const status = (more: Partial<ClockAdvance>) =>
    ({ ...clock(), status: { mode: 'Running', rate: 1, advance: advance(more) } }) as LabClock;
  const [from, to] = ['2026-01-01T00:00:00.000Z', '2026-01-01T01:00:00.000Z'];

  test('a Clock event is named after the requested change', () => {
    const requested = { ...clock(), status: patched({ advance: '10m' }).status };
    const both = { ...clock({ rate: 60 }), status: requested.status };
    const until = { ...clock(), status: patched({ until: { reach: 'NextTimer' } }).status };
    expect([
      event('', clock(), clock({ rate: 60 })),
      event('', clock(), clock({ paused: true })),
      event('', clock({ paused: true }), clock({ rate: 5 })),
      event('', clock(), requested),
      event('', clock(), both),
      event('', clock(), until),
      event('', status({}), status({ stopRequested: true })),
      event('', clock(), { ...clock(), metadata: { ...clock().metadata, labels: { a: 'b' } } }),
      clockKind.event({ verb: 'create', subresource: '', next: clock() }),
    ]).toEqual([
      { type: 'ClockRateChanged', data: { from: 1, to: 60 } },
      { type: 'ClockPaused', data: {} },
      { type: 'ClockResumed', data: { rate: 5 } },
      { type: 'ClockAdvanceRequested', data: { id: 1, by: '10m0s' } },
      { type: 'ClockAdvanceRequested', data: { id: 1, by: '10m0s', rate: 60 } },
      { type: 'ClockAdvanceRequested', data: { id: 1, by: '1h0m0s', until: { reach: 'NextTimer' } } },
      { type: 'ClockAdvanceStopRequested', data: { id: 4 } },
      { type: 'ClockUpdated', data: { changed: ['metadata.labels'] } },
      { type: 'ClockCreated', data: {} },
    ]);
  });

  test('status events report an advance from start to end', () => {
    const pending = status({ phase: 'Pending' });
    const running = status({ from, to, now: from, jumps: 0 });
    const later = status({ from, to, now: '2026-01-01T00:30:00.000Z', jumps: 9 });
    const ended = status({ phase: 'Reached', from, to, now: to, jumps: 12 });
    const never = status({ phase: 'Stopped', message: 'ended before it began' });
    expect([
      event('status', pending, running),
      event('status', running, later),
      event('status', later, ended),
      event('', pending, never),
      event('status', ended, { ...ended, status: { ...ended.status, mode: 'Paused' } }),
    ]).toEqual([
      { type: 'ClockAdvanceStarted', data: { id: 4, from, to } },
      { type: 'ClockAdvanceProgressed', data: { id: 4, now: '2026-01-01T00:30:00.000Z', jumps: 9 } },
      { type: 'ClockAdvanced', data: { id: 4, outcome: 'Reached', from, to, jumps: 12 } },
      { type: 'ClockAdvanced', data: { id: 4, outcome: 'Stopped', from, to: from, jumps: 0, message: 'ended before it began' } },
      { type: 'ClockStatusReported', data: { mode: 'Paused', rate: 1 } },
    ]);
  });
});

test('kubectl get shows lab time at the moment of printing', () => {
  expect(rowOf(clockKind, clock({ rate: 60 }), NOON)).toEqual({
    Name: 'lab',
    Time: '2026-01-01T12:00:00Z',
    Rate: '60',
    Mode: 'Running',
    Age: '12h',
    'Advance (wide)': '<none>',
  });
  const advancing = clock({ paused: true }, { mode: 'Advancing', advance: advance() });
  expect(rowOf(clockKind, advancing, NOON)).toMatchObject({ Mode: 'Advancing', 'Advance (wide)': '1h0m0s Running' });
  expect(rowOf(clockKind, clock({ paused: true }), NOON)).toMatchObject({ Mode: 'Paused' });
});
