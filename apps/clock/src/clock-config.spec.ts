import { expect, test } from 'vitest';
import { readClockConfig } from './clock-config.ts';

test('without a rate the Clock object decides; an empty variable is none', () => {
  expect(readClockConfig({})).toEqual({ behindMs: 0 });
  expect(readClockConfig({ KLOCKWORK_RATE: '', KLOCKWORK_BEHIND: '' })).toEqual({ behindMs: 0 });
  expect(readClockConfig({ KLOCKWORK_RATE: '60', KLOCKWORK_BEHIND: '24h' })).toEqual({ rate: 60, behindMs: 86_400_000 });
});

test('an invalid variable is rejected by its name', () => {
  expect(() => readClockConfig({ KLOCKWORK_RATE: 'fast' })).toThrow(new Error('KLOCKWORK_RATE must be a number above 0, not fast'));
  expect(() => readClockConfig({ KLOCKWORK_BEHIND: '-1h' })).toThrow(new Error('KLOCKWORK_BEHIND must be a duration as 24h, not -1h'));
});
