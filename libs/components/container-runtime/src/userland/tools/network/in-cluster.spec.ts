import { subjectsOf } from '@klockwork/bus';
import { POD_API_ROUTES, type PodApiRequest } from '@klockwork/cluster-api';
import { CountingActivity } from '@klockwork/kernel';
import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type LabPod, NetworkLab } from '../../../testing/network-lab.ts';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.59';
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Token for the audience `tests`, signed by {@link KEY}. */
const TOKEN = [
  'eyJhbGciOiJFUzI1NiIsImtpZCI6ImtleSJ9',
  'eyJpc3MiOiJodHRwczovL2t1YmVybmV0ZXMuZGVmYXVsdC5zdmMuY2x1c3Rlci5sb2NhbCIsImF1ZCI6WyJ0ZXN0cyJdLCJleHAiOjQwMDAwMDAwMDAsIm5iZiI6MH0',
  '3hl2Tzb8kctL5RVqnEYUD6EcNJm1V8nhW4MxRrSB_dOqycv5J5uErQEaGXMRLzGZCl96I5Rzyr7OuLXVa51jZA',
].join('.');
const KEY = { kid: 'key', x: 'Kj11zFVS4sOuZmaVNALrqOOEr9Tt_R8yPGCuzht3Ocg', y: 'xDzuAsHbjTZbLF4KXPJUjFe-pTgcqpcAdRHlyLe4xsc' };

const lab = new NetworkLab();
const subjects = subjectsOf('lab');
let pod: LabPod;
let asked: PodApiRequest[] = [];
let answers: Record<string, object>;
const activity = new CountingActivity((then) => void Promise.resolve().then(then));
const bus = lab.bus.connect({ name: 'api-server', clock: lab.clock, activity });

beforeAll(async () => {
  const server = aServiceAt({ clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] }, { name: 'kubernetes' });
  const slice = aSlice([{ addresses: ['172.18.255.1'] }], { ports: [{ name: 'https', protocol: 'TCP', port: 6443 }] }, 'kubernetes');
  lab.view = aNetwork({ services: [server], slices: [slice] });
  const certificate = { authority: 'THE CA\n', names: [ISSUER.slice('https://'.length), '10.96.0.1', '172.18.255.1'] };
  bus.serve(subjects.at(POD_API_ROUTES.certificate), async () => certificate, { queue: 'api-server' });
  const handle = async ({ body }: { body: PodApiRequest }) => {
    asked.push(body);
    const found = answers[body.path];
    return { status: found === undefined ? 404 : 200, headers: {}, body: found === undefined ? 'not found' : JSON.stringify(found) };
  };
  bus.serve(subjects.at(POD_API_ROUTES.http), handle, { queue: 'api-server' });
  const env = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };
  pod = await lab.pod(2, IMAGE, { command: ['sleep', 'infinity'], env });
  const files = `echo "THE CA" > ${FOLDER}/ca.crt; echo account-token > ${FOLDER}/token; echo ${TOKEN} > /token`;
  await lab.run(pod, ['sh', '-c', `mkdir -p ${FOLDER}; ${files}; echo other > /other.crt`]);
});
beforeEach(() => {
  asked = [];
  answers = {
    '/.well-known/openid-configuration': { issuer: ISSUER, jwks_uri: 'https://172.18.255.1:6443/openid/v1/jwks' },
    '/openid/v1/jwks': { keys: [KEY] },
  };
});

const discover = (audience = 'tests') =>
  lab.run(pod, ['/agnhost', 'test-service-account-issuer-discovery', '--token-path=/token', `--audience=${audience}`]);

test('agnhost verifies a token by issuer documents', async () => {
  const { stderr, code } = await discover();
  expect([code, stderr.match(/OK: .*/g)]).toEqual([
    0,
    [
      'OK: Got token',
      `OK: got issuer ${ISSUER}`,
      `OK: Constructed OIDC provider for issuer ${ISSUER}`,
      'OK: Validated signature on JWT',
      'OK: Got valid claims from token!',
    ],
  ]);
  expect(asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/.well-known/openid-configuration', 'Bearer account-token'],
    ['/openid/v1/jwks', 'Bearer account-token'],
  ]);
});

test.each<[string, () => unknown, string | undefined, string]>([
  ['another audience', () => undefined, 'others', 'oidc: expected audience "others" got ["tests"]'],
  [
    'another key',
    () => (answers['/openid/v1/jwks'] = { keys: [{ ...KEY, kid: 'other' }] }),
    undefined,
    'failed to verify id token signature',
  ],
  ['no keys', () => delete answers['/openid/v1/jwks'], undefined, 'failed to verify signature: fetching keys 404: not found'],
  [
    'another issuer',
    () => (answers['/.well-known/openid-configuration'] = { issuer: 'https://a' }),
    undefined,
    `oidc: issuer did not match the issuer returned by provider, expected "${ISSUER}" got "https://a"`,
  ],
])('agnhost rejects a token for %s, after a second attempt without cluster authorities', async (_, change, audience, problem) => {
  change();
  const { stderr, code } = await discover(audience);
  expect(code).toBe(1);
  expect(stderr).toContain(
    `failed to validate with in-cluster discovery: ${problem.startsWith('failed to verify id') ? 'failed to verify signature: ' : ''}${problem}`,
  );
  expect(stderr).toContain('tls: failed to verify certificate: x509: certificate signed by unknown authority');
});

test('agnhost polls the API server, and reads its token before each poll', async () => {
  answers['/healthz'] = {};
  const { outcome, stop } = lab.start(pod, '/agnhost', 'inclusterclient', '--poll-interval=5');
  await lab.run(pod, ['true'], 5_000);
  await lab.run(pod, ['sh', '-c', `echo rotated-token > ${FOLDER}/token`], 5_000);
  stop.stop();
  await lab.run(pod, ['sh', '-c', `echo account-token > ${FOLDER}/token`]);
  expect(asked.map(({ path, headers }) => `${path} ${headers.authorization}`)).toEqual([
    '/healthz Bearer account-token',
    '/healthz Bearer rotated-token',
  ]);
  const hashes = outcome().stderr.match(/authz_header=\S+/g) ?? [];
  expect([hashes.length, new Set(hashes).size, /status=failed/.test(outcome().stderr)]).toEqual([2, 2, false]);
});
