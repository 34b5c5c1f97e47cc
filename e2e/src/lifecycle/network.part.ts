import { beforeAll, describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const SLEEP = ['sleep', 'infinity'];
const www = { volumeMounts: [{ name: 'www', mountPath: '/www' }] };
const readinessProbe = { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 1 };
const LOOP = 'until wget -q -O /www/index.html http://web; do sleep 1; done; sleep infinity';

const pod = (name: string, nodeName: string, ...containers: object[]) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } } },
  spec: { nodeName, volumes: [{ name: 'www', emptyDir: {} }], containers: containers.map((one, at) => ({ name: `c${at}`, ...one })) },
});
const service = (name: string) => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name } },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});

beforeAll(async () => {
  const items = [
    pod('web', 'node-1', { image: 'nginx:1.27' }),
    pod('late', 'node-3', { image: 'nginx:1.27', readinessProbe }),
    pod('client', 'node-2', { image: 'debian:12', command: SLEEP }),
    pod('lost', 'node-2', { image: 'debian:12', command: ['sh', '-c', 'curl -sS 10.244.1.250; echo $?; sleep infinity'] }),
    pod(
      'mirror',
      'node-2',
      { image: 'busybox:1.36', command: ['busybox', 'httpd', '-f', '-p', '8080', '-h', '/www'], ...www },
      { image: 'busybox:1.36', command: ['sh', '-c', LOOP], ...www },
    ),
    ...['web', 'late'].map(service),
  ];
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await advance('5s');
});

const exec = (name: string, command: string) => lab.kubectl(`exec ${name} -- ${command}`);
const ipOf = async (name: string): Promise<string> => (await lab.kubectl(`get pod ${name} -o jsonpath={.status.podIP}`)).trim();

/** Error output of a failed command. */
const refusal = (name: string, command: string): Promise<string> =>
  exec(name, command).then(
    () => 'it did not fail',
    (error: Error) => error.message,
  );

describe('a pod', () => {
  test("a pod reaches another node's pod by address, and is refused at once on a closed port", async () => {
    const ip = await ipOf('web');
    expect(await exec('client', `curl -s ${ip}`)).toContain('Welcome to nginx!');
    expect(await refusal('client', `curl -sS ${ip}:81`)).toContain(
      `curl: (7) Failed to connect to ${ip} port 81 after 0 ms: Couldn't connect to server`,
    );
  });

  test('a pod reaches another one through a Service by name, and other names are unknown', async () => {
    expect(await exec('client', 'curl -s -o /dev/null -w %{http_code} web.network.svc.cluster.local')).toBe('200');
    expect(await exec('client', 'dig +short +search web')).toMatch(/^10\.\d+\.\d+\.\d+\n$/);
    expect(await refusal('client', 'curl -sS http://example.com')).toContain('curl: (6) Could not resolve host: example.com');
  });

  test('a web server serves its files', async () => {
    await lab.kubectl('exec -i web -- tee /usr/share/nginx/html/hello.txt', 'hello\n');
    expect(await exec('client', 'curl -s web/hello.txt')).toBe('hello\n');
  });

  test('a script serves files pulled by its sidecar, over their shared network', async () => {
    expect(await lab.kubectl('exec mirror -c c1 -- wget -qO- localhost:8080')).toContain('Welcome to nginx!');
  });

  test('an unready pod is removed from its Service', async () => {
    expect(await refusal('client', 'curl -sS late')).toContain('curl: (7)');
    await exec('late', 'touch /tmp/ready');
    await advance('3s');
    expect(await exec('client', 'curl -s -o /dev/null -w %{http_code} late')).toBe('200');
  });

  test("a connection to an unused address times out after Linux's limit", async () => {
    expect(await lab.kubectl('logs lost')).toBe('');
    await advance('131s');
    expect(await lab.kubectl('logs lost')).toBe(
      "curl: (28) Failed to connect to 10.244.1.250 port 80 after 131000 ms: Couldn't connect to server\n28\n",
    );
  });
});
