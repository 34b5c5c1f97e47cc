import { ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { toolNames } from '@klockwork/userland';
import { settle } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { CrashLog } from '../../crash-log.ts';
import { programOf } from '../../programs.ts';
import { SimulatedRuntime } from '../../simulated-runtime.ts';
import { containerSpec } from '../../testing/container-runtime.contract.ts';

const PLACES = [
  ['busybox', toolNames('busybox')],
  ['debian', toolNames('gnu')],
] as const;

/** Node with one broken tool at a time, next to a running container. */
async function nodeOf(image: string) {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const crashes = new CrashLog(silentLogger);
  let broken = '';
  const runtime = new SimulatedRuntime({
    ...{ clock, random: new SeededRandom(7), profile: 'fast', podCidr: '10.244.3.0/24', crashes },
    programOf: (resolved, name) => (name === `tool:${broken}` ? () => Promise.reject(new TypeError(broken)) : programOf(resolved, name)),
  });
  await runtime.pullImage(image);
  const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'web', hostname: 'web' });
  let attempt = 0;
  const start = async (command: readonly string[]) => {
    const id = await runtime.createContainer(sandbox, containerSpec({ image, command, attempt: attempt++ }));
    await runtime.startContainer(id);
    await settle();
    return () => runtime.reports().find((report) => report.id === id);
  };
  const breakTool = (tool: string) => {
    broken = tool;
  };
  return { crashes, start, breakTool };
}

test.each(PLACES)('each tool of %s that fails ends its own container, and no other', async (image, tools) => {
  const node = await nodeOf(image);
  const neighbour = await node.start(['sleep', 'infinity']);
  const ends: (number | undefined)[] = [];
  for (const tool of tools) {
    node.breakTool(tool);
    ends.push((await node.start([tool]))()?.exitCode);
  }
  expect(tools.length).toBeGreaterThan(80);
  expect(ends).toEqual(tools.map(() => 139));
  expect([node.crashes.count, neighbour()?.state]).toEqual([tools.length, 'running']);
});
