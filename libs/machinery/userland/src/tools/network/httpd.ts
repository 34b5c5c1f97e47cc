import { ANY_ADDRESS } from '../../network/endpoint.ts';
import type { ListeningSocket } from '../../network/network.ts';
import { SocketError } from '../../network/socket-error.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { serveFolder } from './folder-server.ts';

/** `httpd [-f] [-v] [-p [ADDRESS:]PORT] [-h FOLDER]`: serves a folder. Without `-f` it daemonizes. */
export const httpd: Command = async (call) => {
  const { has, value } = call.options({ letters: 'fvip:u:h:r:c:' });
  const [port = '80', address = ANY_ADDRESS] = (value('p') ?? '80').split(':').reverse();
  const folder = value('h') === undefined ? call.files.workingDirectory : call.files.realPath(value('h') ?? '');
  try {
    const socket = call.process.machine.network.listen({ address, port: Number(port) }, { program: 'httpd' });
    if (has('f')) return await serve(call, socket, folder, has('v'));
    // Daemon: its parent exits at once.
    call.process.fork((process) => serve(call.as(process), socket, folder, false), { group: 'own' });
    return 0;
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return call.complain(`bind: ${error.message}`);
  }
};

function serve(call: Call, socket: ListeningSocket, folder: string, verbose: boolean): Promise<number> {
  const site = { files: call.files, folder, server: '', now: () => call.now() };
  return serveFolder(call.process, socket, site, async (_, { status }, { address, port }) => {
    if (verbose) await writeMessage(call.stderr, `[::ffff:${address}]:${port}: response:${status}\n`);
  });
}
