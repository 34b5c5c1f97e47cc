import { describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

/** Runs a pod with one container; resolves when it runs, at the instant of its creation. */
async function run(name: string, container: object, spec: object = {}): Promise<void> {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'main', ...container }], ...spec } };
  await lab.kubectl('apply -f -', JSON.stringify(pod));
  await lab.kubectl(`wait --for=jsonpath={.status.phase}=Running pod/${name} --timeout=60s`);
}

/** READY, STATUS and RESTARTS, as `kubectl get` shows them. */
async function shown(name: string): Promise<string> {
  const [, ready, status, restarts] = (await lab.kubectl(`get pod ${name} --no-headers`)).split(/\s+/);
  return `${ready} ${status} ${restarts}`;
}

/** Lines of `kubectl describe` with these prefixes. */
async function described(name: string, ...beginnings: string[]): Promise<string[]> {
  const lines = (await lab.kubectl(`describe pod ${name}`)).split('\n').map((line) => line.trim().replace(/ {2,}/g, ' '));
  return lines.filter((line) => beginnings.some((beginning) => line.startsWith(beginning)));
}

/** Probe events of a pod: type, reason, count, message. */
async function told(name: string): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name}`);
  const reasons = ['Unhealthy', 'Killing', 'ProbeWarning'];
  return (items as { type: string; reason: string; count: number; message: string }[])
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ type, reason, count, message }) => `${type} ${reason} x${count} ${message}`);
}

const sh = (script: string) => ({ image: 'busybox:1.36', command: ['sh', '-c', script] });
const exec = (...command: string[]) => ({ exec: { command } });

describe('a liveness probe', () => {
  test("a liveness probe restarts the documentation's container when its file is missing, and kubectl shows it", async () => {
    await run('liveness-exec', {
      image: 'registry.k8s.io/busybox:1.27.2',
      args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
      livenessProbe: { ...exec('cat', '/tmp/healthy'), initialDelaySeconds: 5, periodSeconds: 5 },
    });
    expect(await described('liveness-exec', 'Liveness')).toEqual([
      'Liveness: exec [cat /tmp/healthy] delay=5s timeout=1s period=5s #success=1 #failure=3',
    ]);
    await advance('30s');
    expect([await shown('liveness-exec'), await told('liveness-exec')]).toEqual(['1/1 Running 0', []]);
    await advance('11s');
    expect(await told('liveness-exec')).toEqual([
      "Warning Unhealthy x3 Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n",
      'Normal Killing x1 Container main failed liveness probe, will be restarted',
    ]);
    expect(await shown('liveness-exec')).toBe('1/1 Running 0');
    await advance('30s');
    expect(await shown('liveness-exec')).toBe('1/1 Running 1');
    expect(await described('liveness-exec', 'Reason:', 'Exit Code:', 'Restart Count:')).toEqual([
      'Reason: Error',
      'Exit Code: 137',
      'Restart Count: 1',
    ]);
  });

  test("a liveness probe restarts the documentation's server when it responds 500", async () => {
    await run('liveness-http', {
      image: 'registry.k8s.io/e2e-test-images/agnhost:2.40',
      args: ['liveness'],
      livenessProbe: {
        httpGet: { path: '/healthz', port: 8080, httpHeaders: [{ name: 'Custom-Header', value: 'Awesome' }] },
        initialDelaySeconds: 3,
        periodSeconds: 3,
      },
    });
    expect(await described('liveness-http', 'Liveness')).toEqual([
      'Liveness: http-get http://:8080/healthz delay=3s timeout=1s period=3s #success=1 #failure=3',
    ]);
    await advance('20s');
    expect(await told('liveness-http')).toEqual([
      'Warning Unhealthy x3 Liveness probe failed: HTTP probe failed with statuscode: 500',
      'Normal Killing x1 Container main failed liveness probe, will be restarted',
    ]);
    expect(await shown('liveness-http')).toBe('1/1 Running 1');
  });

  test('a liveness probe has its own grace period, and never restarts a pod with restartPolicy Never', async () => {
    const livenessProbe = { ...exec('false'), failureThreshold: 1, periodSeconds: 1, terminationGracePeriodSeconds: 2 };
    await run('never', { ...sh('sleep 600'), livenessProbe }, { restartPolicy: 'Never' });
    await advance('1s');
    expect(await told('never')).toContain('Normal Killing x1 Container main failed liveness probe');
    expect(await shown('never')).toBe('1/1 Running 0');
    await advance('2s');
    expect(await shown('never')).toBe('0/1 Error 0');
  });
});

describe('a readiness probe', () => {
  test('a readiness probe makes a pod ready or unready without restarts', async () => {
    const readinessProbe = { ...exec('cat', '/tmp/ready'), periodSeconds: 5 };
    await run('ready', { ...sh('sleep 20; touch /tmp/ready; sleep 20; rm /tmp/ready; sleep 600'), readinessProbe });
    expect(await described('ready', 'Readiness')).toEqual([
      'Readiness: exec [cat /tmp/ready] delay=0s timeout=1s period=5s #success=1 #failure=3',
    ]);
    await advance('2s');
    expect([await shown('ready'), await described('ready', 'Ready ')]).toEqual(['0/1 Running 0', ['Ready False']]);
    await advance('20s');
    expect([await shown('ready'), await described('ready', 'Ready ')]).toEqual(['1/1 Running 0', ['Ready True']]);
    await advance('20s');
    expect(await shown('ready')).toBe('1/1 Running 0');
    await advance('11s');
    expect(await shown('ready')).toBe('0/1 Running 0');
    expect((await told('ready')).join()).toMatch(
      /^Warning Unhealthy x\d+ Readiness probe failed: cat: can't open '\/tmp\/ready': No such file or directory\n$/,
    );
  });

  test('a readiness probe blocks a rollout, and old pods keep running', async () => {
    const probed = (path: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'nginx:1.27', readinessProbe: { httpGet: { port: 80, path }, periodSeconds: 2 } }] },
        },
      },
    });
    await lab.kubectl('apply -f -', JSON.stringify(probed('/')));
    await advance('5s');
    expect(await lab.kubectl('rollout status deployment/web --timeout=60s')).toContain('successfully rolled out');
    await lab.kubectl('apply -f -', JSON.stringify(probed('/nothing')));
    await advance('1m');
    const pods = (await lab.kubectl('get pods -l app=web --no-headers')).trim().split('\n');
    expect(pods.map((line) => line.split(/\s+/).slice(1, 3).join(' ')).sort()).toEqual(['0/1 Running', '1/1 Running', '1/1 Running']);
    await lab.kubectl('rollout undo deployment/web');
    await advance('5s');
    expect(await lab.kubectl('rollout status deployment/web --timeout=60s')).toContain('successfully rolled out');
  });
});

describe('a startup probe', () => {
  test('a startup probe delays other probes until its success', async () => {
    const probe = { ...exec('cat', '/tmp/started'), periodSeconds: 5 };
    const probes = {
      startupProbe: { ...probe, failureThreshold: 30 },
      livenessProbe: { ...probe, failureThreshold: 1 },
      readinessProbe: probe,
    };
    await run('slow', { ...sh('sleep 60; touch /tmp/started; sleep 600'), ...probes });
    expect(await described('slow', 'Startup')).toEqual([
      'Startup: exec [cat /tmp/started] delay=0s timeout=1s period=5s #success=1 #failure=30',
    ]);
    await advance('59s');
    const started = async () => (await lab.get('pod slow')).status.containerStatuses[0].started;
    expect([await shown('slow'), await started()]).toEqual(['0/1 Running 0', false]);
    await advance('7s');
    expect([await shown('slow'), await started()]).toEqual(['1/1 Running 0', true]);
  });

  test('a startup probe restarts a container that starts too slowly', async () => {
    const startupProbe = { tcpSocket: { port: 8080 }, periodSeconds: 2, failureThreshold: 2 };
    await run('stuck', { ...sh('sleep 600'), startupProbe }, { terminationGracePeriodSeconds: 1 });
    await advance('5s');
    const { podIP } = (await lab.get('pod stuck')).status;
    // The third probe is of the next run, probed at once.
    expect(await told('stuck')).toEqual([
      `Warning Unhealthy x3 Startup probe failed: dial tcp ${podIP}:8080: connect: connection refused`,
      'Normal Killing x1 Container main failed startup probe, will be restarted',
    ]);
    expect(await shown('stuck')).toBe('0/1 Running 1');
  });
});

describe('a probe says why', () => {
  test.each<[string, object, object, (ip: string) => string]>([
    [
      'refused',
      sh('sleep 600'),
      { httpGet: { port: 80, path: '/a' } },
      (ip) => `failed: Get "http://${ip}:80/a": dial tcp ${ip}:80: connect: connection refused`,
    ],
    ['not-found', { image: 'nginx:1.27' }, { httpGet: { port: 80, path: '/a' } }, () => 'failed: HTTP probe failed with statuscode: 404'],
    ['slow-command', sh('sleep 600'), exec('sleep', '5'), () => 'failed: command timed out: "sleep 5" timed out after 1s'],
    [
      'no-grpc',
      { image: 'nginx:1.27' },
      { grpc: { port: 80 } },
      (ip) => `failed: timeout: failed to connect service "${ip}:80" within 1s: context deadline exceeded`,
    ],
    [
      'no-port',
      { image: 'nginx:1.27' },
      { tcpSocket: { port: 'http' } },
      () => 'errored and resulted in unknown state: strconv.Atoi: parsing "http": invalid syntax',
    ],
    ['no-tls', { image: 'nginx:1.27' }, { httpGet: { port: 80, scheme: 'HTTPS' } }, (ip) => `failed: Get "https://${ip}:80/": EOF`],
  ])('a failed probe has its reason: %s', async (name, container, how, text) => {
    await run(name, { ...container, readinessProbe: { ...how, periodSeconds: 30 } });
    await advance('3s');
    const { podIP } = (await lab.get(`pod ${name}`)).status;
    expect([await shown(name), await told(name)]).toEqual(['0/1 Running 0', [`Warning Unhealthy x1 Readiness probe ${text(podIP)}`]]);
  });

  test.each<[string, object, object, string[]]>([
    ['grpc', { image: 'registry.k8s.io/etcd:3.5.1-0' }, { grpc: { port: 2379 } }, []],
    ['tcp', { image: 'redis:7' }, { tcpSocket: { port: 6379 } }, []],
    [
      'redirected',
      { image: 'registry.k8s.io/e2e-test-images/agnhost:2.40', args: ['liveness'] },
      { httpGet: { port: 8080, path: '/redirect' } },
      ['Warning ProbeWarning x1 Readiness probe warning: Probe terminated redirects, Response body: '],
    ],
  ])('a successful probe has its reason: %s', async (name, container, how, events) => {
    await run(name, { ...container, readinessProbe: { ...how, periodSeconds: 30 } });
    await advance('3s');
    expect([await shown(name), await told(name)]).toEqual(['1/1 Running 0', events]);
  });
});

test('the log contains the reason of a restart', async () => {
  const reported = (await lab.log()).filter(({ type, key }) => type === 'PodStatusReported' && key.name === 'liveness-exec');
  expect(reported.map(({ cause }) => cause)).toContainEqual(expect.objectContaining({ trigger: 'runtime', timer: 'liveness-probe' }));
});
