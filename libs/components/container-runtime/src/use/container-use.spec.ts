import { settle } from '@klockwork/userland/testing';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

const MIB = 1024 * 1024;
const limits = (cpuMilli: number | undefined, memoryMib?: number) => ({
  limits: { ...(cpuMilli !== undefined && { cpuMilli }), ...(memoryMib !== undefined && { memoryBytes: memoryMib * MIB }) },
});

/** Recent processor use, in processors. */
const share = ({ stats }: DescribedContainer) => (stats?.cpu.usageNanoCores ?? 0) / 1e9;

/** Lets a loop that never waits run, turn by turn. */
async function busyFor(app: DescribedContainer, ms: number): Promise<void> {
  for (const end = app.clock.now() + ms; app.clock.now() < end; ) {
    while (app.clock.nextDeadline().at === null) await settle();
    await app.advance((app.clock.nextDeadline().at ?? end) - app.clock.now());
  }
}

describe('the use of a container', () => {
  test('a container uses as much as its program describes, and a little for each process', async () => {
    const app = await new DescribedContainer({ programs: { app: { cpu: { base: '250m' }, memory: { base: '20Mi' } } } }).start();
    await app.advance(60_000);
    expect(app.stats).toEqual({
      id: expect.any(String),
      podUid: 'uid-1',
      name: 'app',
      at: app.clock.now(),
      cpu: { usageNanoCores: 250_000_000, usageCoreNanoSeconds: 15_000_000_000, throttledMs: 0 },
      memory: { workingSetBytes: 20.5 * MIB },
      disk: { usedBytes: 0, logBytes: 0 },
      processes: 1,
    });
  });

  test('processor use is capped by the limit, and the rest is throttled', async () => {
    const spikes = [{ at: '10s', for: '5s', amount: '1' }];
    const app = await new DescribedContainer({ programs: { app: { cpu: { base: '100m', spikes } } } }).start(limits(500));
    await app.advance(15_000);
    // Ten seconds of 100m and five of 500m.
    expect(app.stats?.cpu).toEqual({ usageNanoCores: 233_333_333, usageCoreNanoSeconds: 3_500_000_000, throttledMs: 5_000 });
    await app.advance(15_000);
    expect(app.stats?.cpu.usageNanoCores).toBe(100_000_000);
  });

  test("a container's use depends on its requests while they are processed", async () => {
    const app = await new DescribedContainer({ programs: { app: { listens: [{ port: 80, takes: '3s' }] } } }).start();
    const asked = app.ask(80, { type: 'http', path: '/', tls: false });
    await app.advance(3_000);
    expect(await asked).toBe('nothing');
    await app.advance(12_000);
    expect(app.stats?.cpu).toEqual({ usageNanoCores: 200_000_000, usageCoreNanoSeconds: 3_000_000_000, throttledMs: 0 });
  });

  test("a container's use stays below its limit for simultaneous requests, which take longer", async () => {
    const app = await new DescribedContainer({ programs: { app: { listens: [{ port: 80, takes: '1s' }] } } }).start(limits(500));
    const asked = [app.ask(80, { type: 'http', path: '/', tls: false }), app.ask(80, { type: 'http', path: '/', tls: false })];
    await Promise.all(asked);
    await app.advance(15_000);
    expect(app.stats?.cpu.usageCoreNanoSeconds).toBe(2_000_000_000);
  });

  test('a busy loop uses a whole processor, or its limit', async () => {
    const busy = { tools: 'gnu' as const, entrypoint: ['sh', '-c', 'while true; do :; done'] };
    const free = await new DescribedContainer(busy).start();
    const limited = await new DescribedContainer(busy).start(limits(200));
    // A thousand commands need more than one chance to run at an instant.
    await busyFor(free, 15_000);
    await busyFor(limited, 15_000);
    expect(share(free)).toBeCloseTo(1, 1);
    expect(share(limited)).toBeCloseTo(0.2, 2);
    // Attributed to the process behind each command.
    const ofProcess = async (app: DescribedContainer) => (await app.exec('top', '-b', '-n', '1')).split('\n')[7];
    expect(await ofProcess(free)).toMatch(/^ +1 root +20 +0 +2192 +512 +0 S +(99|100)\.\d +0\.0 +0:1[45]\.\d\d sh$/);
    expect(await ofProcess(limited)).toMatch(/^ +1 root +20 +0 +2192 +512 +0 S +(19|20)\.\d +0\.0 +0:0[23]\.\d\d sh$/);
  });

  test('changed limits apply at once', async () => {
    const app = await new DescribedContainer({ programs: { app: { cpu: { base: '1' }, memory: { base: '32Mi', growth: '8Mi' } } } }).start(
      limits(500, 64),
    );
    await app.advance(3_000);
    app.limit({ cpuMilli: 250, memoryBytes: 128 * MIB });
    await app.advance(2_000);
    expect(app.stats?.cpu).toMatchObject({ usageCoreNanoSeconds: 2_000_000_000, throttledMs: 5_000 });
    await app.advance(4_000);
    app.limit({ cpuMilli: 250, memoryBytes: 64 * MIB });
    await app.advance(0);
    expect(app.state).toMatch(/^exited 137 OOMKilled at 9\d\d\d$/);
  });

  test('a container is killed in the ms in which its memory exceeds its limit', async () => {
    const app = await new DescribedContainer({ programs: { app: { memory: { base: '16Mi', growth: '10Mi' } } } }).start(
      limits(undefined, 64),
    );
    await app.advance(4_800);
    expect(app.state).toBe('running');
    await app.advance(1);
    expect([app.state, app.stats]).toEqual(['exited 137 OOMKilled at 4801', undefined]);
  });

  test('memory that never reaches a limit sets no timer', async () => {
    const memory = { base: '16Mi', growth: '10Mi', upTo: '64Mi' };
    const app = await new DescribedContainer({ programs: { app: { memory } } }).start(limits(undefined, 64));
    const other = await new DescribedContainer({ programs: { app: { memory: { growth: '1Mi' } } } }).start();
    expect([app.clock.nextDeadline().at, other.clock.nextDeadline().at]).toEqual([null, null]);
  });

  test('described use ends with the program', async () => {
    const app = await new DescribedContainer({ programs: { app: { memory: { base: '16Mi', growth: '10Mi' } } } }).start(
      limits(undefined, 64),
    );
    await app.stop();
    await app.advance(60_000);
    expect([app.state, app.clock.nextDeadline().at]).toEqual(['exited 0 Completed at 0', null]);
  });
});

