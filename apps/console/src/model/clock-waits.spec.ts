import { expect, test } from 'vitest';
import type { ClockReport } from '../store/lab-time.ts';
import { clockWaits } from './clock-waits.ts';

const report = (parts: Partial<ClockReport>): ClockReport => ({ now: 0, mode: 'Advancing', rate: 1, next: [], members: [], ...parts });

test('an advance names its blockers, silent and starting processes, and holds of programs', () => {
  const members = [
    { name: 'scheduler', state: 'following' },
    { name: 'kubelet-agent-2', state: 'fenced' },
    { name: 'kubelet-agent-3', state: 'expected' },
  ] as const;
  const advance = { to: 1, jumps: 0, blockedBy: ['kubelet-agent-1 holds: exec'], leftBehind: ['kubelet-agent-2'] };
  expect(clockWaits(report({ members, advance, holds: [{ name: 'operator', expiresInMs: 100 }] }))).toEqual([
    { type: 'blocked', name: 'kubelet-agent-1 holds: exec' },
    { type: 'silent', name: 'kubelet-agent-2' },
    { type: 'joining', name: 'kubelet-agent-3' },
    { type: 'held', name: 'operator' },
  ]);
  expect(clockWaits(report({ members: members.slice(0, 1) }))).toEqual([]);
});
