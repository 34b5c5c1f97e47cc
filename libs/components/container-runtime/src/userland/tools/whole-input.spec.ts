import { expect, test } from 'vitest';
import { DescribedContainer } from '../../testing/described-container.ts';

const MIB = 1024 * 1024;

/** Advances lab time in steps; fast readers need many turns at one instant. */
async function pass(app: DescribedContainer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) await app.advance(10);
}

const shell = (script: string) => new DescribedContainer({ tools: 'gnu', entrypoint: ['sh', '-c', script] });

test.each([['tail /dev/zero'], ['sort /dev/zero'], ['grep -c x /dev/zero'], ['cat /dev/zero | tail'], ['sed -n "\\$p" /dev/zero']])(
  '%s takes memory until its container is killed',
  async (script) => {
    const app = await shell(script).start({ limits: { memoryBytes: 20 * MIB } });
    await pass(app, 5_000);
    expect(app.state).toMatch(/^exited 137 OOMKilled at \d+$/);
  },
);

test('a tool with endless input and no limit uses more and more memory of the node', async () => {
  const app = await shell('tail /dev/zero').start();
  await pass(app, 4_000);
  const { workingSetBytes = 0 } = app.stats?.memory ?? {};
  expect(workingSetBytes).toBeGreaterThan(3_000 * MIB);
  expect(app.state).toBe('running');
});

test.each([['md5sum /dev/zero'], ['sha1sum < /dev/zero'], ['od /dev/zero']])(
  '%s takes a processor, and no memory to speak of',
  async (script) => {
    const app = await shell(script).start({ limits: { memoryBytes: 20 * MIB } });
    await pass(app, 20_000);
    expect([app.state, app.stats?.cpu.usageNanoCores]).toEqual(['running', 1_000_000_000]);
  },
);

test.each([
  ['od -An -N4 -tu1 /dev/zero', '   0   0   0   0'],
  ['head -c 3 /dev/zero | od -An -tu1', '   0   0   0'],
  ['head -c 30000000 /dev/zero | wc -c', '30000000'],
  ['dd if=/dev/zero of=/dev/null bs=1G count=2 2>&1 | head -n 1', '2+0 records in'],
])('%s ends', async (script, text) => {
  const app = await shell(script).start();
  await pass(app, 20_000);
  expect([app.state.replace(/ at .*/, ''), app.log.map((line) => line.replace(/^\d+ /, ''))]).toEqual(['exited 0 Completed', [text]]);
});
