import { expect, test } from 'vitest';
import { processUsage } from './process-usage.ts';

test('the usage of this process grows, and its start is in the past', () => {
  const before = processUsage();
  for (const end = before.cpuSeconds + 0.01; processUsage().cpuSeconds < end; );
  const after = processUsage();
  expect(after.cpuSeconds).toBeGreaterThan(before.cpuSeconds);
  expect(after.startedAtSeconds).toBe(before.startedAtSeconds);
  expect(after.startedAtSeconds * 1_000).toBeLessThan(Date.now());
  expect(after.residentBytes).toBeGreaterThan(1_000_000);
});

test.runIf(process.platform === 'linux')('Linux tells virtual memory and file descriptors', () => {
  const { residentBytes, virtualBytes = 0, openFiles = 0, openFilesMax = 0 } = processUsage();
  expect([virtualBytes > residentBytes, openFiles > 2, openFilesMax > openFiles]).toEqual([true, true, true]);
});
