import { builtInCatalogue } from '@klockwork/images';
import { ManualClock, SeededRandom } from '@klockwork/kernel';
import { advance, settle } from '@klockwork/userland/testing';
import { describe, expect, test } from 'vitest';
import { SimulatedRuntime } from '../simulated-runtime.ts';
import { DOCUMENTATION } from './documentation.ts';
import { EVERYDAY } from './everyday.ts';
import type { PopularCommand } from './popular-command.ts';
import { SERVERS } from './servers.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE_MS = 60_000;
/** Programs that only compute need many continuations, and several turns of the processor. */
const TURNS = 50;
const TURN_MS = 10;

/** Container status and log a minute after its start. */
async function afterMinute({ image, command, args, env = {} }: PopularCommand): Promise<{ status: string | number; log: string }> {
  const clock = new ManualClock(START);
  const random = new SeededRandom(7);
  const runtime = new SimulatedRuntime({ clock, random, profile: 'fast', podCidr: '10.244.3.0/24', catalogue: () => builtInCatalogue() });
  await runtime.pullImage(image);
  const { id: sandbox } = await runtime.runSandbox({ uid: 'uid-1', namespace: 'default', name: 'web', hostname: 'web' });
  const spec = { name: 'app', attempt: 0, image, env, annotations: {}, ...(command && { command }), ...(args && { args }) };
  const id = await runtime.createContainer(sandbox, spec);
  await runtime.startContainer(id);
  await settle();
  await advance(clock, MINUTE_MS);
  for (let turn = 0; turn < TURNS; turn++) await advance(clock, TURN_MS);
  const report = runtime.reports().find((container) => container.id === id);
  const log = runtime.logs(id, {}).map(({ text }) => text);
  return { status: report?.state === 'exited' ? (report.exitCode as number) : (report?.state as string), log: log.join('\n') };
}

function titleOf({ image, command, args }: PopularCommand): string {
  return [image, ...(command ?? []), ...(args ?? [])].join(' ').replaceAll('\n', '\\n').replaceAll('%', '%%').slice(0, 150);
}

describe.each([
  ['documentation', DOCUMENTATION],
  ['everyday', EVERYDAY],
  ['servers', SERVERS],
] as const)('popular commands of %s have the expected state and log after a minute', (_, commands) => {
  test.each(commands.map((command) => [titleOf(command), command] as const))('%s', async (_title, command) => {
    const { status, log } = await afterMinute(command);
    expect({ status, log }).toEqual({ status: command.status, log: expect.stringContaining(command.log ?? '') });
  });
});
