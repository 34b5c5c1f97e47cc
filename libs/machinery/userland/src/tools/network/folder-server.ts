import { acceptEach } from '../../network/accept-each.ts';
import type { Endpoint } from '../../network/endpoint.ts';
import { HttpReader } from '../../network/http/http-reader.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../network/http/http-server.ts';
import { answerFromFolder, type ServedFolder } from '../../network/http/serve-folder.ts';
import type { ListeningSocket } from '../../network/network.ts';
import type { Process } from '../../process.ts';

/** Serves a folder until its process ends. */
export async function serveFolder(
  process: Process,
  socket: ListeningSocket,
  folder: ServedFolder,
  log: (request: HttpRequest, answer: HttpAnswer, client: Endpoint) => Promise<void>,
): Promise<number> {
  process.killed.onStop(() => socket.close());
  await acceptEach(process, socket, (connection) =>
    serveHttp(connection, new HttpReader(connection), async (request) => {
      const answer = answerFromFolder(folder, request);
      await log(request, answer, connection.remote);
      return answer;
    }),
  );
  return process.untilKilled();
}
