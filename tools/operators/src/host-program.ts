import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Lines of a program's output that a failure prints. */
const LINES_MAX = 30;
/** Characters of output that a proof can read. */
const OUTPUT_MAX = 100_000;
const POLL_MS = 200;

/** Program of the host that runs during a proof. */
export class HostProgram {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #output = '';

  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#name = file.slice(file.lastIndexOf('/') + 1);
    const [command, ...first] = file.endsWith('.mjs') ? [process.execPath, file] : [file];
    this.#child = spawn(command as string, [...first, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [this.#child.stdout, this.#child.stderr])
      output?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-OUTPUT_MAX);
        this.#lines.push(...text.split('\n').filter((line) => line !== ''));
        this.#lines.splice(0, this.#lines.length - LINES_MAX);
      });
  }

  /** The newest lines of output. */
  get tail(): string {
    return `${this.#name}:\n  ${this.#lines.join('\n  ')}`;
  }

  /** All output, or the end of a long one. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Returns the exit code at the end; null after a signal. */
  async ended(): Promise<number | null> {
    if (this.isRunning) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

/** Calls `attempt` until it returns a value; rejects with its last failure after the limit. */
export async function eventually<T>(attempt: () => Promise<T>, limitMs = 60_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
