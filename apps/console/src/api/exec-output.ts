import { EXEC_CHANNELS, EXEC_PROTOCOL, type ExecEnd, type ExecTarget, execEnd, execPath } from '../model/exec-channels.ts';
import { Refusal, send } from './client.ts';

/** Output of an ended command. */
export interface CommandOutput {
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
  readonly end: ExecEnd;
  /** True if the command wrote more than the limit. */
  readonly isCut: boolean;
}

const BAD_REQUEST = 400;
const LOST = 'the connection is lost';

/** Runs a command in a container without input, and collects at most `bytesMax` bytes of its output. Throws Refusal. */
export async function outputOf(target: ExecTarget, bytesMax: number, signal: AbortSignal): Promise<CommandOutput> {
  const path = execPath(target, ['stdout', 'stderr']);
  const socket = new WebSocket(path, EXEC_PROTOCOL);
  socket.binaryType = 'arraybuffer';
  const stop = () => socket.close();
  signal.addEventListener('abort', stop, { once: true });
  const output = new Output(bytesMax, stop);
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => output.take(new Uint8Array(data));
  await new Promise<void>((resolve) => {
    socket.onclose = () => resolve();
  });
  signal.removeEventListener('abort', stop);
  return output.result ?? { ...output.parts, end: { type: 'failed', message: await refusalOf(path) } };
}

/** Returns why a connection failed: a refused WebSocket does not say so, and the plain request does. */
async function refusalOf(path: string): Promise<string> {
  try {
    await send(path);
  } catch (error) {
    if (error instanceof Refusal && error.code !== BAD_REQUEST) return error.message;
  }
  return LOST;
}

class Output {
  readonly #bytesMax: number;
  readonly #stop: () => void;
  readonly #stdout: Uint8Array[] = [];
  readonly #decoder = new TextDecoder();
  #length = 0;
  #stderr = '';
  #end: ExecEnd | undefined;

  constructor(bytesMax: number, stop: () => void) {
    this.#bytesMax = bytesMax;
    this.#stop = stop;
  }

  take(message: Uint8Array): void {
    const [channel, bytes] = [message[0], message.subarray(1)];
    if (channel === EXEC_CHANNELS.error) this.#end = execEnd(new TextDecoder().decode(bytes));
    else if (channel === EXEC_CHANNELS.stderr) this.#stderr += this.#decoder.decode(bytes, { stream: true });
    else if (channel === EXEC_CHANNELS.stdout) this.#add(bytes);
  }

  get parts(): Omit<CommandOutput, 'end'> {
    const stdout = new Uint8Array(Math.min(this.#length, this.#bytesMax));
    let place = 0;
    for (const chunk of this.#stdout) {
      stdout.set(chunk.subarray(0, stdout.length - place), place);
      place += Math.min(chunk.length, stdout.length - place);
    }
    return { stdout, stderr: this.#stderr, isCut: this.#length > this.#bytesMax };
  }

  /** Undefined without an end of the command. */
  get result(): CommandOutput | undefined {
    const { parts } = this;
    if (parts.isCut) return { ...parts, end: { type: 'exited', code: 0 } };
    return this.#end && { ...parts, end: this.#end };
  }

  #add(bytes: Uint8Array): void {
    this.#stdout.push(bytes);
    this.#length += bytes.length;
    if (this.#length > this.#bytesMax) this.#stop();
  }
}
