import { type ExecFileException, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubectl } from '@klockwork/kubectl-tool';
import { freePort } from '@klockwork/lab-tool';

const FILE = fileURLToPath(new URL('../../../deploy/compose.yaml', import.meta.url));
/** A lab minute is two seconds of the host. */
const RATE = 30;

/** True when a Docker engine with compose answers; else says in one line that the tests are skipped. */
export function dockerRuns(): boolean {
  const answers = (args: string[]) => spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  if (answers(['version']) && answers(['compose', 'version'])) return true;
  console.warn('SKIPPED: the lab under docker compose. Start a Docker engine with compose to run it.');
  return false;
}

const PROJECT = /^klockwork-e2e-(\d+)$/;

/** The project of deploy/compose.yaml under a name, a port and a rate of its own. */
export class ComposeLab {
  readonly project = `klockwork-e2e-${process.pid}`;
  readonly #folder = mkdtempSync(join(tmpdir(), 'klockwork-compose-'));
  readonly #env: NodeJS.ProcessEnv;

  private constructor(port: number) {
    this.#env = {
      ...process.env,
      KLOCKWORK_PORT: String(port),
      KLOCKWORK_PROFILE: 'fast',
      KLOCKWORK_RATE: String(RATE),
      KUBECONFIG: join(this.#folder, 'kubeconfig'),
      HOME: this.#folder,
    };
  }

  /** Nothing is started yet, and what earlier tests that were killed left behind is gone. */
  static async prepare(): Promise<ComposeLab> {
    const lab = new ComposeLab(await freePort());
    const projects = JSON.parse(await lab.docker('compose', 'ls', '-a', '--format', 'json')) as { Name: string }[];
    const left = projects.filter(({ Name }) => isLeftBehind(Name));
    for (const { Name } of left) await lab.docker('compose', '-p', Name, 'down', '-v', '--timeout', '10');
    return lab;
  }

  /** Runs `docker compose …` on this project: its standard output. Throws unless it ends with 0. */
  compose(...args: string[]): Promise<string> {
    return this.docker('compose', '-p', this.project, '-f', FILE, ...args);
  }

  docker(...args: string[]): Promise<string> {
    // The home of Docker's own plugins and settings stays the user's.
    return run('docker', args, { ...this.#env, HOME: process.env.HOME });
  }

  /** Fetches the kubeconfig with the command that compose.yaml names. */
  async fetchKubeconfig(): Promise<void> {
    this.writeKubeconfig(await this.compose('exec', '-T', 'api-server', 'cat', '/data/kubeconfig'));
  }

  /** Makes `text` the kubeconfig of {@link kubectl}. */
  writeKubeconfig(text: string): void {
    writeFileSync(join(this.#folder, 'kubeconfig'), text, { mode: 0o600 });
  }

  /** Runs the real kubectl: its standard output. `args` is split at spaces. Throws unless it ends with 0. */
  kubectl(args: string): Promise<string> {
    return run(kubectl('1.35'), args.split(' '), this.#env);
  }

  /** Ids of what the engine holds for this project: containers, volumes, networks. */
  async remains(): Promise<string> {
    const label = ['--filter', `label=com.docker.compose.project=${this.project}`, '-q'];
    const lists = [
      ['ps', '-a'],
      ['volume', 'ls'],
      ['network', 'ls'],
    ].map((list) => this.docker(...list, ...label));
    return (await Promise.all(lists)).join('');
  }

  /** Runs a whole lab as one container of the image; resolves with its id when the lab is up. */
  async runWhole(port: number): Promise<string> {
    const publish = `127.0.0.1:${port}:${port}`;
    const id = (await this.docker('run', '-d', '-p', publish, 'klockwork', 'klockwork', 'up', '--port', String(port))).trim();
    const logs = spawn('docker', ['logs', '-f', id]);
    try {
      let text = '';
      for await (const part of logs.stdout) {
        text += part;
        if (text.includes('Klockwork is up')) return id;
      }
    } finally {
      logs.kill();
    }
    throw new Error(`the container ended: ${await this.docker('logs', id)}`);
  }

  async down(): Promise<void> {
    await this.compose('down', '-v', '--timeout', '10');
    rmSync(this.#folder, { recursive: true });
  }
}

/** True for a project of these tests whose process is gone. */
function isLeftBehind(project: string): boolean {
  const [, pid] = PROJECT.exec(project) ?? [];
  if (pid === undefined) return false;
  try {
    return !process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error: ExecFileException | null, stdout, stderr) =>
      error === null
        ? resolve(stdout)
        : reject(new Error(`${command} ${args.join(' ')}: ${error.code ?? error.signal}\n${stderr}${stdout}`)),
    );
  });
}
