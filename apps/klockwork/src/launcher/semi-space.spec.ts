import { expect, test } from 'vitest';
import { semiSpaceMiB } from './semi-space.ts';

test.each([
  ['api-server', 3, 16],
  ['api-server', 100, 16],
  ['kubelet-agent-1', 20, 2],
  ['kubelet-agent-1', 21, 8],
  ['scheduler', 3, 2],
  ['broker', 100, 8],
])('%s, nodes of the lab: %i, semi-space: %i MiB', (service, nodes, size) => {
  expect(semiSpaceMiB(service, nodes)).toBe(size);
});
