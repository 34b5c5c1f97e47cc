import { expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

const MIB = 1024 * 1024;

/** Advances lab time in steps until the container ended; busy programs need many turns at one instant. */
async function pass(app: DescribedContainer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms && app.state === 'running'; passed += 10) await app.advance(10);
}

const shell = (tools: 'gnu' | 'busybox', script: string) => new DescribedContainer({ tools, entrypoint: ['sh', '-c', script] });

const HUNGRY = [
  'awk "BEGIN{y=sprintf(\\"%60000s\\", \\"\\"); while(1)x=x y}"',
  'awk "BEGIN{x=\\"a\\"; while(1) x=x x}"',
  'awk "BEGIN{y=sprintf(\\"%60000s\\", \\"\\"); while(1) a[i++]=y i}"',
  'awk "BEGIN{x=sprintf(\\"%60000s\\", \\"\\"); while(1) gsub(/ /, \\"          \\", x)}"',
  'x=a; while :; do x=$x$x; done',
  'x=a; i=0; while :; do x=$x$x; eval "v$i=\\$x"; i=$((i+1)); done',
  'xargs < /dev/zero',
  'tr "\\0" "\\n" < /dev/zero | sort > /dev/null',
  'yes | sort -u',
  'cat /dev/zero | tac',
  'cat /dev/zero | sed s/a/b/',
  'cut -c1-3 /dev/zero',
  'paste /dev/zero',
  'diff /dev/zero /etc/passwd',
];

test.each(HUNGRY)('%s uses all memory of its container', async (script) => {
  for (const tools of ['busybox', 'gnu'] as const) {
    const app = await shell(tools, `${script}; echo ended`).start({ limits: { memoryBytes: 20 * MIB } });
    await pass(app, 5_000);
    expect(app.state).toMatch(/^exited 137 OOMKilled at \d+$/);
  }
});

test('a program without bound is killed as soon as it exceeds a small memory limit', async () => {
  const app = await shell('gnu', 'x=aaaaaaaa; while :; do x=$x$x; done').start({ limits: { memoryBytes: 4 * MIB } });
  await pass(app, 5_000);
  expect(app.state).toMatch(/^exited 137 OOMKilled at \d+$/);
});

test("a program without bound uses the node's memory when its container has no limit", async () => {
  const app = await shell('gnu', 'awk "BEGIN{x=\\"a\\"; while(1) x=x x}"').start();
  await pass(app, 3_000);
  expect(app.stats?.memory.workingSetBytes).toBeGreaterThan(2_000 * MIB);
  expect(app.state).toBe('running');
});

test.each([
  ['truncate -s 10G /tmp/f', /No space left on device/],
  ['dd if=/dev/zero of=/tmp/f bs=1 count=1 seek=10G', /No space left on device/],
  ['head -c 300M /dev/zero > /tmp/f', /No space left on device/],
  ['fallocate -l 10G /tmp/f', /No space/],
])('%s is refused, and its container continues', async (script, said) => {
  const app = await shell('gnu', `${script}; echo then $?`).start();
  await pass(app, 20_000);
  expect(app.log.join('\n')).toMatch(said);
  expect(app.log.at(-1)).toMatch(/then [12]$/);
});

test.each([
  ['printf "%999999999d" 5 | wc -c'],
  ['awk "BEGIN{printf \\"%999999999d\\", 5}" | wc -c'],
  ['head -c 10000000 /dev/zero | tail -c 3 | wc -c'],
  ['dd if=/dev/zero of=/dev/null bs=10G count=1'],
  ['x=$(seq 1 100000); echo $x | wc -c'],
  ['stat -c "%999999999n" /tmp | wc -c'],
])('%s ends', async (script) => {
  const app = await shell('gnu', script).start();
  await pass(app, 30_000);
  expect(app.state).toMatch(/^exited 0 Completed/);
});
