import type { ClockReport } from '../store/lab-time.ts';

/** Reason for which lab time waits, or goes on without a process. */
export interface ClockWait {
  readonly type: 'blocked' | 'silent' | 'joining' | 'held';
  /** Name of a process or program, or the clock's own words for `blocked`. */
  readonly name: string;
}

/** Returns what an advance waits for, and which processes it leaves behind. */
export function clockWaits({ members, advance, holds = [] }: ClockReport): readonly ClockWait[] {
  const silent = new Set([...members.filter(({ state }) => state === 'fenced').map(({ name }) => name), ...(advance?.leftBehind ?? [])]);
  return [
    ...(advance?.blockedBy ?? []).map((name) => ({ type: 'blocked', name }) as const),
    ...[...silent].map((name) => ({ type: 'silent', name }) as const),
    ...members.filter(({ state }) => state === 'expected').map(({ name }) => ({ type: 'joining', name }) as const),
    ...holds.map(({ name }) => ({ type: 'held', name }) as const),
  ];
}
