import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../cause.ts';
import type { LogQuery } from '../log-query.ts';
import type { WholeEvent } from '../stored-event.ts';
import { logFilter } from './log-filter.ts';
import type { LogRequest } from './log-request.ts';
import { LogSearch } from './log-search.ts';

interface DrawnEvent {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly user: string;
  readonly cause: Cause;
  /** Time since the previous event, in ms. */
  readonly afterMs: number;
}

const PLAIN: DrawnEvent = {
  resource: 'pods',
  namespace: 'default',
  name: 'web',
  type: 'PodBound',
  user: 'ann',
  cause: { trigger: 'boot' },
  afterMs: 10,
};

/** Log of these events at revisions 1, 2, 3 …, without those in `pruned`. */
function logOf(drawn: readonly Partial<DrawnEvent>[], pruned: readonly number[] = []): WholeEvent[] {
  let at = 0;
  const events = drawn.map((given, index): WholeEvent => {
    const { resource, namespace, name, type, user, cause, afterMs } = { ...PLAIN, ...given };
    at += afterMs;
    return {
      ...{ revision: index + 1, previousRevision: 0, previousRevisionOfKind: 0, uid: 'u', type, change: 'updated', at },
      ...{ key: { group: '', resource, namespace, name }, actor: { user, userAgent: `${user}/1` }, correlationId: 'c', cause, data: {} },
      object: { apiVersion: 'v1', kind: 'Pod' },
    };
  });
  return events.filter(({ revision }) => !pruned.includes(revision));
}

async function begin(events: readonly WholeEvent[], request: Partial<LogRequest>) {
  const read = async ({ after, limit, kind, key }: LogQuery) =>
    events
      .filter((event) => event.revision > after)
      .filter((event) => (key ?? kind) === undefined || event.key.resource === (key ?? kind)?.resource)
      .filter((event) => key === undefined || (event.key.namespace === key.namespace && event.key.name === key.name))
      .slice(0, limit);
  return LogSearch.begin({ head: () => events.at(-1)?.revision ?? 0, read }, { filter: {}, after: 0, follow: false, ...request });
}

async function search(events: readonly WholeEvent[], request: Partial<LogRequest>): Promise<number[] | { problem: string }> {
  const begun = await begin(events, request);
  if ('problem' in begun) return begun;
  const found: number[] = [];
  for (let page = await begun.page(); page !== undefined; page = await begun.page()) found.push(...page.map(({ revision }) => revision));
  return found;
}

