import { expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';

const user = { uid: 1_000, gid: 3_000, groups: [4_000, 2_000] };

test.each([
  ['busybox', 'uid=1000 gid=3000 groups=2000,3000,4000', '2000 3000 4000'],
  ['gnu', 'uid=1000 gid=3000 groups=3000,2000,4000', '3000 2000 4000'],
] as const)('groups are sorted, and the primary group is first with tools of %s', async (tools, line, groups) => {
  const container = await new DescribedContainer({ entrypoint: ['sh', '-c', 'id; id -G; groups'], tools }).start({ user });
  expect(container.log).toEqual([line, groups, groups].map((text) => `0 ${text}`));
});

test.each([
  ['busybox', 'uid=0(root) gid=0(root) groups=0(root),10(wheel)'],
  ['gnu', 'uid=0(root) gid=0(root) groups=0(root)'],
] as const)('root has the supplementary groups of the image of %s', async (tools, line) => {
  const container = await new DescribedContainer({ entrypoint: ['id'], tools }).start();
  expect(container.log).toEqual([`0 ${line}`]);
});

test("a container reports its user with groups of the image, unless the pod's policy is Strict", async () => {
  const userOf = async (spec: object) => (await new DescribedContainer({ entrypoint: ['id'], tools: 'busybox' }).start(spec)).user;
  expect([await userOf({}), await userOf({ user }), await userOf({ user: { groups: [4_000], onlySaidGroups: true } })]).toEqual([
    { uid: 0, gid: 0, groups: [0, 10] },
    { uid: 1_000, gid: 3_000, groups: [3_000, 2_000, 4_000] },
    { uid: 0, gid: 0, groups: [0, 4_000] },
  ]);
});
