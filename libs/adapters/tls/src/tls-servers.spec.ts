import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingActivity, StopSource } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import { dialErrors } from '@klockwork/userland';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpsClient } from './https-client.ts';
import { type Identity, loadIdentity } from './identity.ts';
import { connectedEnds } from './testing/memory-connection.ts';
import { NodeTlsServers } from './tls-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'klockwork-tls-server-'));
const activity = new CountingActivity(setImmediate);
const client = new HttpsClient({ activity });
let identity: Identity;

beforeAll(async () => {
  identity = await loadIdentity(folder, ['hook.default.svc']);
});
afterAll(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

/** Asks a server behind a connection of the lab; `serve` receives its plain end. */
function ask(serve: (plain: Connection) => Promise<void>, serverName = 'hook.default.svc') {
  const [near, far] = connectedEnds();
  // The owner of the connection closes it directly after the answer.
  const served = new NodeTlsServers({ errors: dialErrors })
    .accept(far, identity.server)
    .then(serve)
    .finally(() => far.close());
  const answer = client.send({
    ...{ method: 'POST', url: 'https://hook.default.svc:8443/check', headers: {}, body: '{"a":1}', stop: new StopSource() },
    ...{ authorities: identity.authority, serverName, dial: async () => near },
  });
  return { served, answer };
}

function fail(problem: string): never {
  throw new Error(problem);
}

async function answerOnce(plain: Connection): Promise<void> {
  let heard = '';
  while (!heard.endsWith('{"a":1}')) heard += (await plain.read()) ?? fail('ended early');
  await plain.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
}

test('a TLS server answers a host client over a lab connection', async () => {
  const { served, answer } = ask(answerOnce);
  expect(await answer).toEqual({ status: 200, contentType: '', body: 'hi' });
  await served;
  expect(activity.state().holds).toBe(0);
});

test('a client that distrusts the certificate fails, and so does the server', async () => {
  const { served, answer } = ask(answerOnce, 'other.default.svc');
  const refused = expect(served).rejects.toThrow();
  await expect(answer).rejects.toThrow('x509: certificate is valid for hook.default.svc, not other.default.svc');
  await refused;
});