describe('a search', () => {
  const log = logOf([
    { resource: 'nodes', namespace: '', name: 'node-1', type: 'NodeRegistered' },
    { type: 'PodCreated', user: 'system:serviceaccount:kube-system:job-controller' },
    { namespace: 'shop', name: 'web-1' },
    { resource: 'deployments', namespace: 'shop', name: 'web', type: 'DeploymentScaled' },
    { namespace: 'shop', name: 'db-1', type: 'PodDeleted' },
  ]);

  test.each<[LogRequest['filter'], number[]]>([
    [{}, [1, 2, 3, 4, 5]],
    [{ namespace: 'shop' }, [3, 4, 5]],
    [{ kinds: [{ group: '', resource: 'pods' }] }, [2, 3, 5]],
    [
      {
        kinds: [
          { group: '', resource: 'pods' },
          { group: '', resource: 'nodes' },
        ],
      },
      [1, 2, 3, 5],
    ],
    [{ key: { group: '', resource: 'pods', namespace: 'shop', name: 'web-1' } }, [3]],
    [{ name: 'web*' }, [2, 3, 4]],
    [{ types: ['Pod*', 'node*'] }, [1, 2, 3, 5]],
    [{ actors: ['job-controller'] }, [2]],
    [{ actors: ['ann/*'] }, [1, 3, 4, 5]],
    [{ since: 20, until: 40 }, [2, 3, 4]],
    [{ namespace: 'shop', types: ['Pod*'], since: 40 }, [5]],
  ])('the search %j finds %j', async (filter, found) => {
    expect(await search(log, { filter })).toEqual(found);
  });

  test('a search for the last events begins at the last matches', async () => {
    expect(await search(log, { tail: 2, filter: { namespace: 'shop' } })).toEqual([4, 5]);
    expect(await search(log, { tail: 0 })).toEqual([]);
    expect(await search(log, { tail: 99 })).toEqual([1, 2, 3, 4, 5]);
  });

  test('a search for one revision finds that event alone', async () => {
    expect(await search(log, { after: 2, through: 3 })).toEqual([3]);
  });

  test('a search beyond the end of the log is rejected, unless it follows the log', async () => {
    expect(await search(log, { after: 7 })).toEqual({ problem: 'the log ends at revision 5' });
    expect(await search(log, { after: 7, through: 8 })).toEqual({ problem: 'the log ends at revision 5' });
    expect(await search(log, { filter: { causedBy: 6 } })).toEqual({ problem: 'the log ends at revision 5' });
    expect(await search(log, { after: 7, follow: true })).toEqual([]);
    expect(await search(log, { after: 5 })).toEqual([]);
  });

  test('a search for a pruned revision is rejected', async () => {
    expect(await search(logOf([{}, {}, {}], [2]), { after: 1, through: 2 })).toEqual({
      problem: 'revision 2 is not in the log any more: it was superseded, and removed by retention',
    });
  });

  test('a search ends at the first event after its last instant', async () => {
    const begun = await begin(log, { filter: { until: 30 }, follow: true });
    if ('problem' in begun) throw new Error(begun.problem);
    expect((await begun.page())?.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    expect(begun.ended).toBe(true);
  });
});

describe('a search by cause', () => {
  const event = (revision: number, also?: number[]) => ({ cause: { trigger: 'event' as const, revision, ...(also && { also }) } });
  const log = logOf([
    { cause: { trigger: 'request' } },
    { cause: { trigger: 'request' } },
    { ...event(2), resource: 'replicasets' },
    event(1),
    event(3),
    event(4, [5]),
    { cause: { trigger: 'timer', name: 'back-off', revision: 5 } },
    event(1),
  ]);

  test('a search by cause finds direct and indirect effects, across kinds, timers and merged causes', async () => {
    expect(await search(log, { filter: { causedBy: 2 } })).toEqual([2, 3, 5, 6, 7]);
  });

  test('a search by cause can be limited by kind, first revision and number of last effects', async () => {
    expect(await search(log, { filter: { causedBy: 2, kinds: [{ group: '', resource: 'pods' }] } })).toEqual([2, 5, 6, 7]);
    expect(await search(log, { filter: { causedBy: 2 }, after: 5 })).toEqual([6, 7]);
    expect(await search(log, { filter: { causedBy: 2 }, tail: 2 })).toEqual([6, 7]);
  });
});

test('a search finds the same events as a full scan, with any page size', async () => {
  const drawn = fc.record({
    resource: fc.constantFrom('pods', 'nodes', 'events'),
    namespace: fc.constantFrom('default', 'shop'),
    name: fc.constantFrom('web', 'db'),
    type: fc.constantFrom('PodBound', 'PodDeleted'),
    user: fc.constantFrom('ann', 'bob'),
    afterMs: fc.nat(2),
  });
  const request = fc.record(
    {
      after: fc.nat(1_300),
      tail: fc.nat(1_300),
      kinds: fc.array(fc.constantFrom('pods', 'nodes'), { minLength: 1, maxLength: 3 }),
      type: fc.constant('PodB*'),
      since: fc.nat(1_300),
      until: fc.nat(1_300),
    },
    { requiredKeys: [] },
  );
  const log = fc.array(drawn, { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      log,
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat(900), { maxLength: 100 }),
      request,
      async (pattern, times, gone, asked) => {
        const newest = pattern.length * times;
        const events = logOf(
          Array.from({ length: times }, () => pattern).flat(),
          gone.filter((revision) => revision !== newest),
        );
        const { after = 0, tail, kinds, type, since, until } = asked;
        const filter = {
          ...(kinds !== undefined && { kinds: kinds.map((resource) => ({ group: '', resource })) }),
          ...(type !== undefined && { types: [type] }),
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
        };
        const all = events.filter(logFilter(filter)).filter(({ revision }) => revision > after);
        const wanted = (tail === undefined ? all : all.slice(Math.max(0, all.length - tail))).map(({ revision }) => revision);
        expect(await search(events, { filter, after, ...(tail !== undefined && { tail }), follow: after > newest })).toEqual(wanted);
      },
    ),
    { numRuns: 200 },
  );
});
