import { hostActivity, idleTimer, nodeTimer, pinoLogger, processMemory } from '@klockwork/host';
import { bearerToken, type HttpApi } from '@klockwork/http-api';
import { HttpServer } from '@klockwork/http-server';
import { sameSecret } from '@klockwork/tls';

const HOST = '127.0.0.1';
const ADMINISTRATOR = 'kubernetes-admin';

/**
 * Serves an API over HTTP on a free port of the loopback interface, and returns the port. The bearer of `secret` is the administrator; all others
 * have no user.
 */
export function openPlainPort(api: HttpApi, secret: string): Promise<number> {
  const server = HttpServer.overHttp({
    ...{ api, activity: hostActivity(), host: nodeTimer, idle: idleTimer, settleMs: 0, memory: processMemory() },
    logger: pinoLogger('drills', 'info'),
    authenticate(request) {
      const given = bearerToken(request.headers);
      return given !== undefined && sameSecret(given, secret) ? ADMINISTRATOR : undefined;
    },
  });
  return server.listen(0, HOST);
}
