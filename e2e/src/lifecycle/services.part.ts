import { beforeAll, describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const IDLE = 'while true; do sleep 5; done';
const READY_FILE = { exec: { command: ['test', '-f', '/tmp/ready'] }, periodSeconds: 1, failureThreshold: 2 };
const apply = (...items: object[]) => lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));

function pod(name: string, spec: object = {}, container: object = {}): object {
  const main = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', `touch /tmp/ready; ${IDLE}`], ...container };
  const metadata = { name, labels: { app: name.replace(/-\d$/, '') } };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { terminationGracePeriodSeconds: 5, containers: [main], ...spec } };
}

function service(name: string, spec: object): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

interface Slice {
  readonly ports?: { port: number }[];
  readonly endpoints: { targetRef: { name: string }; conditions: { ready: boolean; serving: boolean; terminating: boolean } }[];
}

/** Endpoints in the slices of a Service: `web-1 ready`, with other conditions. */
async function endpoints(name: string): Promise<string[]> {
  const { items } = (await lab.get(`endpointslices -l kubernetes.io/service-name=${name}`)) as { items: Slice[] };
  const told = items
    .flatMap((slice) => slice.endpoints)
    .map(({ targetRef, conditions }) => {
      const marks = (['ready', 'serving', 'terminating'] as const).filter((mark) => conditions[mark]);
      return [targetRef.name, ...marks].join(' ');
    });
  return told.sort();
}

async function shown(name: string): Promise<string> {
  const [, ready, status, restarts] = (await lab.kubectl(`get pod ${name} --no-headers`)).split(/\s+/);
  return `${ready} ${status} ${restarts}`;
}

const addressOf = async (name: string) => ((await lab.get(`pod ${name}`)) as { status: { podIP: string } }).status.podIP;
/** Answers of `nslookup` in a pod, without its server lines. */
async function lookUp(name: string): Promise<string[]> {
  const text = await lab.kubectl(`exec client -- nslookup ${name}`);
  return text
    .split('\n')
    .flatMap((line) => /^Address(?: \d+)?:\s+(\S+)/.exec(line)?.[1] ?? [])
    .slice(1);
}

describe('a Service', () => {
  beforeAll(async () => {
    await apply(
      pod('web-1', {}, { readinessProbe: READY_FILE }),
      pod('web-2', {}, { readinessProbe: READY_FILE }),
      pod('client', {}, { image: 'busybox:1.28' }),
    );
    await advance('3s');
    await lab.kubectl('expose pod web-1 --name=web --port=80 --target-port=8080 --selector=app=web');
    await advance('1ms');
  });

  test('a Service has equal endpoints in Endpoints, slices and describe', async () => {
    const [one, two] = [await addressOf('web-1'), await addressOf('web-2')];
    const answered = await lab.kubectl('get endpoints web --no-headers');
    expect(answered.split(/\s+/)[1]).toBe(
      [one, two]
        .sort()
        .map((ip) => `${ip}:8080`)
        .join(),
    );
    const [name, type, port, addresses] = (await lab.kubectl('get endpointslices -l kubernetes.io/service-name=web --no-headers')).split(
      /\s+/,
    );
    expect([name, type, port, addresses]).toEqual([expect.stringMatching(/^web-[a-z0-9]{5}$/), 'IPv4', '8080', `${one},${two}`]);
    const described = await lab.kubectl('describe service web');
    expect(described).toMatch(new RegExp(`^Endpoints: +${one}:8080,${two}:8080$`, 'm'));
  });

  test('a Service removes a pod whose readiness fails, without a restart, and adds it when ready again', async () => {
    await lab.kubectl('exec web-1 -- rm /tmp/ready');
    await advance('3s');
    expect([await shown('web-1'), await endpoints('web')]).toEqual(['0/1 Running 0', ['web-1', 'web-2 ready serving']]);
    await lab.kubectl('exec web-1 -- touch /tmp/ready');
    await advance('2s');
    expect([await shown('web-1'), await endpoints('web')]).toEqual(['1/1 Running 0', ['web-1 ready serving', 'web-2 ready serving']]);
  });

  test('a Service skips a pod from the beginning of its deletion, although the pod still serves', async () => {
    await lab.kubectl('delete pod web-2 --wait=false');
    await advance('1ms');
    expect(await endpoints('web')).toEqual(['web-1 ready serving', 'web-2 serving terminating']);
    await advance('10s');
    expect(await endpoints('web')).toEqual(['web-1 ready serving']);
  });

  test('a Service leads to ready pods by name, and refuses without any', async () => {
    const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1, failureThreshold: 1 };
    const nginx = { image: 'nginx:1.27', command: undefined, readinessProbe };
    await apply(pod('site-1', {}, nginx), service('site', { ports: [{ port: 8000, targetPort: 80 }] }));
    await advance('3s');
    const fetch = () => lab.kubectl('exec client -- wget -qO- http://site:8000/');
    expect(await fetch()).toContain('Welcome to nginx!');
    await lab.kubectl('delete pod site-1 --force --grace-period=0');
    await advance('1ms');
    await expect(fetch()).rejects.toThrow(/can't connect to remote host \(10\.\d+\.\d+\.\d+\): Connection refused/);
  });

  test('a deleted Service has no slices and Endpoints', async () => {
    await lab.kubectl('delete service web');
    await advance('1s');
    expect(await lab.kubectl('get endpointslices -l kubernetes.io/service-name=web -o name')).toBe('');
    expect(await lab.kubectl('get endpoints -o name')).toBe('endpoints/site\n');
  });
});

