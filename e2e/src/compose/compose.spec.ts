import { freePort } from '@klockwork/host';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ComposeLab, dockerRuns } from './compose-lab.ts';

const BUILD_AND_START_MS = 600_000;
const SERVICES = [
  'api-server',
  'clock',
  'controller-manager',
  'kubelet-agent-1',
  'kubelet-agent-2',
  'kubelet-agent-3',
  'nats',
  'scheduler',
];
const NODES = ['node-1', 'node-2', 'node-3'];

interface PodList {
  readonly items: { readonly metadata: { readonly name: string; readonly uid: string }; readonly spec: { readonly nodeName: string } }[];
}

describe.skipIf(!dockerRuns())('the lab under docker compose', () => {
  let lab: ComposeLab;
  beforeAll(async () => {
    lab = await ComposeLab.prepare();
    await lab.buildImage();
    await lab.compose('up', '-d');
    await lab.fetchKubeconfig();
    // Waits for each node separately: with several names, kubectl reports NotFound at once.
    for (const node of NODES) {
      await lab.kubectl(`wait --for=create node/${node} --timeout=300s`);
      await lab.kubectl(`wait --for=condition=Ready node/${node} --timeout=300s`);
    }
  }, BUILD_AND_START_MS);
  afterAll(() => lab.down());

  test('every container runs as a user without rights, on a root file system it cannot write', async () => {
    const ids = (await lab.compose('ps', '-aq')).trim().split('\n');
    const containers = JSON.parse(await lab.docker('inspect', ...ids)) as {
      Config: { User: string };
      HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[]; SecurityOpt: string[]; Privileged: boolean };
    }[];
    expect(containers).toHaveLength(SERVICES.length + 1);
    for (const { Config, HostConfig } of containers) {
      expect(Config.User).toBe('1000:1000');
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Privileged: false,
      });
    }
  });

  test('all services are healthy', async () => {
    await lab.compose('up', '-d', '--wait', '--no-recreate', ...SERVICES);
    const rows = (await lab.compose('ps', '--format', '{{.Service}} {{.Health}}')).trim().split('\n').sort();
    expect(rows).toEqual(SERVICES.map((service) => `${service} healthy`));
  });

  test("the bus refuses clients without this lab's secret", async () => {
    const probe = `
      const socket = require('node:net').connect(4222, 'nats');
      socket.write('CONNECT {"verbose":false,"user":"klockwork","pass":"klockwork"}\\r\\nPING\\r\\n');
      socket.on('data', (text) => process.stdout.write(text)).on('error', () => {});`;
    const answer = await lab.compose('exec', '-T', 'api-server', 'node', '-e', probe);
    expect(answer).toContain("-ERR 'Authorization Violation'");
    expect(answer).not.toContain('PONG');
  });

  test('an agent that is killed is a node without power: an advance by the image moves its pods, and once started again it is Ready', async () => {
    await lab.kubectl('create deployment web --image=nginx --replicas=3');
    expect(await lab.kubectl('rollout status deployment/web --timeout=300s')).toContain('deployment "web" successfully rolled out\n');
    const onNode2 = (await pods()).find((pod) => pod.spec.nodeName === 'node-2');

    await lab.compose('kill', 'kubelet-agent-2');
    const before = await ageMinutes();
    // Longer than the grace period of a node and the toleration of its pods.
    expect(await inside('clock', 'advance', '10m')).toMatch(/^10m passed: it is .* in the lab \(\d+ jumps, .* of yours\)\.\n$/);
    expect((await ageMinutes()) - before).toBeGreaterThanOrEqual(10);
    await lab.kubectl('wait --for=condition=Ready=Unknown node/node-2 --timeout=300s');
    expect(await lab.kubectl('get node node-2 --no-headers')).toMatch(/^node-2\s+NotReady\s/);
    // Killed, not deleted: the pod stays Terminating until its node returns.
    await lab.kubectl(`wait --for=jsonpath={.metadata.deletionTimestamp} pod/${onNode2?.metadata.name} --timeout=300s`);
    await lab.kubectl('rollout status deployment/web --timeout=300s');

    await lab.compose('start', 'kubelet-agent-2');
    await lab.kubectl('wait --for=condition=Ready node/node-2 --timeout=300s');
    await lab.kubectl(`wait --for=delete pod/${onNode2?.metadata.name} --timeout=300s`);
    const after = await pods();
    expect(after).toHaveLength(3);
    expect(after.map((pod) => pod.metadata.uid)).not.toContain(onNode2?.metadata.uid);
  });

  test('the command line of the image shows the lab, and names Docker commands for unsupported ones', async () => {
    expect(await inside('status')).toMatch(/\nlab time .* \(Running, rate 30\)\n\nservices {4}docker compose ps \(on the host\)\n$/);
    await expect(inside('kill-node', 'node-3')).rejects.toThrow(
      'klockwork: docker compose runs this lab: type "docker compose kill kubelet-agent-3" on the host',
    );
  });

  test('the console answers on the host, by a link of the command line', async () => {
    const link = (await inside('console', '--print')).trim();
    const login = await fetch(link, { redirect: 'manual' });
    expect([login.status, login.headers.get('set-cookie')]).toEqual([303, expect.stringContaining('HttpOnly')]);
    expect(await (await fetch(new URL('/', link))).text()).toContain('<title>Klockwork</title>');
  });

  test('an agent that exits is restarted', async () => {
    await lab.compose('exec', '-T', 'kubelet-agent-3', 'sh', '-c', 'kill -TERM 1');
    const id = (await lab.compose('ps', '-q', 'kubelet-agent-3')).trim();
    // The agent ends after its signal: until then its container counts as healthy.
    await expect.poll(async () => (await lab.docker('inspect', '-f', '{{.RestartCount}}', id)).trim()).toBe('1');
    await lab.compose('up', '-d', '--wait', '--no-recreate', 'kubelet-agent-3');
  });

  test('the command line of the image reads the log, which continues after a restart of all services', async () => {
    const before = kept(await inside('log', '-o', 'json'));
    expect(before[0]?.revision).toBe(1);
    await lab.compose('down');
    await lab.compose('up', '-d');
    // The kubeconfig stays valid after the restart.
    await lab.kubectl('wait --for=condition=Available deployment/web --timeout=300s');
    // Read from the API: the output of a command in the container also passes through Docker.
    expect(kept(await lab.kubectl('get --raw /klockwork/v1/log')).slice(0, before.length)).toEqual(before);
  });

  test('"down -v" leaves nothing behind', async () => {
    expect(await lab.remains()).not.toBe('');
    await lab.compose('down', '-v');
    expect(await lab.remains()).toBe('');
  });

  test('a single container of the image runs a whole lab, and stops in order', async () => {
    const port = await freePort();
    const id = await lab.runWhole(port);
    try {
      lab.writeKubeconfig(await lab.docker('exec', id, 'klockwork', 'kubeconfig'));
      const nodes = (await lab.kubectl('get nodes --no-headers')).trim().split('\n');
      expect(nodes.map((line) => line.split(/\s+/).slice(0, 2))).toEqual(NODES.map((node) => [node, 'Ready']));
      await lab.docker('stop', id);
      expect((await lab.docker('inspect', '-f', '{{.State.ExitCode}}', id)).trim()).toBe('0');
    } finally {
      await lab.docker('rm', '-f', id);
    }
  });

  /** Runs the command line of the image in the lab. */
  function inside(...args: string[]): Promise<string> {
    return lab.compose('exec', '-T', 'api-server', 'klockwork', ...args);
  }

  /** Age of a node by the clock of the lab, in minutes. */
  async function ageMinutes(): Promise<number> {
    const { metadata } = JSON.parse(await lab.kubectl('get node node-1 -o json')) as { metadata: { creationTimestamp: string } };
    const { now } = JSON.parse(await inside('clock', '-o', 'json')) as { now: number };
    return (now - Date.parse(metadata.creationTimestamp)) / 60_000;
  }

  async function pods(): Promise<PodList['items']> {
    return (JSON.parse(await lab.kubectl('get pods -l app=web -o json')) as PodList).items;
  }

  /** Events of a log without those of leases, which are removed after an hour of lab time. */
  function kept(lines: string): { revision: number; type: string }[] {
    const events = lines.trim().split('\n');
    return events.map((line) => JSON.parse(line)).filter(({ type }) => !type.startsWith('Lease'));
  }
});
