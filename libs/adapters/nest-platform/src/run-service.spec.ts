import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('./testing/service-process.ts', import.meta.url));

/** Starts a service process with this process as launcher, and records its output. */
function service(life: string) {
  const child = spawn(process.execPath, ['--conditions=@klockwork/source', script, life], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => {
    written.stdout += text;
  });
  child.stderr?.on('data', (text) => {
    written.stderr += text;
  });
  return { child, written };
}

/** Uses `exit`: `close` is not emitted for a child with a closed channel. */
async function endOf(child: ChildProcess): Promise<unknown> {
  const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const [[code, signal]] = await Promise.all([once(child, 'exit'), ...outputs.map((stream) => once(stream, 'end'))]);
  return signal ?? code;
}

test('a service reports ready, and closes at the first signal', async () => {
  const { child, written } = service('starts');
  expect(await once(child, 'message')).toEqual([{ type: 'ready' }, undefined]);
  child.kill('SIGTERM');
  expect([await endOf(child), written]).toEqual([0, { stdout: 'shut down\nclosed\n', stderr: '' }]);
});

test('a service ends after its launcher', async () => {
  const { child, written } = service('starts');
  await once(child, 'message');
  child.disconnect();
  expect([await endOf(child), written.stdout]).toEqual([0, 'shut down\nclosed\n']);
});

test('a service that is still starting ends at the first signal, and when its launcher is gone', async () => {
  for (const end of [(child: ChildProcess) => child.kill('SIGTERM'), (child: ChildProcess) => child.disconnect()]) {
    const { child } = service('never starts');
    await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
    end(child);
    expect(await endOf(child)).toBe(0);
  }
});

test('a failed start prints its reason in one line, to the launcher and to stderr', async () => {
  const { child, written } = service('is refused');
  const told = once(child, 'message');
  expect(await endOf(child)).toBe(1);
  expect(await told).toEqual([{ type: 'failed', message: 'the event log is in use' }, undefined]);
  expect(written.stderr).toBe('the event log is in use\n');
});

test('a service with a bug prints the stack', async () => {
  const { child, written } = service('has a bug');
  expect(await endOf(child)).toBe(1);
  expect(written.stderr).toMatch(/^TypeError: undefined is not a cluster\n {4}at .*service-process\.ts/);
});
