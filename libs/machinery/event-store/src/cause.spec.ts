import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALSO_MAX, type Cause, joinCause, mergeCauses, timerCause, withAlso } from './cause.ts';

const event = (revision: number, also?: readonly number[]): Cause => ({ trigger: 'event', revision, ...(also && { also }) });
const timer = (name: string, revision: number): Cause => ({ trigger: 'timer', name, revision });

describe('causes that meet', () => {
  test.each<[string, Cause, Cause | undefined, Cause]>([
    ['one alone stays as it is', event(7), undefined, event(7)],
    ['of two events the newer is the cause, and also the older', event(7), event(3), event(7, [3])],
    ['the same event twice is one', event(7), event(7), event(7)],
    ['a timer says more than an event that came later', event(9), timer('grace', 3), { ...timer('grace', 3), also: [9] }],
    ['a timer that fires later stays the cause', timer('grace', 3), event(9), { ...timer('grace', 3), also: [9] }],
    ['what met before is not forgotten', event(9), event(7, [5, 3]), event(9, [7, 5, 3])],
    ['a beginning stays alone', { trigger: 'boot', name: 'kubelet' }, event(3), { trigger: 'boot', name: 'kubelet' }],
    ['what a beginning meets stands on its own feet', event(3), { trigger: 'boot', name: 'kubelet' }, event(3)],
  ])('%s', (_, newer, older, merged) => {
    expect(mergeCauses(newer, older)).toEqual(merged);
  });

  test('a fired timer is the cause, whatever else waited for it', () => {
    expect(joinCause(timer('early', 3), timer('late', 9))).toEqual({ ...timer('early', 3), also: [9] });
  });

  test('the first and the newest of too many causes remain', () => {
    expect(withAlso(event(9), [1, 2, 3, 4, 5, 6])).toEqual(event(9, [6, 5, 4, 1]));
  });

  test('merged causes are bounded and unique, newest first', () => {
    const revisions = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(revisions, (added) => {
        const { revision, also = [] } = added.map((one) => event(one)).reduce((merged, one) => mergeCauses(one, merged));
        expect(also.length).toBeLessThanOrEqual(ALSO_MAX);
        expect([...new Set(also)].sort((a, b) => b - a)).toEqual(also);
        expect(also).not.toContain(revision);
        expect(revision).toBe(added.at(-1));
      }),
    );
  });
});

test('a timer retains the events that set it', () => {
  expect(timerCause({ name: 'grace' }, event(7, [3]))).toEqual({ trigger: 'timer', name: 'grace', revision: 7, also: [3] });
  expect(timerCause({ name: 'grace' }, {})).toEqual({ trigger: 'timer', name: 'grace' });
});
