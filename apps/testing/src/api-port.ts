import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bearerToken } from '@klockwork/api-server';
import { nodeTimer, youngGarbageCollector } from '@klockwork/host';
import { HttpServer } from '@klockwork/http-server';
import { silentLogger } from '@klockwork/kernel';
import type { ApiPort, ServedApi } from '@klockwork/test-cluster';
import { type Identity, kubeconfigText, loadIdentity, sameSecret, writePrivate } from '@klockwork/tls';

const HOST = '127.0.0.1';
const ADMINISTRATOR = 'kubernetes-admin';
/** Host time for which lab time waits after each event sent to a foreign controller, in ms. */
const SETTLE_MS = 60;

/** Serves an API over HTTPS on a free port of the loopback interface, with a kubeconfig in a folder of its own. */
export async function openApiPort(served: ServedApi): Promise<ApiPort> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-testing-'));
  const identity = loadIdentity(join(folder, 'pki'), [HOST, 'localhost']);
  let server = serverOf(served, identity);
  const port = await server.listen(0, HOST);
  const kubeconfig = join(folder, 'kubeconfig');
  writePrivate(kubeconfig, kubeconfigText('klockwork', `https://${HOST}:${port}`, identity));
  return {
    kubeconfig,
    async serve(next) {
      await server.close();
      server = serverOf(next, identity);
      await server.listen(port, HOST);
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serverOf({ http, activity }: ServedApi, { server, token }: Identity): HttpServer {
  return HttpServer.overTls(server, {
    ...{ api: http, activity, host: nodeTimer, logger: silentLogger, settleMs: SETTLE_MS },
    collectGarbage: youngGarbageCollector(),
    authenticate(request) {
      const given = bearerToken(request.headers);
      return given !== undefined && sameSecret(given, token) ? ADMINISTRATOR : undefined;
    },
  });
}
