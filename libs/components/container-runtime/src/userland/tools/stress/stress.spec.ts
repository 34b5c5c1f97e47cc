import { expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';

const MIB = 1024 * 1024;

/** Container of polinux/stress. */
const stress = (args: readonly string[]) =>
  new DescribedContainer({ tools: 'gnu', entrypoint: ['stress', ...args], programs: { stress: { tool: 'stress' } } });

test('more memory than the limit gets its container killed', async () => {
  const app = await stress(['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1']).start({ limits: { memoryBytes: 100 * MIB } });
  await app.advance(1_000);
  expect([app.state, app.log]).toEqual(['exited 137 OOMKilled at 97', ['0 stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd']]);
});

test('memory below the limit is held', async () => {
  const app = await stress(['--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1']).start({ limits: { memoryBytes: 200 * MIB } });
  await app.advance(60_000);
  expect([app.state, app.stats?.memory.workingSetBytes, app.stats?.cpu.usageNanoCores]).toEqual(['running', 151 * MIB, 0]);
});

test('workers use a processor each until the timeout', async () => {
  const app = await stress(['--cpu', '2', '--timeout', '30s']).start();
  await app.advance(20_000);
  expect(app.stats).toMatchObject({ cpu: { usageNanoCores: 2_000_000_000 }, processes: 3 });
  await app.advance(10_000);
  expect([app.state, app.log]).toEqual([
    'exited 0 Completed at 30000',
    ['0 stress: info: [1] dispatching hogs: 2 cpu, 0 io, 0 vm, 0 hdd', '30000 stress: info: [1] successful run completed in 30s'],
  ]);
});

test('a killed worker is reported, and ends the others', async () => {
  const app = await stress(['-c', '2']).start();
  await app.advance(5_000);
  await app.exec('kill', '-9', '3');
  expect([app.state, app.log.slice(1)]).toEqual([
    'exited 1 Error at 5000',
    [
      '5000 stress: FAIL: [1] (415) <-- worker 3 got signal 9',
      '5000 stress: WARN: [1] (417) now reaping child worker processes',
      '5000 stress: FAIL: [1] (451) failed run completed in 5s',
    ],
  ]);
});

test('the stress of vish takes memory step by step, and processors at once', async () => {
  const args = ['/stress', '-logtostderr', '-cpus', '2', '-mem-total', '80Mi', '-mem-alloc-size', '20Mi', '-mem-alloc-sleep', '1s'];
  const app = await new DescribedContainer({ tools: 'none', entrypoint: args, programs: { stress: { tool: 'vish-stress' } } }).start({
    limits: { cpuMilli: 1_000 },
  });
  await app.advance(10_000);
  expect([app.stats?.cpu.usageNanoCores, app.stats?.memory.workingSetBytes, app.log]).toEqual([
    1_000_000_000,
    80.5 * MIB,
    [
      '0 I0101 00:00:00.000000       1 main.go:26] Allocating "80Mi" memory, in "20Mi" chunks, with a 1s sleep between allocations',
      '0 I0101 00:00:00.000000       1 main.go:29] Spawning a thread to consume CPU',
      '0 I0101 00:00:00.000000       1 main.go:29] Spawning a thread to consume CPU',
      '4000 I0101 00:00:04.000000       1 main.go:39] Allocated "80Mi" memory',
    ],
  ]);
});

test('stress-ng holds memory and part of a processor until its time is over', async () => {
  const args = ['--vm', '1', '--vm-bytes', '64M', '--vm-hang', '0', '--cpu', '1', '--cpu-load', '50', '-t', '10s'];
  const app = await new DescribedContainer({
    tools: 'none',
    entrypoint: ['/stress-ng', ...args],
    programs: { 'stress-ng': { tool: 'stress-ng' } },
  }).start();
  await app.advance(5_000);
  expect([app.state, app.stats?.cpu.usageNanoCores, app.stats?.memory.workingSetBytes]).toEqual(['running', 500_000_000, 65.5 * MIB]);
  await app.advance(5_000);
  expect([app.state, app.log]).toEqual([
    'exited 0 Completed at 10000',
    [
      '0 stress-ng: info:  [1] setting to a 10 secs run per stressor',
      '0 stress-ng: info:  [1] dispatching hogs: 1 cpu, 1 vm',
      '10000 stress-ng: info:  [1] skipped: 0',
      '10000 stress-ng: info:  [1] passed: 2: cpu (1) vm (1)',
      '10000 stress-ng: info:  [1] failed: 0',
      '10000 stress-ng: info:  [1] metrics untrustworthy: 0',
      '10000 stress-ng: info:  [1] successful run completed in 10.00 secs',
    ],
  ]);
});
