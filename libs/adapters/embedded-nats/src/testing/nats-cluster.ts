import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@klockwork/host';
import { TEST_AUTH } from './nats-server.ts';

/** Several nats-servers with routes between them: order holds for each publisher, and no longer for cause and effect. */
export interface NatsCluster {
  /** Addresses of all servers, separated by commas, as in `NATS_URL`. */
  readonly urls: string;
  kill(): Promise<void>;
}

const SERVERS = 3;

/** Returns a starter for three routed nats-servers on loopback. Without nats-server on the PATH: undefined, and one printed line. */
export function findNatsCluster(forWhat: string): (() => Promise<NatsCluster>) | undefined {
  if (spawnSync('nats-server', ['--version'], { stdio: 'ignore' }).status === 0) return startCluster;
  console.warn(`SKIPPED: ${forWhat} over routed nats-servers. Put nats-server on the PATH (apt-get install nats-server) to run it.`);
  return undefined;
}

async function startCluster(): Promise<NatsCluster> {
  const ports = await freePorts(SERVERS * 2);
  const [clients, routes] = [ports.slice(0, SERVERS), ports.slice(SERVERS)];
  const all = routes.map((port) => `nats-route://127.0.0.1:${port}`).join(',');
  const servers = clients.map((client, index) => serve(client, routes[index] as number, all));
  await Promise.all(servers.map(({ routed }) => routed));
  return {
    urls: clients.map((port) => `nats://127.0.0.1:${port}`).join(','),
    kill: async () => void (await Promise.all(servers.map(({ process }) => end(process)))),
  };
}

/** Starts a server; ready once it listens for clients and has routes to all others. */
function serve(client: number, route: number, routes: string): { process: ChildProcess; routed: Promise<void> } {
  const address = ['-a', '127.0.0.1', '-p', String(client), '--user', TEST_AUTH.user, '--pass', TEST_AUTH.password];
  const cluster = ['--cluster_name', 'lab', '--cluster', `nats://127.0.0.1:${route}`, '--routes', routes];
  const server = spawn('nats-server', [...address, ...cluster], { stdio: ['ignore', 'ignore', 'pipe'] });
  const routed = new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const others = new Set([...log.matchAll(/rid:(\d+) - Route connection created/g)].map(([, id]) => id));
      if (log.includes('Server is ready') && others.size >= SERVERS - 1) resolve();
    });
    server.once('exit', (code) => reject(new Error(`nats-server ended with ${code}:\n${log}`)));
  });
  return { process: server, routed };
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  process.kill('SIGKILL');
  await once(process, 'exit');
}

/** Returns ports that differ. */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
