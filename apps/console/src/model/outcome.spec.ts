import { expect, test } from 'vitest';
import { betterOf, boundOf, MEASURES, outcomeOf } from './outcome.ts';
import { podRow, type RowChange } from './row-change.ts';
import { Timeline } from './timeline.ts';

const READY = { label: 'Ready', tone: 'good' } as const;
const PENDING = { label: 'Pending', tone: 'busy' } as const;
const FAILED = { label: 'CrashLoopBackOff', tone: 'bad' } as const;
const change = (at: number, uid: string, more: Partial<RowChange>): RowChange => ({ revision: at + 1, at, row: podRow(uid, uid), ...more });
const container = (at: number, attempt: number): RowChange => ({
  ...change(at, 'a', { state: { ...READY, attempt } }),
  row: { ...podRow('a/main', 'a'), kind: 'container' },
});

function outcome(...changes: RowChange[]) {
  const timeline = new Timeline();
  timeline.add(changes);
  return outcomeOf(timeline, { from: 100, to: 200 });
}

test('a lab in which nothing happens loses nothing', () => {
  expect(outcome(change(100, 'a', { state: READY }), change(100, 'b', { state: READY }))).toEqual({
    ...{ isWhole: true, podsLost: 0, readyFirst: 2, readyLeast: 2, readyLast: 2 },
    ...{ shortMs: 0, restarts: 0, failures: 0 },
  });
});

test('the time between the end of a pod and its ready replacement is missing, and the pod is lost', () => {
  const changes = [
    change(100, 'a', { state: READY }),
    change(100, 'b', { state: READY }),
    change(120, 'a', { state: PENDING }),
    change(130, 'c', { state: PENDING }),
    change(140, 'a', { ends: true }),
    change(160, 'c', { state: READY }),
  ];
  expect(outcome(...changes)).toMatchObject({ podsLost: 1, readyFirst: 2, readyLeast: 1, readyLast: 2, shortMs: 40 });
});

test('a shortage that lasts counts until the end of the span, and later changes do not count', () => {
  const changes = [change(100, 'a', { state: READY }), change(150, 'a', { state: FAILED }), change(210, 'a', { state: READY })];
  expect(outcome(...changes)).toMatchObject({ podsLost: 0, readyLast: 0, shortMs: 50, failures: 1 });
});

test('a pod that terminates on a lost node counts as lost', () => {
  const terminating = { label: 'Terminating', tone: 'busy' } as const;
  expect(outcome(change(100, 'a', { state: READY }), change(150, 'a', { state: terminating }))).toMatchObject({ podsLost: 1 });
});

test('restarts within the span count, earlier ones do not', () => {
  const pod = change(90, 'a', { state: READY });
  expect(outcome(pod, container(90, 2), container(120, 3), container(150, 4), container(210, 5))).toMatchObject({ restarts: 2 });
});

test('less is better of losses, and more of ready pods', () => {
  const [good, poor] = [
    outcome(change(100, 'a', { state: READY })),
    outcome(change(100, 'a', { state: READY }), change(110, 'a', { ends: true })),
  ];
  expect(betterOf('podsLost', good, poor)).toBe('own');
  expect(betterOf('readyLast', poor, good)).toBe('other');
  expect(betterOf('restarts', good, poor)).toBeUndefined();
});

test('an unread part leaves both ends exact, and bounds for what may have happened in it', () => {
  const [base, timeline] = [new Timeline(), new Timeline()];
  base.add([change(100, 'a', { state: READY }), change(100, 'b', { state: READY }), change(100, 'c', { state: READY }), container(100, 1)]);
  timeline.add([change(150, 'a', { state: READY }), change(150, 'b', { state: READY }), container(150, 3)]);
  timeline.add([change(160, 'b', { state: FAILED }), change(180, 'b', { state: READY }), container(190, 4)]);
  const part = outcomeOf(timeline, { from: 100, to: 200 }, { base, to: 150 });
  expect(part).toEqual({
    ...{ isWhole: false, podsLost: 1, readyFirst: 3, readyLeast: 1, readyLast: 2 },
    ...{ shortMs: 50, restarts: 3, failures: 1 },
  });
  expect(MEASURES.map((measure) => `${boundOf(measure, part)}${measure}`)).toEqual([
    ...['podsLost', '≥shortMs', '≤readyLeast', 'readyLast', '≥restarts', '≥failures'],
  ]);
  expect(MEASURES.filter((measure) => betterOf(measure, part, outcome()) !== undefined)).toEqual(['podsLost', 'readyLast']);
});
