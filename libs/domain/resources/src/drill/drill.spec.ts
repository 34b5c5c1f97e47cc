import { expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { drillKind } from './drill.kind.ts';
import type { DrillObject, DrillStatus } from './drill.ts';

const drill = (status?: DrillStatus): DrillObject => ({
  metadata: { name: 'power-cut', uid: 'u', resourceVersion: '1' },
  spec: { title: 'A node loses power' },
  ...(status && { status }),
});

test('a new Drill is pending, whatever status it was sent with', () => {
  expect(tryCreate(drillKind, drill({ phase: 'Completed', verdict: 'Passed' })).object.status).toEqual({ phase: 'Pending' });
});

test('a write of a Drill keeps its status and counts changes of its spec', () => {
  const before = { ...tryCreate(drillKind, drill()).object, status: { phase: 'Completed', verdict: 'Passed' } } as DrillObject;
  const { object } = tryUpdate(drillKind, before, (draft) => Object.assign(draft, { spec: { title: 'Two' }, status: {} }));
  expect(object).toMatchObject({ metadata: { generation: 2 }, status: { verdict: 'Passed' } });
});

test('a run has the lab times of its begin and its end', () => {
  const context = { now: Date.parse('2026-01-01T00:00:00Z'), subresource: 'status', user: 'admin' };
  const begun = drill({ phase: 'Running' });
  drillKind.status?.prepareForUpdate(begun, drill({ phase: 'Pending' }), context);
  expect(begun.status).toEqual({ phase: 'Running', startTime: '2026-01-01T00:00:00Z' });
  const ended = drill({
    phase: 'Completed',
    conditions: [{ type: 'Complete', status: 'True', reason: 'R', message: 'm' }],
  });
  drillKind.status?.prepareForUpdate(ended, begun, { ...context, now: context.now + 60_000 });
  expect(ended.status).toMatchObject({
    startTime: '2026-01-01T00:00:00Z',
    completionTime: '2026-01-01T00:01:00Z',
    conditions: [{ lastTransitionTime: '2026-01-01T00:01:00Z' }],
  });
  expect(drillKind.event({ verb: 'update', subresource: 'status', previous: begun, next: ended })).toEqual({
    type: 'DrillPhaseChanged',
    data: { from: 'Running', to: 'Completed' },
  });
});

test('a Drill prints its verdict, its score and its phase', () => {
  const status: DrillStatus = { phase: 'Completed', verdict: 'Failed', score: 45, message: 'one objective was violated' };
  expect(rowOf(drillKind, drill(status), 0)).toMatchObject({
    ...{ Name: 'power-cut', Verdict: 'Failed', Score: '45', Phase: 'Completed' },
    ...{ 'Title (wide)': 'A node loses power', 'Message (wide)': 'one objective was violated' },
  });
  expect(rowOf(drillKind, drill(), 0)).toMatchObject({ Verdict: '<none>', Score: '<none>', Phase: 'Pending' });
});
