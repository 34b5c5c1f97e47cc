import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { klockwork, Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Rate of lab time at which a timer of a minute outlasts any test. */
const SLOWLY = '0.01';

describe('a lab', () => {
  let lab: Lab;
  /** Status of the lab before its stop. */
  let before: Awaited<ReturnType<Lab['status']>>;
  beforeAll(async () => {
    lab = await Lab.up(['--profile', 'fast']);
  });
  afterAll(() => lab.down());

  test('a lab has one running process for each service', async () => {
    const status = await lab.status();
    expect(status.services.map(({ name, nodes, state }) => ({ name, nodes, state }))).toEqual([
      { name: 'broker', nodes: [], state: 'running' },
      { name: 'api-server', nodes: [], state: 'running' },
      { name: 'scheduler', nodes: [], state: 'running' },
      { name: 'controller-manager', nodes: [], state: 'running' },
      { name: 'kubelet-agent-1', nodes: ['node-1'], state: 'running' },
      { name: 'kubelet-agent-2', nodes: ['node-2'], state: 'running' },
      { name: 'kubelet-agent-3', nodes: ['node-3'], state: 'running' },
    ]);
    expect(new Set(status.services.map((service) => service.pid)).size).toBe(7);
    expect(status.server).toBe(`https://127.0.0.1:${lab.port}`);
    expect(status.revision).toBeGreaterThan(0);
  });

  test("a lab's kubeconfig is readable by its owner only", () => {
    expect(statSync(join(lab.data, 'kubeconfig')).mode & 0o777).toBe(0o600);
  });

  test('a second start on the same data folder is refused, and the lab continues', async () => {
    const second = await klockwork(['up', '--data', lab.data, '--port', '1']);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      /^klockwork: a lab already runs on .* \(process \d+\): see "npx klockwork status", stop it with "npx klockwork down"\n$/,
    );
    expect((await lab.status()).services.every((service) => service.state === 'running')).toBe(true);
  });

  test('kill-node with an unknown name lists the nodes', async () => {
    const { code, stderr } = await klockwork(['kill-node', 'node-9', '--data', lab.data]);
    expect(code).toBe(1);
    expect(stderr).toBe('klockwork: this lab has no node node-9: it has node-1, node-2, node-3\n');
  });

  test.each(['log', 'status', 'clock', '--help'])('"klockwork %s" ends quietly when its reader closes the pipe', async (command) => {
    const main = fileURLToPath(new URL('../../apps/klockwork/dist/main.js', import.meta.url));
    const pipe = `"$0" "$1" ${command} | head -c 1 > /dev/null; echo "\${PIPESTATUS[0]}"`;
    const ended = spawnSync('bash', ['-c', pipe, process.execPath, main], {
      encoding: 'utf8',
      env: { ...process.env, KLOCKWORK_DATA: lab.data },
    });
    expect({ stdout: ended.stdout, stderr: ended.stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });

  test('a lab whose node was killed stops without waiting for the report of its loss, without leftover processes', async () => {
    await lab.kubectl('create configmap kept --from-literal=a=b');
    await lab.klockwork('kill-node', 'node-1');
    await lab.klockwork('clock', 'rate', SLOWLY);
    before = await lab.status();
    expect(await lab.klockwork('down')).toContain('stopped; the log is kept');
    for (const { pid } of before.services) if (pid !== null) expect(() => process.kill(pid, 0)).toThrow();
    expect(await lab.klockwork('log', '--object', 'cm/kept')).toMatch(/^ +\d+ .* ConfigMapCreated .* request create\n$/);
  });

  test('a lab starts although the reader of its first lines closes the pipe, and continues its log', async () => {
    const main = fileURLToPath(new URL('../../apps/klockwork/dist/main.js', import.meta.url));
    const start = `"$0" "$1" up --detach --data "$2" --port "$3" --rate 1 2>&1 | true`;
    spawnSync('bash', ['-c', start, process.execPath, main, lab.data, String(lab.port)]);
    await expect.poll(async () => (await klockwork(['status', '--data', lab.data])).code, { timeout: 60_000 }).toBe(0);
    expect(await lab.kubectl('wait node/node-1 --for=condition=Ready --timeout=60s')).toBe('node/node-1 condition met\n');
    expect(await lab.kubectl('get configmap kept -o jsonpath={.data.a}')).toBe('b');
    expect((await lab.status()).revision).toBeGreaterThan(before.revision as number);
  });
});

describe('what cannot be done is said in one line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'klockwork-e2e-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { code, stderr } = await klockwork(['up', '--data', join(folder, 'a'), '--port', String(port)]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `klockwork: port ${port} is in use: choose another with --port, or stop what listens there\n`,
    });
    server.close();
  });

  test('a file as data folder is refused in one line', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, stderr } = await klockwork(['up', '--data', join(folder, 'file')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^klockwork: cannot write to the data folder .*file \(\w+\): choose another with --data\n$/);
  });

  test.each(['status', 'log', 'clock', 'why nodes/node-1', 'clock advance 1m', 'deschedule'])(
    'no lab for "klockwork %s"',
    async (command) => {
      const { code, stderr } = await klockwork([...command.split(' '), '--data', join(folder, 'none')]);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `klockwork: no lab runs on ${join(folder, 'none')}: start one with "npx klockwork up"\n`,
      });
    },
  );

  test.each([
    ['up', 'docker compose up -d'],
    ['down', 'docker compose down'],
    ['kill-node node-3', 'docker compose kill kubelet-agent-3'],
    ['start-node node-3', 'docker compose start kubelet-agent-3'],
  ])('"klockwork %s" under docker compose, with the command that replaces it', async (command, replacement) => {
    const { code, stderr } = await klockwork(command.split(' '), { KLOCKWORK_SUPERVISOR: 'compose' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `klockwork: docker compose runs this lab: type "${replacement}" on the host\n`,
    });
  });

  test('no lab to stop', async () => {
    const { code, stderr } = await klockwork(['down', '--data', join(folder, 'none')]);
    expect(code).toBe(1);
    expect(stderr).toBe(`klockwork: no lab runs on ${join(folder, 'none')}: start one with "npx klockwork up"\n`);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

test('Ctrl-C in the foreground stops everything and leaves no process behind', async () => {
  const lab = await Lab.prepare();
  const main = fileURLToPath(new URL('../../apps/klockwork/dist/main.js', import.meta.url));
  const foreground = spawn(process.execPath, [main, 'up', '--data', lab.data, '--port', String(lab.port), '--profile', 'fast']);
  let printed = '';
  for await (const chunk of foreground.stdout) {
    printed += chunk;
    if (printed.includes('klockwork log')) break;
  }
  expect(printed).toContain('Klockwork is up: 3 nodes Ready');
  const { services } = await lab.status();
  foreground.kill('SIGINT');
  const [code] = await once(foreground, 'exit');
  expect(code).toBe(0);
  for (const service of services) expect(() => process.kill(service.pid as number, 0)).toThrow();
  await lab.down();
});
