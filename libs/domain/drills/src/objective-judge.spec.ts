import { expect, test } from 'vitest';
import type { DrillObjective } from './drill.ts';
import type { DrillCondition } from './drill-expressions.ts';
import { ObjectiveJudge } from './objective-judge.ts';

/** Judge of a condition that the test sets. */
function judged(objective: Partial<DrillObjective>) {
  let met = true;
  const condition: DrillCondition = { text: 'set', literalCalls: [], judge: () => ({ met, value: `met = ${met}` }) };
  const judge = new ObjectiveJudge({ name: 'set', expression: 'set', window: 'Always', weight: 1, ...objective }, condition);
  const moment = (seconds: number) => ({ at: seconds * 1_000, revision: seconds, byEvent: true });
  return {
    judge,
    open: (seconds: number) => judge.open(moment(seconds)),
    end: (seconds: number) => judge.end(moment(seconds)),
    turn(seconds: number, value: boolean): boolean {
      met = value;
      return judge.judge(moment(seconds));
    },
  };
}

test('an objective with the window Always is violated by each span in which it does not hold', () => {
  const { judge, open, turn, end } = judged({});
  open(0);
  expect([turn(1, false), turn(2, false), turn(3, true), turn(5, false)]).toEqual([true, false, false, true]);
  end(9);
  expect(judge.met).toBe(false);
  expect(judge.violations).toEqual([
    { at: 1_000, revision: 1, byEvent: true, value: 'met = false', until: 3_000 },
    { at: 5_000, revision: 5, byEvent: true, value: 'met = false' },
  ]);
});

test('a violation shorter than the grace is accepted', () => {
  const { judge, open, turn, end } = judged({ grace: '3s' });
  open(0);
  turn(1, false);
  turn(3, true);
  end(9);
  expect({ met: judge.met, count: judge.violationCount }).toEqual({ met: true, count: 0 });
});

test('violations before the window opens do not count', () => {
  const { judge, open, turn, end } = judged({});
  turn(1, false);
  turn(2, true);
  open(3);
  end(9);
  expect(judge.met).toBe(true);
});

test('an objective whose window never opened is not met', () => {
  const { judge, end } = judged({});
  end(9);
  expect({ met: judge.met, count: judge.violationCount }).toEqual({ met: false, count: 0 });
});

test('an objective with the window Within is judged at its limit, by the last change before it', () => {
  const { judge, open, turn, end } = judged({ window: 'Within', within: '5s' });
  turn(0, false);
  open(0);
  turn(4, true);
  turn(6, false);
  end(9);
  expect({ met: judge.met, since: judge.metSince?.at }).toEqual({ met: true, since: 4_000 });
});

test('a condition that was lost before the limit violates the window Within by the event that ended it', () => {
  const { judge, open, turn, end } = judged({ window: 'Within', within: '5s' });
  open(0);
  turn(3, false);
  turn(6, true);
  end(9);
  expect(judge.violations).toEqual([{ at: 5_000, revision: 3, byEvent: true, value: 'met = false' }]);
});

test('an objective with the window AtEnd ignores all but the last moment', () => {
  const { judge, open, turn, end } = judged({ window: 'AtEnd' });
  open(0);
  expect(turn(3, false)).toBe(false);
  turn(6, true);
  end(9);
  expect(judge.met).toBe(true);
});

test('a judge keeps ten violations, and counts all', () => {
  const { judge, open, turn, end } = judged({});
  open(0);
  for (let second = 1; second <= 24; second += 1) turn(second, second % 2 === 0);
  end(30);
  expect({ kept: judge.violations.length, count: judge.violationCount }).toEqual({ kept: 10, count: 12 });
});

test('the state of an objective follows its window and its condition', () => {
  const { judge, open, turn, end } = judged({ window: 'Within', within: '5s' });
  const states = [judge.state];
  open(0);
  states.push(judge.state);
  turn(1, false);
  states.push(judge.state);
  turn(2, true);
  end(6);
  states.push(judge.state);
  expect(states).toEqual(['Waiting', 'Holds', 'Broken', 'Met']);
  const violated = judged({});
  violated.open(0);
  violated.turn(1, false);
  violated.turn(2, true);
  expect(violated.judge.state).toBe('Violated');
});
