import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../cause.ts';
import type { StoredEvent } from '../event-store.ts';
import type { Journal } from '../journal.ts';
import type { Revision } from '../revision.ts';
import { eventOf } from '../stored-event.ts';
import { storedEvent } from '../testing/builders.ts';
import { type CausalLog, JournalCausalLog } from './causal-log.ts';
import { Explainer } from './explain.ts';
import type { WhyChain } from './why.ts';

/** Log in which only causes matter. */
function logOf(causes: readonly Cause[], removed: readonly Revision[] = [], said: Partial<StoredEvent>[] = []): CausalLog {
  const events = causes.map((cause, index) => eventOf(storedEvent(index + 1, { cause, ...said[index] })));
  return {
    forgetful: ['coordination.k8s.io/leases'],
    event: async (revision) => (removed.includes(revision) ? undefined : events[revision - 1]),
    history: async () => [],
    faults: async (_, { after, before }) =>
      events.filter(({ revision, cause }) => cause.trigger === 'fault' && revision > after && revision < before),
  };
}

const request: Cause = { trigger: 'request', name: 'create' };
const after = (revision: number, ...also: number[]): Cause => ({ trigger: 'event', revision, ...(also.length > 0 && { also }) });

/** Returns the revisions of a chain, with branches in brackets and further causes behind a plus sign. */
function shape({ steps, end, gap }: WhyChain): unknown[] {
  const told = steps.flatMap(({ revision, branches, along }) => [
    along.length === 0 ? revision : `${revision}+${along.join('+')}`,
    ...branches.map(shape),
    ...(gap?.after === revision ? [`…${gap.steps}`] : []),
  ]);
  return end.ends === 'at-its-beginning' ? told : [...told, `${end.ends} ${end.revision}`];
}

const explained = async (log: CausalLog, revision: Revision) => shape(await new Explainer(log).explain(revision));

describe('the chain of an event', () => {
  test('a chain follows first causes back to its beginning', async () => {
    expect(await explained(logOf([request, after(1), request, after(2)]), 4)).toEqual([4, 2, 1]);
  });

  test('a cause with another origin forms a branch', async () => {
    expect(await explained(logOf([request, request, after(1), after(3, 2)]), 4)).toEqual([4, [2], 3, 1]);
  });

  test('a further cause is only listed if its chain is already printed', async () => {
    expect(await explained(logOf([request, after(1), after(1), after(3, 2)]), 4)).toEqual(['4+2', 3, 1]);
  });

  test('a chain ends at an event pruned by retention, and states so', async () => {
    const log = logOf([request, request, { trigger: 'timer', name: 'node-monitor-grace-period', revision: 2 }], [2]);
    const { end } = await new Explainer(log).explain(3);
    expect(end).toEqual({
      ends: 'in-what-was-removed',
      revision: 2,
      kinds: ['coordination.k8s.io/leases'],
      note: 'the last that was heard of pod-3',
    });
  });

  test('a fault of a node since its last report forms a branch', async () => {
    const fault: Cause = { trigger: 'fault', name: 'SIGKILL kubelet-agent-2' };
    const lost: Cause = { trigger: 'timer', name: 'node-monitor-grace-period', revision: 1 };
    expect(await explained(logOf([request, fault, lost]), 3)).toEqual([3, [2], 1]);
  });

  test('a very long chain shows its first and last steps', async () => {
    const causes = [request, ...Array.from({ length: 199 }, (_, index) => after(index + 1))];
    const told = await explained(logOf(causes), 200);
    expect(told.slice(38, 43)).toEqual([162, 161, '…140', 20, 19]);
    expect(told.at(-1)).toBe(1);
  });

  test('a chain omits confidential data', async () => {
    const log = logOf([request], [], [{ confidential: true, data: { key: 'hunter2' } }]);
    expect((await new Explainer(log).explain(1)).steps[0]?.data).toEqual({});
  });
});

test('a second answer does not repeat steps of the first', async () => {
  const explainer = new Explainer(logOf([request, after(1), after(1)]));
  expect(shape(await explainer.explain(2))).toEqual([2, 1]);
  expect(shape(await explainer.explain(3))).toEqual([3, 'in-another 1']);
});

test('explanations of any log print each event at most once, and all chains end', async () => {
  const cause = fc.record({
    revision: fc.integer({ min: -3, max: 70 }),
    also: fc.array(fc.integer({ min: -3, max: 70 }), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cause, { minLength: 1, maxLength: 40 }), async (drawn) => {
      const log = logOf(drawn.map(({ revision, also }) => after(revision, ...also)));
      const told: Revision[] = [];
      const collect = (chain: WhyChain): void =>
        chain.steps.forEach(({ revision, branches }) => {
          told.push(revision);
          branches.forEach(collect);
        });
      collect(await new Explainer(log).explain(drawn.length));
      expect(new Set(told).size).toBe(told.length);
      expect(told[0]).toBe(drawn.length);
    }),
  );
});

describe('a log that is looked up in a journal', () => {
  const fault = (revision: number, node: string): StoredEvent =>
    storedEvent(revision, {
      key: { group: '', resource: 'events', namespace: 'default', name: `${node}.${revision}` },
      previousRevisionOfKind: 0,
      cause: { trigger: 'fault', name: 'SIGKILL' },
      objectJson: JSON.stringify({ involvedObject: { kind: 'Node', name: node } }),
    });
  const reader = (events: readonly StoredEvent[]): Pick<Journal, 'read'> => ({
    async read({ after: from, limit, key, kind }) {
      const asked = events.filter(
        (event) => event.revision > from && (!key || event.key.name === key.name) && (!kind || event.key.resource === kind.resource),
      );
      return { events: asked.slice(0, limit).map(eventOf), head: 0, complete: true };
    },
  });

  test('a look-up finds an event, or none after pruning', async () => {
    const log = new JournalCausalLog(reader([storedEvent(1), storedEvent(3)]), []);
    expect((await log.event(3))?.revision).toBe(3);
    expect(await log.event(2)).toBeUndefined();
    expect(await log.event(4)).toBeUndefined();
  });

  test('a look-up finds faults of one node between two events', async () => {
    const log = new JournalCausalLog(
      reader([fault(1, 'node-2'), fault(2, 'node-2'), fault(3, 'node-1'), fault(4, 'node-2'), fault(9, 'node-2')]),
      [],
    );
    expect((await log.faults('node-2', { after: 1, before: 9 })).map(({ revision }) => revision)).toEqual([4, 2]);
  });

  test('a long history is read completely', async () => {
    const pod = storedEvent(1).key;
    const events = Array.from({ length: 1_201 }, (_, index) => storedEvent(index + 1, { key: pod }));
    expect((await new JournalCausalLog(reader(events), []).history(pod)).length).toBe(1_201);
  });

  test('the log lists kinds with pruned events', () => {
    const kinds = [
      { group: 'coordination.k8s.io', resource: 'leases', retentionMs: 1 },
      { group: '', resource: 'pods' },
    ];
    expect(new JournalCausalLog(reader([]), kinds).forgetful).toEqual(['coordination.k8s.io/leases']);
  });
});
