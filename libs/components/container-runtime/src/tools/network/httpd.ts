import { ANY_ADDRESS } from '../../network/endpoint.ts';
import { HttpReader } from '../../network/http/http-reader.ts';
import { serveHttp } from '../../network/http/http-server.ts';
import { answerFromFolder } from '../../network/http/serve-folder.ts';
import { acceptEach } from '../../network/servers/accept-each.ts';
import { SocketError } from '../../network/socket-error.ts';
import type { TcpListener } from '../../network/tcp-listener.ts';
import type { Call, Command } from '../call.ts';

/** `httpd [-f] [-v] [-p [ADDRESS:]PORT] [-h FOLDER]`: serves the files of a folder. Without `-f` it goes on in the background. */
export const httpd: Command = async (call) => {
  const { has, value } = call.options({ letters: 'fvip:u:h:r:c:' });
  const [port = '80', address = ANY_ADDRESS] = (value('p') ?? '80').split(':').reverse();
  const folder = value('h') === undefined ? call.files.workingDirectory : call.files.realPath(value('h') ?? '');
  try {
    const socket = call.process.machine.network.listen({ address, port: Number(port) }, { program: 'httpd' });
    if (has('f')) return await serve(call, socket, folder, has('v'));
    // Its parent does not wait for it.
    call.process.fork((process) => serve(call.as(process), socket, folder, false), { group: 'own' });
    return 0;
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return call.complain(`bind: ${error.message}`);
  }
};

async function serve(call: Call, socket: TcpListener, folder: string, verbose: boolean): Promise<number> {
  const { process } = call;
  process.killed.onStop(() => socket.close());
  const served = { files: process.files, folder, server: '', now: () => call.now() };
  await acceptEach(process, socket, (connection) =>
    serveHttp(connection, new HttpReader(connection), async (request) => {
      const answer = answerFromFolder(served, request);
      const { address, port } = connection.remote;
      if (verbose) await call.stderr.write(`[::ffff:${address}]:${port}: response:${answer.status}\n`);
      return answer;
    }),
  );
  return process.untilKilled();
}
