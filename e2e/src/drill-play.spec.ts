import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl } from '@klockwork/kubectl-tool';
import { klockwork } from '@klockwork/lab-tool';
import { afterEach, beforeEach, expect, test } from 'vitest';

const USAGE_CODE = 2;

/** Drill whose fault acts before and during the turn of the player. */
const PULLS = `
apiVersion: klockwork.dev/v1alpha1
kind: Drill
metadata: { name: pulls }
spec:
  title: Pulls that fail
  lab: { nodes: 1, latency: fast }
  steps:
    - name: pulls
      fault: { type: ImagePullFailure, imagePullFailure: { images: ['redis:*'] }, duration: 1h }
    - apply: |
        apiVersion: v1
        kind: Pod
        metadata: { name: cache }
        spec: { containers: [{ name: cache, image: 'redis:7' }] }
    - advance: 1m
    - name: turn
      player: { task: Let the pod run., within: 10m }
  objectives:
    - { name: the pod runs, expression: pods/cache condition=Ready, window: AtEnd, prevention: Another image would have run. }
  hints:
    - { text: Read the events of the pod., cost: 7 }
`;

let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-play-'));
  env = { KLOCKWORK_PLAY: join(folder, 'p') };
  writeFileSync(join(folder, 'pulls.yaml'), PULLS);
});
afterEach(async () => {
  await klockwork(['drill', 'end'], env);
  rmSync(folder, { recursive: true, force: true });
});

function asPlayer(...words: readonly string[]): { readonly status: number | null; readonly output: string } {
  const config = { ...process.env, KUBECONFIG: join(folder, 'p', 'kubeconfig') };
  const { status, stdout, stderr } = spawnSync(kubectl('1.35'), words, { env: config, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

async function play(...words: readonly string[]): Promise<void> {
  const { code, stderr } = await klockwork(['drill', 'play', ...words], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

async function debrief() {
  const { code, stdout } = await klockwork(['drill', 'end', '-o', 'json'], env);
  return { code, ...JSON.parse(stdout) };
}

test('a player sees no Fault of the drill until the debrief, and pays for hints', async () => {
  await play(join(folder, 'pulls.yaml'));
  expect(asPlayer('get', 'pod', 'cache').output).toMatch(/ErrImagePull|ImagePullBackOff/);
  expect(asPlayer('get', 'faults').output).toBe('No resources found\n');
  expect(asPlayer('get', 'fault', 'pulls').output).toContain('faults.klockwork.dev "pulls" not found');
  expect(asPlayer('delete', 'faults', '--all').output).toBe('No resources found\n');
  expect(asPlayer('get', 'events', '-A', '-o', 'json').output).not.toContain('"kind": "Fault"');
  expect(asPlayer('get', '--raw', '/klockwork/v1/log').status).toBe(1);
  expect((await klockwork(['drill', 'hint'], env)).stdout).toBe('Hint 1 of 1, 7 points: Read the events of the pod.\n');
  expect((await klockwork(['drill', 'status'], env)).stdout).toContain('broken  the pod runs\n');
  expect(asPlayer('set', 'image', 'pod/cache', 'cache=nginx:1.27').status).toBe(0);
  expect(asPlayer('wait', '--for=condition=Ready', 'pod/cache', '--timeout=60s').output).toBe('pod/cache condition met\n');
  const { code, points, hints, writes, result } = await debrief();
  expect({ code, points, verdict: result.verdict }).toEqual({ code: 0, points: 93, verdict: 'Passed' });
  expect(hints).toEqual([{ text: 'Read the events of the pod.', cost: 7 }]);
  expect(result.faults).toMatchObject([{ name: 'pulls', type: 'ImagePullFailure' }]);
  expect(writes).toMatchObject([{ method: 'PATCH', path: expect.stringContaining('/api/v1/namespaces/default/pods/cache') }]);
});

test('a play whose process was killed is judged by its repeated writes, and can begin again', async () => {
  await play(join(folder, 'pulls.yaml'));
  expect(asPlayer('set', 'image', 'pod/cache', 'cache=nginx:1.27').status).toBe(0);
  const [pid] = execFileSync('pgrep', ['-f', `play-process ${join(folder, 'p')}$`], { encoding: 'utf8' }).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  expect((await klockwork(['drill', 'status'], env)).stdout).toMatch(/^stopped: its process is gone/);
  expect(await debrief()).toMatchObject({ code: 0, ending: 'Interrupted', problems: [], result: { verdict: 'Passed' } });
  expect((await klockwork(['drill', 'reset'], env)).code).toBe(0);
  expect((await klockwork(['drill', 'reset'], env)).code).toBe(0);
  expect(asPlayer('get', 'pod', 'cache').output).toMatch(/ErrImagePull|ImagePullBackOff/);
  expect(await debrief()).toMatchObject({
    code: 1,
    ending: 'Asked',
    attempts: 3,
    writes: [],
    prevention: ['Another image would have run.'],
  });
});

test('a play ends by itself once broken objectives have held', async () => {
  // The objective ends 5 minutes of lab time after the turn's begin: at rate 1, no slow kubectl takes that long.
  await play('bad-image');
  expect(asPlayer('rollout', 'undo', 'deploy/web').status).toBe(0);
  expect(asPlayer('patch', 'clock', 'lab', '--type', 'merge', '-p', '{"spec":{"rate":10}}').status).toBe(0);
  await expect
    .poll(async () => (await klockwork(['drill', 'status'], env)).stdout, { timeout: 60_000 })
    .toMatch(/^ended: Passed, \d+ points/);
  expect(await debrief()).toMatchObject({ code: 0, ending: 'ObjectivesHeld' });
});

test('a second play in a folder, an unknown drill and a missing play are refused', async () => {
  expect(await klockwork(['drill', 'status'], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no play in') });
  expect(await klockwork(['drill', 'play', 'nothing'], env)).toMatchObject({ code: USAGE_CODE });
  await play('repair-wrong-target-port');
  expect(await klockwork(['drill', 'play', 'bad-image'], env)).toMatchObject({
    code: USAGE_CODE,
    stderr: expect.stringContaining('a drill is played in'),
  });
});
