import { expect, test } from 'vitest';
import { openingStates } from './opening-state.ts';

const OPENING = { at: 7, revision: 3 };

function table(columns: readonly string[], ...rows: readonly (readonly string[])[]) {
  return {
    metadata: { resourceVersion: '3' },
    columnDefinitions: columns.map((name) => ({ name, priority: 0 })),
    rows: rows.map(([name = '', ...cells]) => ({
      cells,
      object: { kind: '', apiVersion: 'v1', metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1' } },
    })),
  };
}

test('pods that were there before the first event begin with their state', () => {
  const { columnDefinitions: _, ...second } = table(['Ready', 'Status'], ['db', '0/1', 'CrashLoopBackOff']);
  const states = openingStates('pods', [table(['Ready', 'Status'], ['web', '1/1', 'Running']), second], OPENING);
  expect(states.map(({ at, row, state }) => [at, row.id, state?.label, state?.tone])).toEqual([
    [7, 'uid-web', 'Ready', 'good'],
    [7, 'uid-db', 'CrashLoopBackOff', 'bad'],
  ]);
});

test('nodes begin with their STATUS', () => {
  expect(openingStates('nodes', [table(['Status'], ['n', 'Ready,SchedulingDisabled'])], OPENING)[0]?.state).toEqual({
    ...{ label: 'Ready,SchedulingDisabled', tone: 'busy' },
  });
});

test('whole pods begin with the states of their containers', () => {
  const pods = table(['Ready', 'Status'], ['web', '1/1', 'Running']);
  const status = { containerStatuses: [{ name: 'main', ready: true, restartCount: 2, state: { running: {} } }] };
  const rows = pods.rows.map(({ cells, object }) => ({ cells, object: { ...object, status } }));
  expect(openingStates('pods', [{ ...pods, rows }], OPENING).map(({ row, state }) => [row.id, state])).toEqual([
    ['uid-web', { label: 'Ready', tone: 'good' }],
    ['uid-web/main', { label: 'Ready', tone: 'good', attempt: 2 }],
  ]);
});
