import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubectl } from '@klockwork/kubectl-tool';
import { type CommandResult, klockwork } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from './lab-of-spec.ts';

const main = fileURLToPath(new URL('../../apps/klockwork/bin/klockwork.mjs', import.meta.url));
const guide = readFileSync(new URL('../../docs/guides/rewind.md', import.meta.url), 'utf8');
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'bells.shop.io' },
  spec: {
    group: 'shop.io',
    scope: 'Namespaced',
    names: { plural: 'bells', singular: 'bell', kind: 'Bell' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { tone: { type: 'string', description: 'Pitch of the bell.' } } } },
      },
    ],
  },
};

let folder: string;
/** Revision before the Deployment was scaled to zero and the definition deleted. */
let then: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-rewind-'));
  symlinkSync(kubectl('1.35'), join(folder, 'kubectl'));
  await lab.kubectl('create deployment web --image=nginx');
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  await lab.kubectl('apply -f -', JSON.stringify(CRD));
  await lab.kubectl('wait --for=condition=Established crd/bells.shop.io --timeout=60s');
  await lab.advance('10m');
  then = (await lab.status()).revision as number;
  await lab.advance('10m');
  await lab.kubectl('delete crd bells.shop.io');
  await lab.kubectl('scale deployment/web --replicas=0');
  await lab.event(({ type, object }) => type === 'ReplicaSetStatusReported' && object?.status?.replicas === 0, then);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a shell line in which `npx klockwork` is this project, on the lab. */
function shell(line: string): Promise<CommandResult> {
  const words = line.replace(/npx klockwork (\S+)/, `"${process.execPath}" "${main}" $1 --data "${lab.data}"`);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder, KUBECONFIG: '' };
  return new Promise((resolve) => {
    execFile('bash', ['-c', words], { env }, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }));
  });
}

const at = (command: string) => shell(`npx klockwork at ${then} -- ${command}`);

test('kubectl shows objects, definitions and logs as they were', async () => {
  expect((await lab.get('pods')).items.filter((pod: { metadata: object }) => !('deletionTimestamp' in pod.metadata))).toEqual([]);
  const pods = await at('kubectl get pods');
  expect(pods.stdout).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\nweb-\S+ +1\/1 +Running +0 +10m\n$/);
  expect(pods.stderr).toMatch(new RegExp(`^klockwork: as it was at \\S+Z, 10m\\S* ago \\(revision ${then}\\)\n$`));
  expect((await at('kubectl explain bells.tone')).stdout).toContain('Pitch of the bell.');
  expect((await at('kubectl --context host-time describe deployment web')).stdout).toMatch(/ScalingReplicaSet +10m/);
  expect((await at('kubectl wait --for=condition=Available deployment/web')).stdout).toBe('deployment.apps/web condition met\n');
});

test.each([
  [
    'kubectl get pods -w',
    /^Error from server \(MethodNotAllowed\): this is the past \(revision \d+, \S+Z\), where nothing changes any more: .*\n$/,
  ],
  ['kubectl wait --for=delete deployment/web', /^error: condition not met for deployments\/web\n$/],
  ['kubectl delete deployment web', /^Error from server \(MethodNotAllowed\): this is the past \(.*\), which is only read: .*\n$/],
  ['kubectl exec deployment/web -- ls', /this is the past \(.*\), which is only read: /],
])('%s in the past ends with one sentence', async (command, message) => {
  const { code, stderr } = await at(command);
  expect(stderr.replace(/^klockwork: as it was .*\n/, '')).toMatch(message);
  expect(code).toBe(1);
});

test('a moment outside of the log is refused', async () => {
  expect((await klockwork(['at', '9999999', '--data', lab.data, '--', 'kubectl', 'get', 'pods'])).stderr).toMatch(
    /^klockwork: the log ends at revision \d+\n$/,
  );
  expect((await shell('npx klockwork at -9h -- kubectl get pods')).stderr).toMatch(/^klockwork: the log begins at \S+Z, after \S+Z\n$/);
});

/** Commands that end by themselves. A replay ends by Ctrl-C: replay.part.ts plays it. */
const isEnding = (line: string) => line !== '' && !line.startsWith('npx klockwork replay');

test('each command of the guide runs', async () => {
  const blocks = [...guide.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, text = '']) => text.split('\n').filter(isEnding));
  expect(blocks.length).toBeGreaterThan(8);
  for (const line of blocks) expect([line, (await shell(line)).code]).toEqual([line, 0]);
});

test('history and diff read a running lab, and the log of a stopped one', async () => {
  const history = async () => (await shell('npx klockwork history deployments/web')).stdout;
  const diff = async () => (await shell(`npx klockwork diff ${then} 0s --kind deployments,crd`)).stdout;
  const live = [await history(), await diff()];
  expect(live[0]).toContain('        spec.replicas: 1 → 0\n');
  expect(live[1]).toContain('- customresourcedefinitions/bells.shop.io\n');
  expect(live[1]).toContain('~ deployments/default/web\n');
  await lab.klockwork('down');
  expect(await history()).toBe(live[0]);
  expect((await diff()).split('\n').slice(1)).toEqual((live[1] as string).split('\n').slice(1));
});
