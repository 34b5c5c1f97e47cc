import { acceptEach } from '../../network/accept-each.ts';
import { ANY_ADDRESS, type Endpoint } from '../../network/endpoint.ts';
import { HttpReader } from '../../network/http/http-reader.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../network/http/http-server.ts';
import type { Process } from '../../process.ts';

/** Serves plain HTTP on a port until the process ends. Throws SocketError for a used port. */
export async function servePlainHttp(
  process: Process,
  port: number,
  answer: (request: HttpRequest, from: Endpoint) => Promise<HttpAnswer> | HttpAnswer,
): Promise<never> {
  const socket = process.machine.network.listen({ address: ANY_ADDRESS, port }, { program: 'agnhost' });
  process.killed.onStop(() => socket.close());
  await acceptEach(process, socket, (connection) =>
    serveHttp(connection, new HttpReader(connection), (request) => answer(request, connection.remote)),
  );
  return process.untilKilled();
}