describe('machines', () => {
  test('a pod with token and CA bundle reads the same from the API server as kubectl', async () => {
    await apply(pod('caller', {}, { image: 'curlimages/curl', command: ['sleep', 'infinity'] }));
    await advance('3s');
    const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
    const url = 'https://kubernetes.default.svc/api/v1/namespaces';
    const ask = (options: string) => lab.try(['exec', 'caller', '--', 'sh', '-c', `curl -sS ${options} ${url}`]);
    const { stdout } = await ask(`--cacert ${folder}/ca.crt -H "Authorization: Bearer $(cat ${folder}/token)"`);
    const { items } = JSON.parse(stdout) as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata }) => metadata.name)).toContain('kube-system');
    expect((await ask('')).stderr).toContain('curl: (60) SSL certificate problem: unable to get local issuer certificate');
  });

  test("pods on the host network use the node's address, and host ports lead to others", async () => {
    const nginx = { image: 'nginx:1.27', command: undefined };
    const onNode = (name: string, node: string, spec: object, container: object) =>
      pod(name, { nodeName: node, ...spec }, { ...nginx, ...container });
    await apply(
      onNode('host', 'node-1', { hostNetwork: true }, {}),
      onNode('port', 'node-2', {}, { ports: [{ containerPort: 80, hostPort: 8080 }] }),
    );
    await advance('3s');
    expect(await addressOf('host')).toBe('172.18.0.1');
    for (const address of ['172.18.0.1', '172.18.0.2:8080'])
      expect(await lab.kubectl(`exec client -- wget -qO- http://${address}/`)).toContain('Welcome to nginx!');
  });
});

describe('names', () => {
  test('names of Services resolve to their addresses, headless ones to addresses of ready pods', async () => {
    await apply(service('plain', { clusterIP: '10.96.7.7' }), service('db', { clusterIP: 'None' }));
    await apply(pod('db-1', { hostname: 'first', subdomain: 'db' }), pod('db-2', {}, { readinessProbe: { exec: { command: ['false'] } } }));
    await advance('3s');
    const first = await addressOf('db-1');
    expect(await lookUp('plain')).toEqual(['10.96.7.7']);
    expect(await lookUp('plain.services.svc.cluster.local')).toEqual(['10.96.7.7']);
    expect(await lookUp('kubernetes.default')).toEqual(['10.96.0.1']);
    expect(await lookUp('db')).toEqual([first]);
    expect(await lookUp('first.db')).toEqual([first]);
  });

  test('unknown names are not found', async () => {
    await expect(lab.kubectl('exec client -- nslookup nobody')).rejects.toThrow(/exit code 1/);
  });

  test('an init container waits until the name of a Service exists', async () => {
    const script = 'until nslookup myservice; do echo waiting for myservice; sleep 1; done';
    await apply(pod('myapp', { initContainers: [{ name: 'init', image: 'busybox:1.28', command: ['sh', '-c', script] }] }));
    await advance('5s');
    expect(await shown('myapp')).toBe('0/1 Init:0/1 0');
    await apply(service('myservice', { selector: undefined }));
    await advance('3s');
    expect(await shown('myapp')).toBe('1/1 Running 0');
  });
});
