import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenCauses } from '@klockwork/event-store';
import { freePort } from '@klockwork/host';
import type { CommandResult } from '@klockwork/lab-tool';
import { expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { brokenChains } from './log-verdicts.ts';

const API_SERVER = fileURLToPath(new URL('../../../apps/api-server/dist/main.js', import.meta.url));

test('a second api-server on a log is refused in one line and damages nothing, at each attempt', async () => {
  await lab.kubectl('create configmap before --from-literal=a=b');
  const kubeconfig = readFileSync(join(lab.data, 'kubeconfig'), 'utf8');
  const before = (await lab.status()).services.map(({ name, pid }) => ({ name, pid }));
  for (let attempt = 0; attempt < 3; attempt++) {
    const { code, stderr } = await apiServer({
      ...(await broker()),
      KLOCKWORK_DATA: lab.data,
      KLOCKWORK_PORT: String(await freePort()),
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `the event log ${join(lab.data, 'events.db')} is in use by another process: stop it, or choose another data folder\n`,
    });
  }
  await lab.kubectl('create configmap also --from-literal=a=b');
  expect((await lab.status()).services.map(({ name, pid }) => ({ name, pid }))).toEqual(before);
  expect(readFileSync(join(lab.data, 'kubeconfig'), 'utf8')).toBe(kubeconfig);
  const log = await lab.log();
  expect([...brokenChains(log), ...brokenCauses(log)]).toEqual([]);
});

/** Address and credentials of the lab's embedded broker. */
async function broker(): Promise<Record<string, string>> {
  const log = readFileSync(join(lab.data, 'logs', 'broker.log'), 'utf8');
  const [, port] = /"port":(\d+)/.exec(log) ?? [];
  const password = readFileSync(join(lab.data, 'run', 'credentials', 'api-server'), 'utf8').trim();
  return { NATS_URL: `nats://127.0.0.1:${port}`, NATS_USER: 'api-server', NATS_PASSWORD: password, KLOCKWORK_LOG_LEVEL: 'error' };
}

function apiServer(env: Record<string, string>): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [API_SERVER], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
