import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubectlVersion, kubectl, withoutChanceLines } from '@klockwork/kubectl-tool';
import { Lab } from '@klockwork/lab-tool';
import { type Normalize, normalize } from './normalize.ts';

/** Input and environment of a command. */
export interface CommandInput {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Options for following a streaming command. */
export interface FollowOptions {
  /** Lines to read before the interrupt. */
  readonly lines: number;
  /** Lines printed before the first change: from then on no change is missed. */
  readonly after: number;
  /** Performs changes meanwhile; `enough` returns true when all lines arrived. */
  change(enough: () => boolean): Promise<void>;
}

/** Lab with a folder of manifests, for typing commands. */
export class Session {
  readonly lab: Lab;
  readonly #folder: string;
  readonly #normalize: Normalize;
  #version: KubectlVersion = '1.35';

  private constructor(lab: Lab, normalize: Normalize) {
    this.lab = lab;
    this.#normalize = normalize;
    this.#folder = mkdtempSync(join(lab.data, 'manifests-'));
  }

  /** Starts a lab without simulated latencies, with one agent for all nodes, and with further options of `klockwork up`. */
  static async open(options: readonly string[] = [], normalizing = normalize): Promise<Session> {
    return new Session(await Lab.up(['--profile', 'fast', '--agents', '1', ...options]), normalizing);
  }

  /** Types into the lab of another owner, whose present namespace is the default. */
  static in(lab: Lab): Session {
    return new Session(lab, normalize);
  }

  async close(): Promise<void> {
    await this.lab.down();
  }

  /** Selects the kubectl version. */
  use(version: KubectlVersion): void {
    this.#version = version;
  }

  /** Writes a manifest into the working folder of commands. */
  write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }

  /** Runs commands in sequence; returns a terminal-like transcript with normalized output. */
  async type(...commands: readonly (string | readonly [string, CommandInput])[]): Promise<string> {
    let transcript = '';
    for (const command of commands) {
      const [line, given] = typeof command === 'string' ? [command, {}] : command;
      transcript += `$ kubectl ${line}\n${this.#normalize(await this.#run(line, given), this.#server())}`;
    }
    return transcript;
  }

  /** Runs commands and ignores their output. Throws for a failed command. */
  async quietly(...commands: readonly string[]): Promise<void> {
    for (const line of commands) {
      const output = await this.#run(line, {});
      if (/^\[exit code \d+\]$/m.test(output)) throw new Error(`kubectl ${line}\n${output}`);
    }
  }

  /** Runs a streaming command, and interrupts it like Ctrl-C after a number of lines. */
  async follow(line: string, { lines, after, change }: FollowOptions): Promise<string> {
    const child = spawn(kubectl(this.#version), words(line), this.#options({}));
    let output = '';
    const printed = (count: number) => output.split('\n').length > count;
    const take = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    while (!printed(after)) await once(child.stdout, 'data');
    await change(() => printed(lines));
    while (!printed(lines)) await once(child.stdout, 'data');
    child.kill('SIGINT');
    // Later lines of the same chunk are cut.
    const enough = output.split('\n').slice(0, lines).join('\n');
    return `$ kubectl ${line}\n${this.#normalize(`${enough}\n`, this.#server())}`;
  }

  #server(): string {
    return `https://127.0.0.1:${this.lab.port}`;
  }

  #options(env: NodeJS.ProcessEnv) {
    return { cwd: this.#folder, env: { ...process.env, KUBECONFIG: this.lab.kubeconfig, HOME: this.lab.data, TZ: 'UTC', ...env } };
  }

  /** Terminal output: stdout, then stderr, then a nonzero exit code. */
  #run(line: string, { input = '', env = {} }: CommandInput): Promise<string> {
    const options = { ...this.#options(env), maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) => {
      const child = execFile(kubectl(this.#version), words(line), options, (error, stdout, stderr) =>
        resolve(`${stdout}${withoutChanceLines(stderr)}${error === null ? '' : `[exit code ${error.code}]\n`}`),
      );
      child.stdin?.end(input);
    });
  }
}

/** The words of a command line: parted by spaces, but not inside quotes. */
function words(line: string): string[] {
  const found = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"]+)+/g) ?? [];
  return found.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''));
}
