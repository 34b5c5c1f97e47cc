import { expect, test } from 'vitest';
import { progressMeter } from './progress-meter.ts';

test("the meter's columns match curl's", () => {
  expect(progressMeter(615, 615, 2_000).split(/[\n\r]/)).toEqual([
    '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
    '                                 Dload  Upload   Total   Spent    Left  Speed',
    '',
    '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0',
    '100   615  100   615    0     0    308      0  0:00:02  0:00:02 --:--:--   308',
    '',
  ]);
});
