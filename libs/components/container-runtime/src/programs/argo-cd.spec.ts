import { subjectsOf } from '@klockwork/bus';
import { POD_API_ROUTES, type PodApiAnswer, type PodApiRequest } from '@klockwork/cluster-api';
import { CountingActivity } from '@klockwork/kernel';
import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type CommandOutcome, type LabPod, NetworkLab } from '../testing/network-lab.ts';

const COMMAND = ['argocd', 'admin', 'redis-initial-password'];
/** Turns of the lab until the command ends, at most. */
const TURNS_MAX = 100;
const TURN_MS = 10;
const CHECKING = 'Checking for initial Redis password in secret argocd/argocd-redis at key auth. \n';

const lab = new NetworkLab();
let pod: LabPod;
/** Requests received by the api-server, and the status of its answers. */
let requests: PodApiRequest[] = [];
let status = 201;

beforeAll(async () => {
  const service = aServiceAt({ clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] }, { name: 'kubernetes' });
  const slice = aSlice([{ addresses: ['172.18.255.1'] }], { ports: [{ name: 'https', protocol: 'TCP', port: 6443 }] }, 'kubernetes');
  lab.view = aNetwork({ services: [service], slices: [slice] });
  serveApi();
  pod = await lab.pod(1, 'quay.io/argoproj/argocd:v3.2.0', { command: ['sleep', 'infinity'], user: { uid: 0 } });
  const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
  const files = ['namespace', 'argocd', 'token', 'the-token', 'ca.crt', 'THE CA'];
  await lab.run(pod, ['sh', '-c', `mkdir -p ${folder}; cd ${folder}; while [ $# != 0 ]; do echo "$2" > $1; shift 2; done`, 'sh', ...files]);
});
beforeEach(() => {
  requests = [];
});

function serveApi(): void {
  const subjects = subjectsOf('lab');
  const activity = new CountingActivity((then) => void Promise.resolve().then(then));
  const bus = lab.bus.connect({ name: 'api-server', clock: lab.clock, activity });
  const certificate = { authority: 'THE CA\n', names: ['kubernetes.default.svc'] };
  bus.serve(subjects.at(POD_API_ROUTES.certificate), async () => certificate, { queue: 'api-server' });
  const handle = async ({ body }: { body: PodApiRequest }): Promise<PodApiAnswer> => {
    requests.push(body);
    return { status, headers: { 'content-type': 'application/json' }, body: '{"message":"no room"}\n' };
  };
  bus.serve(subjects.at(POD_API_ROUTES.http), handle, { queue: 'api-server' });
}

/** Runs the command of the init container to its end. */
async function createPassword(): Promise<CommandOutcome> {
  const { outcome } = lab.start(pod, ...COMMAND);
  for (let turn = 0; turn < TURNS_MAX && outcome().code === undefined; turn++) await lab.run(pod, ['true'], TURN_MS);
  return outcome();
}

test.each([201, 409])("the init container of Argo CD's Redis creates its password, and accepts status %i", async (given) => {
  status = given;
  const confirmed = 'Argo CD Redis secret state confirmed: secret name argocd-redis.\nPassword secret is configured properly.\n';
  expect(await createPassword()).toEqual({ stdout: `${CHECKING}${confirmed}`, stderr: '', code: 0 });
  expect(requests).toMatchObject([
    { method: 'POST', path: '/api/v1/namespaces/argocd/secrets', headers: { authorization: 'Bearer the-token' } },
  ]);
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-redis' },
    type: 'Opaque',
    stringData: { auth: expect.stringMatching(/^[A-Za-z0-9]{16}$/) },
  });
});

test("the init container of Argo CD's Redis fails if the API refuses its Secret", async () => {
  status = 403;
  expect(await createPassword()).toEqual({ stdout: CHECKING, stderr: '{"message":"no room"}\n', code: 20 });
});

test('another command of Argo CD runs as a stand-in', async () => {
  expect(await lab.run(pod, ['argocd', 'version'])).toMatchObject({ code: 0 });
});
