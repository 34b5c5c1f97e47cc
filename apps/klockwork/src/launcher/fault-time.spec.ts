import { expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { faultInstant } from './fault-time.ts';

const now = Date.UTC(2026, 0, 1);

test('an instant stays unchanged, a duration counts from now', () => {
  expect(faultInstant({ at: now + 1 }, now)).toBe(now + 1);
  expect(faultInstant({ inMs: 600_000 }, now)).toBe(now + 600_000);
  expect(faultInstant({ inMs: 0 }, now)).toBe(now);
});

test('a fault in the past is refused', () => {
  expect(() => faultInstant({ at: now - 1 }, now)).toThrow(
    '2025-12-31T23:59:59.999Z has passed in the lab: it is 2026-01-01T00:00:00.000Z',
  );
});

test.each([{ at: 1e20 }, { inMs: 1e20 }, { inMs: Number.NaN }])('an instant after the year 9999 is refused: %j', (when) => {
  expect(() => faultInstant(when, now)).toThrow(new UserError('an instant of the lab must be before the year 10000'));
});
