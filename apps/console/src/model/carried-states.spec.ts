import { expect, test } from 'vitest';
import { carriedStates } from './carried-states.ts';
import { podRow, type RowChange } from './row-change.ts';

const state = (label: string) => ({ label, tone: 'good' as const });
const change = (revision: number, uid: string, more: Partial<RowChange>): RowChange => ({
  ...{ revision, at: revision, row: podRow(uid, `default/${uid}`) },
  ...more,
});
const main = { ...podRow('old/main', 'default/old'), kind: 'container' as const };

test('the last states are carried over, without marks, and without rows that ended', () => {
  const mark = { type: 'event' as const, label: 'Pulled', text: '', tone: 'done' as const };
  const carried = carriedStates(
    [
      change(1, 'web', { state: state('Pending') }),
      change(2, 'web', { state: state('Ready') }),
      change(3, 'web', { mark }),
      change(4, 'old', { state: state('Ready') }),
      change(5, 'old', { row: main, state: state('Ready') }),
      change(6, 'old', { ends: true }),
    ],
    9,
  );
  expect(carried).toEqual([{ at: 9, revision: 2, row: podRow('web', 'default/web'), state: state('Ready') }]);
});
