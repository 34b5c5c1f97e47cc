import type { Signal } from '../process/signals.ts';
import type { Process } from '../process.ts';

/** Traps of one shell: signals are queued until the current command ended. */
export class SignalQueue {
  /** Commands by signal, and by EXIT and ERR. An empty one ignores the signal. */
  readonly actions = new Map<string, string>();
  readonly #process: Process;
  readonly #pending: Signal[] = [];
  #interrupt: ((signal: Signal) => void) | undefined;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Sets the trap of a signal, EXIT or ERR; undefined restores the default. */
  set(name: string, action: string | undefined): void {
    if (action === undefined) this.actions.delete(name);
    else this.actions.set(name, action);
    if (name === 'EXIT' || name === 'ERR' || name === 'KILL') return;
    const handler = (signal: Signal) => {
      this.#pending.push(signal);
      this.#interrupt?.(signal);
    };
    this.#process.onSignal(name as Signal, action === undefined ? 'default' : action === '' ? 'ignore' : handler);
  }

  /** The next signal whose trap has not run yet. */
  take(): Signal | undefined {
    return this.#pending.shift();
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  /** Resolves like `promise`, or with a trapped signal if one arrives first. */
  async orSignal<T>(promise: Promise<T>): Promise<T | { readonly signal: Signal }> {
    const [first] = this.#pending;
    if (first !== undefined) return { signal: first };
    const nextSignal = new Promise<{ readonly signal: Signal }>((resolve) => {
      this.#interrupt = (signal) => resolve({ signal });
    });
    try {
      return await Promise.race([promise, nextSignal]);
    } finally {
      this.#interrupt = undefined;
    }
  }
}
