import { BusSession, subjectsOf } from '@klockwork/bus';
import { POD_API_ROUTES, type PodApiAnswer, type PodApiRequest } from '@klockwork/cluster-api';
import { CountingActivity } from '@klockwork/kernel';
import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CommandOutcome, type LabPod, NetworkLab } from '../../../testing/network-lab.ts';

const HOST = 'kubernetes.default.svc';
const HELP = `
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
`;

const lab = new NetworkLab();
const subjects = subjectsOf('lab');
const pods = new Map<string, LabPod>();
/** Requests received by the api-server. */
let asked: PodApiRequest[] = [];
let answer: PodApiAnswer;
const bus = lab.bus.connect({
  name: 'api-server',
  clock: lab.clock,
  activity: new CountingActivity((then) => void Promise.resolve().then(then)),
});

beforeAll(async () => {
  const server = aServiceAt({ clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] }, { name: 'kubernetes' });
  const slice = aSlice([{ addresses: ['172.18.255.1'] }], { ports: [{ name: 'https', protocol: 'TCP', port: 6443 }] }, 'kubernetes');
  lab.view = aNetwork({ services: [server], slices: [slice] });
  const certificate = { authority: 'THE CA\n', names: [HOST, 'kubernetes'] };
  bus.serve(subjects.at(POD_API_ROUTES.certificate), async () => certificate, { queue: 'api-server' });
  const handle = async ({ body }: { body: PodApiRequest }) => {
    asked.push(body);
    return answer;
  };
  bus.serve(subjects.at(POD_API_ROUTES.http), handle, { queue: 'api-server' });
  for (const image of ['busybox', 'debian']) {
    const pod = await lab.pod(2, image, { command: ['sleep', 'infinity'], workingDir: '/tmp' });
    await lab.run(pod, ['sh', '-c', 'printf "other\\nTHE CA\\n" > ca.crt; echo other > other.crt; echo secret > token']);
    pods.set(image, pod);
  }
});
beforeEach(() => {
  asked = [];
  answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}\n' };
});

const run = (image: string, script: string): Promise<CommandOutcome> =>
  lab.run(pods.get(image) ?? expect.fail('no pod'), ['sh', '-c', script]);

describe('the API server, from a pod', () => {
  test("the API server responds to a pod that trusts its CA, and gets the pod's request", async () => {
    const script = `curl -sS --cacert ca.crt -H "Authorization: Bearer $(cat token)" 'https://${HOST}/api/v1/pods?limit=5'`;
    expect(await run('debian', script)).toEqual({ stdout: '{}\n', stderr: '', code: 0 });
    expect(asked).toEqual([
      {
        session: expect.any(String),
        object: expect.stringMatching(/^pods\/default\/pod-/),
        method: 'GET',
        path: '/api/v1/pods',
        query: 'limit=5',
        headers: { authorization: 'Bearer secret', host: HOST, 'user-agent': 'curl/7.88.1', accept: '*/*' },
        body: '',
      },
    ]);
  });

  test.each<[string, string, string, string, number]>([
    [
      'debian',
      'is not trusted by itself',
      `curl -sS https://${HOST}/`,
      `curl: (60) SSL certificate problem: unable to get local issuer certificate${HELP}`,
      60,
    ],
    [
      'debian',
      'is not trusted for another authority',
      `curl -sS --cacert other.crt https://${HOST}/`,
      `curl: (60) SSL certificate problem: unable to get local issuer certificate${HELP}`,
      60,
    ],
    [
      'debian',
      'has to be called by a name of its own',
      'curl -sS --cacert ca.crt https://10.96.0.1/',
      `curl: (60) SSL: no alternative certificate subject name matches target host name '10.96.0.1'${HELP}`,
      60,
    ],
    [
      'debian',
      'needs a file that is there',
      `curl -sS --cacert none.crt https://${HOST}/`,
      'curl: (77) error setting certificate file: none.crt\n',
      77,
    ],
    ['debian', 'is asked by whom nothing is proven to', `curl -sSk https://10.96.0.1/`, '{}\n', 0],
    ['debian', 'speaks no plain HTTP', `curl -sS http://${HOST}:443/`, 'Client sent an HTTP request to an HTTPS server.\n', 0],
    ['debian', 'answers GNU wget', `wget -qO- --ca-certificate=ca.crt https://${HOST}/`, '{}\n', 0],
    [
      'debian',
      'is not trusted by GNU wget',
      `wget -nv -O- https://${HOST}/`,
      `ERROR: The certificate of ‘${HOST}’ is not trusted.\nERROR: The certificate of ‘${HOST}’ doesn't have a known issuer.\n`,
      5,
    ],
    [
      'busybox',
      'answers wget, which trusts everybody and says so',
      `wget -qO- https://${HOST}/`,
      'wget: note: TLS certificate validation not implemented\n{}\n',
      0,
    ],
    ['busybox', 'answers wget, which need not say so', `wget --no-check-certificate -qO- https://${HOST}/`, '{}\n', 0],
  ])('%s: it %s', async (image, _, script, output, code) => {
    const { stdout, stderr, code: ended } = await run(image, script);
    expect([`${stderr}${stdout}`, ended]).toEqual([output, code]);
  });

  test('the API server receives request bodies', async () => {
    await run('debian', `curl -sk -X POST -H 'Content-Type: application/json' -d '{"a":1}' https://${HOST}/api/v1/namespaces`);
    expect(asked[0]).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } });
  });

  test('the API server streams a response until the client disconnects', async () => {
    answer = { status: 200, headers: {} };
    const { outcome, stop } = lab.start(pods.get('debian') ?? expect.fail('no pod'), 'curl', '-sNk', `https://${HOST}/api/v1/pods?watch=1`);
    await lab.run(pods.get('debian') ?? expect.fail('no pod'), ['true']);
    const id = asked[0]?.session ?? '';
    const ends: string[] = [];
    const [own, peer] = [subjects.session(id, 'agent'), subjects.session(id, 'client')];
    const session = new BusSession({ bus, clock: lab.clock, own, peer, object: '', onPart: () => {}, onEnd: (end) => ends.push(end) });
    session.send('body', 'first\n');
    await lab.run(pods.get('debian') ?? expect.fail('no pod'), ['true']);
    expect(outcome()).toEqual({ stdout: 'first\n', stderr: '', code: undefined });
    expect(ends).toEqual([]);
    stop.stop();
    await lab.run(pods.get('debian') ?? expect.fail('no pod'), ['true']);
    expect(ends).toEqual(['closed']);
  });
});

test('an answer that the node cannot pass on resets its connection, and no other', async () => {
  answer = { status: 200 } as PodApiAnswer;
  const { code, stdout } = await run('debian', `curl -sSk https://${HOST}/`);
  expect([code, stdout, lab.crashes.count]).toEqual([56, '', 1]);
  answer = { status: 200, headers: {}, body: 'fine' };
  expect(await run('debian', `curl -sSk https://${HOST}/`)).toEqual({ stdout: 'fine', stderr: '', code: 0 });
});

test('a node without an api-server refuses connections of pods', async () => {
  const alone = new NetworkLab();
  alone.view = lab.view;
  const pod = await alone.pod(1, 'debian', { command: ['sleep', 'infinity'] });
  expect(await alone.run(pod, ['curl', '-sS', '-k', `https://${HOST}/`])).toEqual({
    stdout: '',
    stderr: `curl: (7) Failed to connect to ${HOST} port 443 after 0 ms: Couldn't connect to server\n`,
    code: 7,
  });
});
