import { ManualClock, SeededRandom } from '@klockwork/kernel';
import type { ContainerReport } from '@klockwork/pod-lifecycle';
import { advance } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerSpec } from './testing/container-runtime.contract.ts';

/** Container states ten minutes after the start, and after a stop with five seconds of grace. */
async function idle(image: string, command: readonly string[], fields: { stdin?: boolean; tty?: boolean } = {}): Promise<string[]> {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const runtime = new SimulatedRuntime({ clock, random: new SeededRandom(7), profile: 'fast', podCidr: '10.244.3.0/24' });
  await runtime.pullImage(image);
  const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
  const id = await runtime.createContainer(sandbox, containerSpec({ image, command, ...fields }));
  await runtime.startContainer(id);
  await advance(clock, 600_000);
  const states = [stateOf(runtime.reports()[0])];
  if (runtime.reports()[0]?.state !== 'exited') {
    void runtime.stopContainer(id, 5_000);
    await advance(clock, 6_000);
    states.push(stateOf(runtime.reports()[0]));
  }
  return states;
}

function stateOf(report: ContainerReport | undefined): string {
  return report?.state === 'exited' ? `${report.exitCode} ${report.reason}` : `${report?.state}`;
}

const sh = (script: string) => ['sh', '-c', script];

test.each<[readonly string[], string]>([
  [['tail', '-f', '/dev/null'], '137 Error'],
  [['tail', '-F', '/dev/null'], '137 Error'],
  [['tail', '-F', '/var/log/x'], '137 Error'],
  [['tail', '-f', '/dev/null', '/etc/hostname'], '137 Error'],
  [['tail', '-f', '/proc/self/status'], '137 Error'],
  [['sleep', 'infinity'], '137 Error'],
  [['sleep', '2147483647'], '137 Error'],
  [['top', '-b'], '137 Error'],
  [['watch', 'date'], '137 Error'],
  [sh('tail -f /dev/null'), '137 Error'],
  [sh('while true; do sleep 1; done'), '137 Error'],
  [sh('while :; do sleep 30; done'), '137 Error'],
  [sh('trap : TERM INT; sleep infinity & wait'), '143 Error'],
  [sh('trap "exit 0" TERM; while true; do sleep 1; done'), '0 Completed'],
  [sh('yes > /dev/null'), '137 Error'],
  [sh('sleep 3600; exit 1'), '137 Error'],
  [sh('exec sleep infinity'), '137 Error'],
  [sh('cat /dev/zero > /dev/null'), '137 Error'],
  [sh('cat < /dev/urandom | wc -c'), '137 Error'],
])('a container with command %j idles until its stop', async (command, ended) => {
  expect([await idle('busybox', command), await idle('debian', command)]).toEqual([
    ['running', ended],
    ['running', ended],
  ]);
});

test.each<[readonly string[]]>([[['cat']], [['sh']], [sh('read line')], [['tail', '-f']], [sh('cat; sleep 1')]])(
  'a container with command %j waits for its input, and exits at once without one',
  async (command) => {
    const [open, none] = [await idle('busybox', command, { stdin: true }), await idle('busybox', command)];
    expect(open).toEqual(['running', '137 Error']);
    expect(none).toEqual([command.includes('read line') ? '1 Error' : '0 Completed']);
  },
);
