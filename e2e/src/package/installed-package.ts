import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandResult } from '@klockwork/lab-tool';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** `npx` starts the Node.js that it finds first. */
const ENV = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`, npm_config_loglevel: 'error' };

/** True when npm reaches a registry, required for the package's dependencies; otherwise logs a warning about skipped tests. */
export function registryAnswers(): boolean {
  if (spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=20000'], { env: ENV, stdio: 'ignore' }).status === 0) return true;
  console.warn('SKIPPED: the package that people install. It needs a registry that npm reaches.');
  return false;
}

/** Package built by `npm pack` and installed in an empty folder. */
export class InstalledPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'klockwork-package-'));

  static async install(): Promise<InstalledPackage> {
    const installed = new InstalledPackage();
    const startMs = Date.now();
    await installed.#npm(ROOT, 'pack', '--pack-destination', installed.folder);
    if (statSync(join(ROOT, 'dist/klockwork.js')).mtimeMs < startMs) throw new Error('npm pack packed a former build');
    const [tarball] = readdirSync(installed.folder);
    await installed.#npm(installed.folder, 'install', '--prefer-offline', `./${tarball}`);
    return installed;
  }

  /** Package names in node_modules. */
  packages(): string[] {
    return readdirSync(join(this.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  }

  /** Runs `npx klockwork …` in the folder. */
  klockwork(...args: string[]): Promise<CommandResult> {
    return run('npx', ['klockwork', ...args], this.folder);
  }

  /** Runs a Node.js script with access to the installed packages. Throws for a nonzero exit code. */
  async script(text: string): Promise<void> {
    const { code, stderr } = await run(process.execPath, ['-e', text], this.folder);
    if (code !== 0) throw new Error(stderr);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  async #npm(folder: string, ...args: string[]): Promise<void> {
    const { code, stdout, stderr } = await run('npm', args, folder);
    if (code !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}${stdout}`);
  }
}

function run(command: string, args: readonly string[], cwd: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env: ENV }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}
