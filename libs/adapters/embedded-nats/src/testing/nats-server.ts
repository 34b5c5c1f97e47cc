import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@klockwork/host';

/** Real nats-server with user `klockwork`, password `secret`. */
export interface NatsServer {
  readonly url: string;
  /** Ends it without notice. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
}

/** Options of a test server beside the defaults of nats-server. */
export interface NatsServerOptions {
  /** Configuration lines. An `authorization` section replaces the default user. */
  readonly config?: string;
}

/** Credentials of all test servers. */
export const TEST_AUTH = { user: 'klockwork', password: 'secret' };

const IMAGE = 'nats:2.10-alpine';

function authArguments(config: string): string[] {
  return config.includes('authorization') ? [] : ['--user', TEST_AUTH.user, '--pass', TEST_AUTH.password];
}

/** Returns a starter for a real nats-server: PATH first, container second. Without both: undefined, one printed line, skipped tests. */
export function findNatsServer(forWhat: string): ((options?: NatsServerOptions) => Promise<NatsServer>) | undefined {
  if (runs('nats-server', ['--version'])) return startProcess;
  if (runs('docker', ['version'])) return startContainer;
  console.warn(
    `SKIPPED: ${forWhat} against a real nats-server. Put nats-server on the PATH (apt-get install nats-server) or start Docker to run it.`,
  );
  return undefined;
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

async function startProcess({ config = '' }: NatsServerOptions = {}): Promise<NatsServer> {
  let running = await spawnServer('-1', config);
  const { port } = running;
  return {
    url: `nats://127.0.0.1:${port}`,
    kill: () => end(running.process),
    restart: async () => {
      running = await spawnServer(port, config);
    },
  };
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  process.kill('SIGKILL');
  await once(process, 'exit');
}

/** Starts a server on a port; `-1` lets the server choose. Its log reports readiness. */
function spawnServer(port: string, config: string): Promise<{ process: ChildProcess; port: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-nats-'));
  const file = join(folder, 'nats.conf');
  writeFileSync(file, config);
  const server = spawn('nats-server', ['-c', file, '-a', '127.0.0.1', '-p', port, ...authArguments(config)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server.once('exit', () => rmSync(folder, { recursive: true }));
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const listening = /Listening for client connections on \S+:(\d+)/.exec(log);
      if (listening !== null && log.includes('Server is ready')) resolve({ process: server, port: listening[1] as string });
    });
    server.once('exit', (code) => reject(new Error(`nats-server ended with ${code}:\n${log}`)));
  });
}

/** A fixed host port, because one that Docker chooses changes with each start. */
async function startContainer({ config = '' }: NatsServerOptions = {}): Promise<NatsServer> {
  const port = await freePort();
  let running = await runContainer(port, config);
  return {
    url: `nats://${running.host}:${port}`,
    // Killed and removed in one: nothing is left behind, and core NATS keeps nothing that a new container would lack.
    kill: async () => void execFileSync('docker', ['rm', '--force', running.id], { stdio: 'ignore' }),
    restart: async () => {
      running = await runContainer(port, config);
    },
  };
}

async function runContainer(port: number, config: string): Promise<{ id: string; host: string }> {
  // Lazy import of a large package.
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(IMAGE)
    .withCopyContentToContainer([{ content: config, target: '/etc/klockwork.conf' }])
    .withCommand(['-c', '/etc/klockwork.conf', ...authArguments(config)])
    .withExposedPorts({ container: 4222, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
    .start();
  return { id: container.getId(), host: container.getHost() };
}
