import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Service, type ServiceListener, type ServiceSpec } from './service.ts';

/** Scripts of test processes; `process.argv[1]` is the script. */
const READY = "process.send({ type: 'ready' }); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);";
const ENDS_ON_DEMAND = `process.on('SIGUSR2', () => { throw new Error('a bug'); }); ${READY}`;
const DEAF = "process.on('SIGTERM', () => {}); process.send({ type: 'ready' }); setInterval(() => {}, 1000);";
const REFUSES = "process.send({ type: 'failed', message: 'the log is in use' }, () => process.exit(1));";
const BREAKS = "console.error('out of luck'); process.exit(3);";
const SLOW = 'setInterval(() => {}, 1000);';
/** Refuses its second start and is ready at all others. */
const REFUSES_ONCE = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const starts = Number(readFileSync(process.env.COUNT_FILE, 'utf8')) + 1;
  writeFileSync(process.env.COUNT_FILE, String(starts));
  if (starts === 2) process.send({ type: 'failed', message: 'the port is in use' }, () => process.exit(1));
  else { ${READY} }`;

let folder: string;
const started: Service[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-service-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.stop(1_000)));
  rmSync(folder, { recursive: true });
});

/** Creates a service that runs `script`, and records its ends. */
function serviceOf(script: string, spec: Partial<ServiceSpec> = {}, listener: Partial<ServiceListener> = {}) {
  const entry = join(folder, 'service.cjs');
  writeFileSync(entry, script);
  const ends: string[] = [];
  let onEnd = () => {};
  const service = new Service(
    { name: 'scheduler', entry, env: {}, nodes: [], logFile: join(folder, 'scheduler.log'), restart: 'always', semiSpaceMiB: 2, ...spec },
    {
      onEnd: (_service, { how }) => {
        ends.push(how);
        onEnd();
      },
      ...listener,
    },
  );
  started.push(service);
  /** Resolves at the next unexpected end. */
  const ended = () =>
    new Promise<void>((resolve) => {
      onEnd = resolve;
    });
  return { service, ends, ended };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'started',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('the report of a service', () => {
  test('the report of a service counts its crashed simulated processes', async () => {
    const { service } = serviceOf(`process.send({ type: 'crashes', count: 2 }); ${READY}`);
    expect(service.report().simulatedCrashes).toBe(0);
    await service.start();
    expect(service.report().simulatedCrashes).toBe(2);
  });
});

describe('the start of a service', () => {
  test('a start resolves once its process reports ready', async () => {
    const { service } = serviceOf(READY);
    expect(service.report()).toMatchObject({ state: 'stopped', pid: null, memoryBytes: 0, uptimeSeconds: 0 });
    const starting = service.start();
    expect(service.report().state).toBe('starting');
    await starting;
    expect(service.report()).toMatchObject({ name: 'scheduler', nodes: [], state: 'running', uptimeSeconds: expect.any(Number) });
    expect(isAlive(service.report().pid as number)).toBe(true);
  });

  test('concurrent requests share one start', async () => {
    const { service } = serviceOf(READY);
    await Promise.all([service.start(), service.start()]);
    const { pid } = service.report();
    await service.start();
    expect(service.report().pid).toBe(pid);
  });

  test('a start fails with the message of its process, without retry', async () => {
    const { service, ends } = serviceOf(REFUSES);
    expect(await refusalOf(service.start())).toBe('UserError: the log is in use');
    expect([service.report().state, ends]).toEqual(['failed', []]);
  });

  test('a start fails with the path of the process log when its process ends', async () => {
    const { service } = serviceOf(BREAKS);
    const { logFile } = service.spec;
    expect(await refusalOf(service.start())).toBe(
      `UserError: scheduler ended (exit code 3) before it was ready (out of luck): see ${logFile}`,
    );
    expect(readFileSync(logFile, 'utf8')).toBe('out of luck\n');
  });

  test('a start fails when no process can be created', async () => {
    const { service } = serviceOf(READY, { logFile: join(folder, 'nowhere', 'x.log') });
    expect(await refusalOf(service.start())).toMatch(/^UserError: scheduler ended \(ENOENT: .*\) before it was ready: see .*x\.log$/);
    expect(service.report()).toMatchObject({ state: 'failed', pid: null });
  });

  test('a start survives a kill of its process before ready', async () => {
    const { service, ends, ended } = serviceOf(SLOW);
    const start = service.start();
    const end = ended();
    writeFileSync(service.spec.entry, READY);
    service.kill();
    await end;
    await start;
    expect([service.report().state, ends]).toEqual(['running', ['SIGKILL']]);
  });

  test('a start of an agent fails if it is killed before ready: its node lost power', async () => {
    const { service } = serviceOf(SLOW, { restart: 'unless-killed', name: 'kubelet-agent-1', nodes: ['node-1'] });
    const start = refusalOf(service.start());
    service.kill();
    expect(await start).toMatch(/^UserError: kubelet-agent-1 ended \(SIGKILL\) before it was ready/);
    expect(service.report()).toMatchObject({ state: 'killed', nodes: ['node-1'] });
  });

  test('a pending start is rejected when its service stops', async () => {
    const { service } = serviceOf(SLOW);
    const start = refusalOf(service.start());
    await service.stop(1_000);
    expect(await start).toBe('UserError: scheduler was stopped before it was ready');
    expect(service.report().state).toBe('stopped');
  });
});

describe('a service that ends unasked', () => {
  test('a service that ended by itself restarts in a new process', async () => {
    const { service, ends, ended } = serviceOf(READY);
    await service.start();
    const end = ended();
    const killed = service.kill();
    await end;
    expect(service.report()).toMatchObject({ state: 'killed', pid: null });
    await service.start();
    expect(service.report().state).toBe('running');
    expect(service.report().pid).not.toBe(killed);
    expect(ends).toEqual(['SIGKILL']);
  });

  test('a failed restart is logged with its reason, and retried', async () => {
    const countFile = join(folder, 'count');
    writeFileSync(countFile, '0');
    const { service, ends, ended } = serviceOf(REFUSES_ONCE, { env: { COUNT_FILE: countFile } });
    await service.start();
    let end = ended();
    service.kill();
    await end;
    end = ended();
    await end;
    await service.start();
    expect(ends).toEqual(['SIGKILL', 'the port is in use']);
    expect(readFileSync(countFile, 'utf8')).toBe('3');
  });

  test('a killed agent does not restart until requested', async () => {
    const { service, ended } = serviceOf(READY, { restart: 'unless-killed' });
    await service.start();
    const end = ended();
    service.kill();
    await end;
    expect(service.report()).toMatchObject({ state: 'killed', pid: null });
    expect(service.kill()).toBeUndefined();
    await service.start();
    expect(service.report().state).toBe('running');
  });

  test('an agent that ended by itself restarts, and reports this', async () => {
    const { service, ends, ended } = serviceOf(ENDS_ON_DEMAND, { restart: 'unless-killed', nodes: ['node-1'] });
    await service.start();
    const end = ended();
    process.kill(service.report().pid as number, 'SIGUSR2');
    await end;
    const { lastEnd, restarts } = service.report();
    expect([ends, restarts]).toEqual([['exit code 1'], 1]);
    expect(lastEnd).toEqual({ how: 'exit code 1', at: expect.stringMatching(/^\d{4}-.*Z$/), error: 'Error: a bug', restarts: true });
    await service.start();
    expect(service.report()).toMatchObject({ state: 'running', restarts: 1 });
  });

  test('an agent killed before its scheduled restart stays down', async () => {
    const { service, ended } = serviceOf(ENDS_ON_DEMAND, { restart: 'unless-killed' });
    await service.start();
    const end = ended();
    process.kill(service.report().pid as number, 'SIGUSR2');
    await end;
    expect(service.kill()).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(service.report().pid).toBeNull();
  });

  test('an agent that ends before ready is retried three times', async () => {
    const { service, ends } = serviceOf(BREAKS, { restart: 'unless-killed' });
    expect(await refusalOf(service.start())).toMatch(
      /^UserError: scheduler ended \(exit code 3\) before it was ready \(out of luck\): see /,
    );
    expect(ends).toEqual(['exit code 3', 'exit code 3', 'exit code 3']);
  });

  test('a retired service neither restarts nor reports its end', async () => {
    const { service, ends } = serviceOf(READY);
    await service.start();
    service.retire();
    const pid = service.kill() as number;
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
    await service.stop(1_000);
    expect([service.report().pid, ends]).toEqual([null, []]);
  });
});

test('the clock learns of each process before its creation and after its end', async () => {
  const lives: string[] = [];
  const onSpawn = () => {
    lives.push('announced');
    return () => lives.push('gone');
  };
  const { service, ended } = serviceOf(READY, { restart: 'unless-killed' }, { onSpawn });
  const start = service.start();
  expect(lives).toEqual(['announced']);
  await start;
  const end = ended();
  service.kill();
  await end;
  await service.start();
  expect(lives).toEqual(['announced', 'gone', 'announced']);
});

test('the next start is announced before the last process is gone, and cancelled by an earlier stop', async () => {
  let awaited = 0;
  const seen: number[] = [];
  const onSpawn = () => {
    awaited += 1;
    return () => {
      awaited -= 1;
      seen.push(awaited);
    };
  };
  const { service, ended } = serviceOf(READY, { restart: 'always' }, { onSpawn });
  await service.start();
  const end = ended();
  service.kill();
  await end;
  expect([awaited, seen]).toEqual([1, [1]]);
  await service.stop(0);
  expect([awaited, seen]).toEqual([0, [1, 0]]);
});

describe('a service that is stopped', () => {
  test('a stopped service receives SIGTERM and stays down', async () => {
    const { service, ends } = serviceOf(READY);
    await service.start();
    const pid = service.report().pid as number;
    const stopping = service.stop(1_000);
    expect(service.report().state).toBe('stopping');
    await stopping;
    expect([service.report().state, isAlive(pid), ends]).toEqual(['stopped', false, []]);
  });

  test('a stopped service is killed after its grace period', async () => {
    const { service, ends } = serviceOf(DEAF);
    await service.start();
    await service.stop(50);
    expect([service.report().state, ends]).toEqual(['stopped', []]);
  });

  test('a service stopped before its scheduled restart stays down', async () => {
    const { service, ended } = serviceOf(READY);
    await service.start();
    const end = ended();
    service.kill();
    await end;
    await service.stop(1_000);
    expect(service.report()).toMatchObject({ state: 'stopped', pid: null });
  });
});

test('the last error of a service is found where the environment forces colours', async () => {
  vi.stubEnv('FORCE_COLOR', '1');
  const { service, ended } = serviceOf(ENDS_ON_DEMAND, { restart: 'unless-killed' });
  await service.start();
  vi.unstubAllEnvs();
  const end = ended();
  process.kill(service.report().pid as number, 'SIGUSR2');
  await end;
  expect(service.report().lastEnd?.error).toBe('Error: a bug');
});

test('a service keeps its compiled code in the folder of the command line', async () => {
  vi.stubEnv('NODE_COMPILE_CACHE', folder);
  const { service } = serviceOf(`console.log(process.env.NODE_COMPILE_CACHE); ${READY}`);
  await service.start();
  vi.unstubAllEnvs();
  expect(readFileSync(join(folder, 'scheduler.log'), 'utf8').trim()).toBe(folder);
});
