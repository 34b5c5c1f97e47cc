import { join } from 'node:path';
import { makePrivateFolder } from '@klockwork/host';
import { natsAuthorization } from '@klockwork/nats-bus';
import { loadSecret, writePrivate } from '@klockwork/tls';
import { type BusProcess, busUsersOf } from '../launcher/bus-users.ts';

/** Folder of the configuration that nats-server includes. */
const SERVER = 'nats';

/**
 * Writes the credentials of the bus for a lab in containers: `<folder>/<process>/nats.password` for each process, made at the first call, and
 * `<folder>/nats/nats-authorization.conf` for a nats-server. `words`: `scheduler`, `kubelet-agent-1=node-1,node-2`.
 */
export function busCredentials(folder: string, words: readonly string[]): void {
  const users = busUsersOf(process.env.KLOCKWORK_CLUSTER ?? 'lab', words.map(processOf), (user) => {
    makePrivateFolder(join(folder, user));
    return loadSecret(join(folder, user, 'nats.password'));
  });
  makePrivateFolder(join(folder, SERVER));
  writePrivate(join(folder, SERVER, 'nats-authorization.conf'), natsAuthorization(users));
}

function processOf(word: string): BusProcess {
  const [service = '', nodes = ''] = word.split('=');
  return { service, nodes: nodes.split(',').filter((node) => node !== '') };
}
