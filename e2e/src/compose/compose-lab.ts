import { type ExecFileException, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@klockwork/host';
import { kubectl } from '@klockwork/kubectl-tool';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FILE = join(ROOT, 'deploy/compose.yaml');
/** Set by `npm run prove:image`. */
const IS_PROOF = process.env.KLOCKWORK_IMAGE_FROM_SOURCES !== undefined;
/** Lab minutes take two host seconds each. */
const RATE = 30;

/** True when a Docker engine with compose responds; otherwise logs one line about skipped tests. */
export function dockerRuns(): boolean {
  const answers = (args: string[]) => spawnSync('docker', args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
  if (answers(['version']) && answers(['compose', 'version'])) return true;
  console.warn('SKIPPED: the lab under docker compose. Start a Docker engine with compose to run it.');
  return false;
}

const PROJECT = /^klockwork-e2e-(\d+)$/;

/** Project of deploy/compose.yaml with its own name, port and rate. */
export class ComposeLab {
  readonly project = `klockwork-e2e-${process.pid}`;
  readonly #folder = mkdtempSync(join(tmpdir(), 'klockwork-compose-'));
  readonly #env: NodeJS.ProcessEnv;

  private constructor(port: number, consolePort: number) {
    this.#env = {
      ...process.env,
      KLOCKWORK_PORT: String(port),
      KLOCKWORK_CONSOLE_PORT: String(consolePort),
      KLOCKWORK_PROFILE: 'fast',
      KLOCKWORK_RATE: String(RATE),
      KUBECONFIG: join(this.#folder, 'kubeconfig'),
      HOME: this.#folder,
    };
  }

  /** Prepares a project without starting it; removes leftovers of killed tests. */
  static async prepare(): Promise<ComposeLab> {
    const lab = new ComposeLab(await freePort(), await freePort());
    const projects = JSON.parse(await lab.docker('compose', 'ls', '-a', '--format', 'json')) as { Name: string }[];
    const left = projects.filter(({ Name }) => isLeftBehind(Name));
    for (const { Name } of left) await lab.docker('compose', '-p', Name, 'down', '-v', '--timeout', '10');
    return lab;
  }

  /** Builds the image from the present build, or from sources as its Dockerfile does. Both run deploy/image-folder.sh. */
  async buildImage(): Promise<void> {
    if (!IS_PROOF) console.warn('SKIPPED: the image from sources, which installs and compiles everything again. Run npm run prove:image.');
    const ready = join(this.#folder, 'image');
    if (!IS_PROOF) await run(join(ROOT, 'deploy/image-folder.sh'), [join(ready, 'klockwork'), '--ignore-scripts'], this.#env);
    // A named context replaces the stage of this name.
    const stages = IS_PROOF ? [] : ['--build-context', `build=${ready}`];
    await this.docker('build', '-f', join(ROOT, 'deploy/Dockerfile'), '-t', 'klockwork', ...stages, ROOT);
  }

  /** Runs `docker compose …` on this project; returns stdout. Throws for a nonzero exit code. */
  compose(...args: string[]): Promise<string> {
    return this.docker('compose', '-p', this.project, '-f', FILE, ...args);
  }

  docker(...args: string[]): Promise<string> {
    // The home of Docker's own plugins and settings stays the user's.
    return run('docker', args, { ...this.#env, HOME: process.env.HOME });
  }

  /** Fetches the kubeconfig by the command in compose.yaml. */
  async fetchKubeconfig(): Promise<void> {
    this.writeKubeconfig(await this.compose('exec', '-T', 'api-server', 'cat', '/data/kubeconfig'));
  }

  /** Sets the kubeconfig used by {@link kubectl}. */
  writeKubeconfig(text: string): void {
    writeFileSync(join(this.#folder, 'kubeconfig'), text, { mode: 0o600 });
  }

  /** Runs the real kubectl; returns stdout. `args` is split at spaces. Throws for a nonzero exit code. */
  kubectl(args: string): Promise<string> {
    return run(kubectl('1.35'), args.split(' '), this.#env);
  }

  /** Ids of this project's containers, volumes and networks. */
  async remains(): Promise<string> {
    const label = ['--filter', `label=com.docker.compose.project=${this.project}`, '-q'];
    const lists = [
      ['ps', '-a'],
      ['volume', 'ls'],
      ['network', 'ls'],
    ].map((list) => this.docker(...list, ...label));
    return (await Promise.all(lists)).join('');
  }

  /** Runs a whole lab in one container of the image; resolves with its id when the lab is ready. */
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

/** True for a test project whose process ended. */
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
