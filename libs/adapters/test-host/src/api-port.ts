import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { idleTimer, nodeTimer, processMemory, temporaryFolder } from '@klockwork/host';
import { bearerToken, type HttpApi } from '@klockwork/http-api';
import { HttpServer } from '@klockwork/http-server';
import { type Activity, silentLogger } from '@klockwork/kernel';
import { type Identity, kubeconfigText, loadIdentity, sameSecret, writePrivate } from '@klockwork/tls';

const HOST = '127.0.0.1';
const ADMINISTRATOR = 'kubernetes-admin';
/** Host time for which lab time waits after each event sent to a foreign controller, in ms. */
const SETTLE_MS = 60;

/** API of running processes, and the activity of its requests. */
export interface ServedApi {
  readonly http: HttpApi;
  readonly activity: Activity;
}

/** Open port of an API. */
export interface ApiPort {
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Closes all connections, and serves another API on the same port. */
  serve(next: ServedApi): Promise<void>;
  /** Closes the port, and removes the kubeconfig. */
  close(): Promise<void>;
}

/** Serves an API over HTTPS on a free port of the loopback interface, with a kubeconfig in a folder of its own. */
export async function openApiPort(api: ServedApi): Promise<ApiPort> {
  const folder = temporaryFolder('klockwork-testing-');
  const identity = loadIdentity(join(folder, 'pki'), [HOST, 'localhost']);
  let server = serverOf(api, identity);
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
    ...{ api: http, activity, host: nodeTimer, idle: idleTimer, logger: silentLogger, settleMs: SETTLE_MS },
    memory: processMemory(),
    authenticate(request) {
      const given = bearerToken(request.headers);
      return given !== undefined && sameSecret(given, token) ? ADMINISTRATOR : undefined;
    },
  });
}
