import { type ExecEnd, type ExecTarget, execPath } from '../model/exec-channels.ts';
import { ExecSession, type ExecWords } from './exec-session.ts';

/** Output of an ended command. */
export interface CommandOutput {
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
  readonly end: ExecEnd;
  /** True if the command wrote more than the limit. */
  readonly isCut: boolean;
}

/** Limits of {@link outputOf}, and texts of ends without words of the server. */
export interface OutputOptions {
  /** Max bytes of stdout; a longer output ends the command. */
  readonly bytesMax: number;
  readonly words: ExecWords;
  readonly signal: AbortSignal;
}

/** Runs a command in a container without input, and collects its output. Resolves at its end, and at `signal`. */
export function outputOf(target: ExecTarget, { bytesMax, words, signal }: OutputOptions): Promise<CommandOutput> {
  return new Promise((resolve) => {
    const output = new CollectedOutput(bytesMax);
    const onEnd = (end: ExecEnd) => {
      session.close();
      resolve({ ...output.parts, end });
    };
    const onOutput = (bytes: Uint8Array, stream: 'stdout' | 'stderr') => {
      output.add(bytes, stream);
      if (output.isCut) onEnd({ type: 'exited', code: 0 });
    };
    const session = new ExecSession(execPath(target, ['stdout', 'stderr']), { onOutput, onEnd }, words);
    signal.addEventListener('abort', () => onEnd({ type: 'failed', message: words.lost }), { once: true });
  });
}

class CollectedOutput {
  readonly #bytesMax: number;
  readonly #stdout: Uint8Array[] = [];
  readonly #decoder = new TextDecoder();
  #length = 0;
  #stderr = '';

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get isCut(): boolean {
    return this.#length > this.#bytesMax;
  }

  get parts(): Omit<CommandOutput, 'end'> {
    const stdout = new Uint8Array(Math.min(this.#length, this.#bytesMax));
    let place = 0;
    for (const chunk of this.#stdout) {
      stdout.set(chunk.subarray(0, stdout.length - place), place);
      place += Math.min(chunk.length, stdout.length - place);
    }
    return { stdout, stderr: this.#stderr, isCut: this.isCut };
  }

  add(bytes: Uint8Array, stream: 'stdout' | 'stderr'): void {
    if (stream === 'stderr') {
      this.#stderr += this.#decoder.decode(bytes, { stream: true });
      return;
    }
    this.#stdout.push(bytes);
    this.#length += bytes.length;
  }
}
