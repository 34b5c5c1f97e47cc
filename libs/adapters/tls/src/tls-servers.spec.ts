import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusErrors } from '@klockwork/api-machinery';
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
  const served = new NodeTlsServers({ errors: dialErrors, activity })
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
});

test('a client that distrusts the certificate fails, and so does the server', async () => {
  const { served, answer } = ask(answerOnce, 'other.default.svc');
  const refused = expect(served).rejects.toThrow();
  await expect(answer).rejects.toThrow('x509: certificate is valid for hook.default.svc, not other.default.svc');
  await refused;
});

/** Resolves once no bytes are handled: the answer in memory overtakes the end of the request. */
async function idle(): Promise<void> {
  while (activity.state().holds > 0) await new Promise<void>((resolve) => void setImmediate(resolve));
}

/** Service of the lab: each dialled connection serves requests until its server closes it. */
function keptService(requestsPerConnection: number) {
  let dials = 0;
  const dial = async () => {
    dials += 1;
    const [near, far] = connectedEnds();
    new NodeTlsServers({ errors: dialErrors, activity })
      .accept(far, identity.server)
      .then(async (plain) => {
        for (let count = 0; count < requestsPerConnection; count++) await answerOnce(plain);
        plain.close();
      })
      .catch((error: unknown) => expect(error).toMatchObject({ message: 'ended early' }));
    return near;
  };
  const name = `hook-${requestsPerConnection}.default.svc`;
  const request = { method: 'POST', url: `https://${name}:443/check`, headers: {}, body: '{"a":1}', stop: new StopSource() };
  const send = () => client.send({ ...request, authorities: identity.authority, serverName: 'hook.default.svc', dial });
  return { send, dials: () => dials };
}

test('requests to a Service share a kept connection to its pod', async () => {
  const { send, dials } = keptService(10);
  for (let round = 0; round < 3; round++) {
    expect((await send()).status).toBe(200);
    await idle();
  }
  expect(dials()).toBe(1);
  await Promise.all([send(), send()]);
  expect(dials()).toBe(2);
});

test('a request after a pod closed its kept connection is sent over a new one', async () => {
  const { send, dials } = keptService(1);
  for (let round = 0; round < 3; round++) expect((await send()).status).toBe(200);
  expect(dials()).toBe(3);
});

test('a request to a Service that does not exist fails in the words of the server', async () => {
  const missing = statusErrors.notFound({ group: '', resource: 'service' }, 'gone');
  const answer = client.send({
    ...{ method: 'POST', url: 'https://gone.default.svc:443/check', headers: {}, body: '{}', stop: new StopSource() },
    dial: () => Promise.reject(missing),
  });
  await expect(answer).rejects.toBe(missing);
});
