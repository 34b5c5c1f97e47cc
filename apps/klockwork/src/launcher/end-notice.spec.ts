import { expect, test } from 'vitest';
import { endNotice, missingText } from './end-notice.ts';
import type { ServiceReport } from './service.ts';

const end = { how: 'exit code 1', at: '2026-01-01T00:00:00Z', restarts: true };

test.each([
  [{ name: 'scheduler', nodes: [] }, end, 'scheduler ended (exit code 1); it is started again'],
  [
    { name: 'kubelet-agent-1', nodes: ['node-1'] },
    { ...end, error: 'RangeError: Invalid string length' },
    'kubelet-agent-1 ended (exit code 1), RangeError: Invalid string length: node-1 lost power and boots again',
  ],
  [
    { name: 'kubelet-agent-1', nodes: ['node-1', 'node-2'] },
    { ...end, how: 'SIGKILL', restarts: false },
    'kubelet-agent-1 ended (SIGKILL): node-1, node-2 lost power',
  ],
])('the end of %j is one line', (spec, ended, text) => {
  expect(endNotice(spec, ended)).toBe(text);
});

const service = (name: string, report: Partial<ServiceReport>) => ({
  report: (): ServiceReport => ({
    name,
    nodes: [],
    pid: 1,
    state: 'running',
    uptimeSeconds: 1,
    memoryBytes: 1,
    simulatedCrashes: 0,
    restarts: 0,
    ...report,
  }),
});

test('a lab that does not come up names its services that are not ready, else its nodes', () => {
  const nodes = new Set(['node-1', 'node-2']);
  const lastEnd = { ...end, error: 'bad object' };
  const starting = [service('api-server', {}), service('scheduler', { state: 'starting', lastEnd })];
  expect(missingText(starting, nodes)).toBe('scheduler (starting, last error: bad object)');
  expect(missingText([service('api-server', {})], nodes)).toBe('node-1, node-2 (not Ready)');
});
