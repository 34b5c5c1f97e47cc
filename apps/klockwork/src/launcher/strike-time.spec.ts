import { expect, it } from 'vitest';
import { strikeInstant } from './strike-time.ts';

const now = Date.UTC(2026, 0, 1);

it('an instant is taken as it is, a length of time counts from now', () => {
  expect(strikeInstant({ at: now + 1 }, now)).toBe(now + 1);
  expect(strikeInstant({ inMs: 600_000 }, now)).toBe(now + 600_000);
  expect(strikeInstant({ inMs: 0 }, now)).toBe(now);
});

it('nothing can be done in the past', () => {
  expect(() => strikeInstant({ at: now - 1 }, now)).toThrow(
    '2025-12-31T23:59:59.999Z has passed in the lab: it is 2026-01-01T00:00:00.000Z',
  );
});
