import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { klockwork } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from './lab-of-spec.ts';

const main = fileURLToPath(new URL('../../apps/klockwork/bin/klockwork.mjs', import.meta.url));
const FAILED_CODE = 1;
const USAGE_CODE = 2;

const DRILL = `
apiVersion: klockwork.dev/v1alpha1
kind: Drill
metadata: { name: crash }
spec:
  title: A crash
  lab: { nodes: 1, latency: fast, seed: 4 }
  setup:
    - apply: |
        apiVersion: v1
        kind: Pod
        metadata: { name: web, labels: { app: web } }
        spec: { containers: [{ name: web, image: nginx }] }
    - wait: { for: pods/web condition=Ready }
  steps:
    - fault: { type: ContainerCrash, containerCrash: { podSelector: { app: web } } }
    - advance: 1m
  objectives:
    - pods/web condition=Ready within 1m after fault
    - { name: no restart, expression: "restarts('default', 'app=web') == 0", window: AtEnd }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-drill-'));
  writeFileSync(join(folder, 'drill.yaml'), DRILL);
  writeFileSync(join(folder, 'long.yaml'), DRILL.replace('advance: 1m', 'advance: 100h'));
  writeFileSync(join(folder, 'wrong.yaml'), DRILL.replace('within 1m', 'within 1h'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a Drill applied by kubectl is run by its name, and its status has the result of the file', async () => {
  expect(await lab.kubectl(`apply -f ${folder}/drill.yaml`)).toBe('drill.klockwork.dev/crash created\n');
  expect(await lab.kubectl('get drills --no-headers')).toMatch(/^crash +<none> +<none> +Pending/);
  const env = { KLOCKWORK_DATA: lab.data };
  const run = await klockwork(['drill', 'run', 'drills/crash', '-o', 'json'], env);
  const file = await klockwork(['drill', 'run', join(folder, 'drill.yaml'), '-o', 'json']);
  const { logHash, score, verdict, replay } = JSON.parse(run.stdout);
  expect({ code: run.code, verdict, replay }).toEqual({
    code: FAILED_CODE,
    verdict: 'Failed',
    replay: 'klockwork drill run drills/crash --seed 4',
  });
  expect(JSON.parse(file.stdout).logHash).toBe(logHash);
  expect(await lab.kubectl('get drills --no-headers')).toMatch(new RegExp(`^crash +Failed +${score} +Completed`));
  expect(await lab.kubectl('wait --for=condition=Complete drill/crash --timeout=60s')).toBe('drill.klockwork.dev/crash condition met\n');
  expect(JSON.parse(await lab.kubectl('get drill crash -o json')).status).toMatchObject({
    ...{ phase: 'Completed', observedGeneration: 1, verdict: 'Failed', seed: 4, logHash },
    objectives: [{ met: true }, { name: 'no restart', met: false, violations: 1 }],
    conditions: [
      { type: 'Complete', status: 'True' },
      { type: 'Passed', status: 'False', reason: 'ObjectivesViolated' },
    ],
  });
  expect(await lab.kubectl('get pods -o name')).toBe('');
});

test('a run whose process is killed is inconclusive and leaves the lab as it was, and the next run has a result', async () => {
  await lab.kubectl(`apply -f ${folder}/long.yaml`);
  const before = (await lab.status()).revision ?? 0;
  const child = spawn(process.execPath, [main, 'drill', 'run', 'drills/crash'], { env: { ...process.env, KLOCKWORK_DATA: lab.data } });
  const ended = once(child, 'exit');
  await lab.event(({ key, object }) => key.resource === 'drills' && object?.status?.phase === 'Running', before);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  await lab.event(({ key, object }) => key.resource === 'drills' && object?.status?.phase === 'Stopped', before);
  expect(await lab.kubectl('get drills --no-headers')).toMatch(/^crash +Inconclusive +<none> +Stopped/);
  expect(await lab.kubectl('get pods,faults -o name')).toBe('');
  await lab.kubectl(`apply -f ${folder}/drill.yaml`);
  expect((await klockwork(['drill', 'run', 'drills/crash'], { KLOCKWORK_DATA: lab.data })).code).toBe(FAILED_CODE);
  expect(await lab.kubectl('get drills --no-headers')).toMatch(/^crash +Failed +\d+ +Completed/);
});

test('wrong drills and unknown names are refused with one sentence', async () => {
  await expect(lab.kubectl(`apply -f ${folder}/wrong.yaml`)).rejects.toThrow(
    'spec.objectives[0].within: Invalid value: "1h": must not be longer than the drill: 60s are left after fault',
  );
  expect(await klockwork(['drill', 'run', 'drills/nothing'], { KLOCKWORK_DATA: lab.data })).toEqual({
    ...{ code: USAGE_CODE, stdout: '' },
    stderr: 'klockwork: drills.klockwork.dev "nothing" not found\n',
  });
});