describe('files that are in memory alone', () => {
  const shell = { tools: 'busybox' as const, entrypoint: ['sleep', 'infinity'] };
  const fill = (mebibytes: number, name = 'fill') => ['dd', 'if=/dev/zero', `of=/dev/shm/${name}`, 'bs=1M', `count=${mebibytes}`];
  const memory = ({ stats }: DescribedContainer) => (stats?.memory.workingSetBytes ?? 0) / MIB;

  test('tmpfs files count as memory of their writer until deleted', async () => {
    const app = await new DescribedContainer(shell).start();
    const before = memory(app);
    await app.exec(...fill(8));
    expect(memory(app) - before).toBe(8);
    await app.exec('sh', '-c', 'echo hello > /dev/shm/fill');
    expect(Math.round(memory(app) - before)).toBe(0);
    await app.exec(...fill(4, 'other'));
    await app.exec('sh', '-c', 'rm /dev/shm/*');
    expect(memory(app)).toBe(before);
  });

  test('tmpfs files beyond the limit kill the container', async () => {
    const app = await new DescribedContainer(shell).start(limits(undefined, 16));
    await app.exec(...fill(15));
    expect(app.state).toBe('running');
    await app.exec(...fill(16));
    await app.advance(0);
    expect(app.state).toBe('exited 137 OOMKilled at 0');
  });
});
