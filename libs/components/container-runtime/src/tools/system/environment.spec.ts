import { expect, test } from 'vitest';
import { DescribedContainer } from '../../testing/described-container.ts';

const user = { uid: 1_000, gid: 3_000, groups: [4_000, 2_000] };

test.each([
  ['busybox', 'uid=1000 gid=3000 groups=2000,3000,4000', '2000 3000 4000'],
  ['gnu', 'uid=1000 gid=3000 groups=3000,2000,4000', '3000 2000 4000'],
] as const)('groups are in order, with the first one of a process before them as the tools of %s have it', async (tools, line, groups) => {
  const container = await new DescribedContainer({ entrypoint: ['sh', '-c', 'id; id -G; groups'], tools }).start({ user });
  expect(container.log).toEqual([line, groups, groups].map((text) => `0 ${text}`));
});
