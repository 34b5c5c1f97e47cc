import { channelMessage, EXEC_CHANNELS, EXEC_PROTOCOL, type ExecEnd, execEnd } from '../model/exec-channels.ts';
import { Refusal, send } from './client.ts';
import { apiPath } from './lab-base.ts';

/** Receiver of a session's output and of its end. */
export interface ExecScreen {
  readonly onOutput: (bytes: Uint8Array, stream: 'stdout' | 'stderr') => void;
  readonly onEnd: (end: ExecEnd) => void;
}

/** Texts of ends without words of the server. */
export interface ExecWords {
  readonly lost: string;
  readonly sessionEnded: string;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Code of an end by policy: the browser's session is over. */
const POLICY_VIOLATION = 1008;
/** Code of a request that reached `exec` without a WebSocket: nothing else is wrong with it. */
const BAD_REQUEST = 400;

/** Command in a container, over a WebSocket of the API. `path`: path and query of the request, as by `execPath`. */
export class ExecSession {
  readonly #socket: WebSocket;
  readonly #path: string;
  readonly #screen: ExecScreen;
  readonly #words: ExecWords;
  #hasEnded = false;

  constructor(path: string, screen: ExecScreen, words: ExecWords) {
    this.#path = path;
    this.#screen = screen;
    this.#words = words;
    this.#socket = new WebSocket(apiPath(this.#path), EXEC_PROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#take(new Uint8Array(data));
    this.#socket.onclose = ({ code }) => void this.#closed(code);
  }

  /** Calls `listener` once the connection stands. */
  onOpen(listener: () => void): void {
    this.#socket.addEventListener('open', listener);
  }

  /** Sends typed text; nothing is sent before the connection stands and after the end. */
  type(text: string): void {
    this.#send(EXEC_CHANNELS.stdin, text);
  }

  resize({ columns, rows }: TerminalSize): void {
    this.#send(EXEC_CHANNELS.resize, JSON.stringify({ Width: columns, Height: rows }));
  }

  /** Ends the session without a word to the screen. */
  close(): void {
    this.#hasEnded = true;
    this.#socket.close();
  }

  #send(channel: number, text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(channelMessage(channel, new TextEncoder().encode(text)));
  }

  #take(message: Uint8Array): void {
    const [channel, bytes] = [message[0], message.subarray(1)];
    if (channel === EXEC_CHANNELS.error) this.#end(execEnd(new TextDecoder().decode(bytes)));
    else if (channel === EXEC_CHANNELS.stdout) this.#screen.onOutput(bytes, 'stdout');
    else if (channel === EXEC_CHANNELS.stderr) this.#screen.onOutput(bytes, 'stderr');
  }

  async #closed(code: number): Promise<void> {
    if (this.#hasEnded) return;
    const message = code === POLICY_VIOLATION ? this.#words.sessionEnded : await this.#refusal();
    this.#end({ type: 'failed', message });
  }

  /** Returns why a connection failed: a refused WebSocket does not say so, and the plain request does. */
  async #refusal(): Promise<string> {
    try {
      await send(this.#path);
    } catch (error) {
      if (error instanceof Refusal && error.code !== BAD_REQUEST) return error.message;
    }
    return this.#words.lost;
  }

  #end(end: ExecEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#screen.onEnd(end);
  }
}
