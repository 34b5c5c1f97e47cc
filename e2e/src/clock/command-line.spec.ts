import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { klockwork, Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../apps/klockwork/dist/main.js', import.meta.url));
const MINUTE_MS = 60_000;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
});
afterAll(() => lab.down());

/** Runs a clock command; returns its result whatever the exit code. */
function clock(...args: string[]) {
  return klockwork(['clock', ...args, '--data', lab.data]);
}

/** Lab time of the coordinator, ms. */
async function labNow(): Promise<number> {
  return (JSON.parse(await lab.klockwork('clock', '-o', 'json')) as { now: number }).now;
}

/** AGE of a node in kubectl, whole minutes; fails for other units. */
async function nodeAgeMinutes(): Promise<number> {
  const [, age = ''] = /^node-1\s+Ready\s+<none>\s+(\S+)/.exec(await lab.kubectl('get node node-1 --no-headers')) ?? [];
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(age) ?? [];
  return Number(minutes) + Number(seconds) / 60;
}

test('klockwork clock prints lab time, rate, mode, and the nearest timers with their objects', async () => {
  const shown = await lab.klockwork('clock', '--all');
  expect(shown).toMatch(
    /^lab time {4}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z\nmode {8}Running at rate 1\n\nIN +AT +TIMER +OBJECT +PROCESS\n/,
  );
  const report = JSON.parse(await lab.klockwork('clock', '-o', 'json'));
  expect(report).toMatchObject({ mode: 'Running', rate: 1 });
  expect(report.members.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`).sort()).toEqual([
    'api-server following',
    'controller-manager following',
    'kubelet-agent-1 following',
    'kubelet-agent-2 following',
    'kubelet-agent-3 following',
    'scheduler following',
  ]);
  expect(await lab.kubectl('get clock lab --no-headers')).toMatch(/^lab\s+\S+\s+1\s+Running\s/);
});

test('a rate is set, and seen in the object', async () => {
  expect(await lab.klockwork('clock', 'rate', '20')).toMatch(/^the lab's time runs at rate 20 from .*Z\n$/);
  expect(await lab.kubectl('get clock lab -o jsonpath={.spec.rate}/{.status.rate}/{.status.mode}')).toBe('20/20/Running');
  expect(await lab.klockwork('clock', 'rate', '1')).toMatch(/^the lab's time runs at rate 1 from .*Z\n$/);
});

/** Lab time after a pause took effect. A late process pauses a little later, and others follow to that instant. */
async function standstill(): Promise<number> {
  let [before, now] = [0, await labNow()];
  while (now !== before) [before, now] = [now, await labNow()];
  return now;
}

test('a paused lab does not age, and resumes at the same instant', async () => {
  expect(await lab.klockwork('clock', 'pause')).toMatch(/^the lab's time stands at .*Z\n$/);
  const [now, age] = [await standstill(), await nodeAgeMinutes()];
  expect(await lab.klockwork('clock')).toContain('mode        Paused (rate 1 when it goes on)\n');
  expect([await nodeAgeMinutes(), await labNow()]).toEqual([age, now]);
  expect(await lab.klockwork('clock', 'resume')).toMatch(/^the lab's time runs at rate 1 from .*Z\n$/);
  expect(await labNow()).toBeGreaterThan(now);
});

test('kubectl shows all objects ten minutes older after an advance by ten minutes', async () => {
  const [age, now] = [await nodeAgeMinutes(), await labNow()];
  const { code, stdout, stderr } = await clock('advance', '10m');
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^10m passed: it is .*Z in the lab \(\d+ jumps?, \S+ of yours\)\.\n$/),
    // A busy machine takes long enough for lines of progress.
    stderr: expect.stringMatching(/^(?:\S+Z {2,}\d+% of 10m .*\n)*$/),
  });
  expect((await nodeAgeMinutes()) - age).toBeGreaterThan(9);
  expect((await labNow()) - now).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  expect(await lab.kubectl('get nodes --no-headers')).toMatch(/^(?:node-\d\s+Ready\s.*\n){3}$/);
});

test('kubectl describe by the context host-time has the ages of the lab, and by the other context times of the future', async () => {
  const ended = (text: string) => /ClockAdvanceEnded +(<invalid>|\d+s) /.exec(text)?.[1];
  expect(ended(await lab.kubectl('describe clock lab'))).toBe('<invalid>');
  expect(ended(await lab.kubectl('describe clock lab --context host-time'))).toMatch(/^\d+s$/);
  const refused = await lab.try(['delete', 'node', 'node-1', '--context', 'host-time']);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    "Error from server (MethodNotAllowed): the times of this context are those of the host's clock, so it only reads: use the context klockwork to write or connect\n",
  ]);
});

test('an advance runs until a condition is true, or reports that its limit came first', async () => {
  await lab.klockwork('clock', 'pause');
  await lab.kubectl('create deployment web --image=nginx --replicas=2');
  const met = await clock('advance', '--until', 'condition=Available', 'deploy/web', '--limit', '5m');
  expect(met).toEqual({ code: 0, stdout: expect.stringMatching(/^condition met after \S+: it is /), stderr: '' });
  expect(await lab.kubectl('get deployment web -o jsonpath={.status.availableReplicas}')).toBe('2');
  const never = await clock('advance', '--until', 'condition=Available=False deployment/web -n default', '--limit', '30s');
  expect(never).toEqual({
    code: 1,
    stdout: expect.stringMatching(/^30s passed: it is /),
    stderr: 'klockwork: timed out waiting for the condition on deployment/web: 30s came first\n',
  });
});

test('an advance runs until no timer is left, or by single steps', async () => {
  expect((await clock('advance', '--until-idle', '--limit', '30m')).stdout).toMatch(/nothing (?:was|is) left to happen but upkeep: /i);
  expect(await clock('step')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing is left to happen but upkeep: it is /) });
  await lab.kubectl('run crash --image=busybox --restart=Always -- false');
  expect((await clock('step')).stdout).toMatch(/passed to the next timer that is work: it is /);
  await lab.kubectl('delete pod crash --wait=false');
});

test('Ctrl-C ends an advance at the next instant, and time stands where it was left', async () => {
  await lab.klockwork('clock', 'pause');
  const now = await standstill();
  const args = [MAIN, 'clock', 'advance', '10h', '--max-rate', '60', '--data', lab.data];
  const advance = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  advance.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  await lab.kubectl('wait --for=jsonpath={.status.advance.phase}=Running clock/lab --timeout=200s');
  advance.kill('SIGINT');
  const [code] = await once(advance, 'exit');
  expect([code, stdout]).toEqual([
    130,
    expect.stringMatching(/^Stopped after \S+ of 10h: it is .*Z in the lab \(\d+ jumps?, \S+ of yours\)\.\n$/),
  ]);
  expect(await lab.kubectl('get clock lab -o jsonpath={.status.advance.phase}/{.status.mode}')).toBe('Stopped/Paused');
  expect((await labNow()) - now).toBeLessThan(10 * 60 * MINUTE_MS);
  await lab.klockwork('clock', 'resume');
});

test("an invalid command prints one line, in kubectl's words if possible", async () => {
  const refusals: [string[], string][] = [
    [['advance', '--until', 'condition=Ready', 'gadget/web'], 'the server doesn\'t have a resource type "gadget"'],
    [['advance', '--until', 'condition=Ready', 'pod/none'], 'pods "none" not found'],
    [['advance', '--until', 'Ready', 'node/node-1'], 'unrecognized condition: "Ready"'],
    [['advance', '10'], 'time: missing unit in duration "10"'],
  ];
  for (const [args, message] of refusals) {
    expect(await clock(...args)).toEqual({ code: 1, stdout: '', stderr: `klockwork: ${message}\n` });
  }
});
