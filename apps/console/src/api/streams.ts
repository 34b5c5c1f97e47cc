import { apiPath } from './lab-base.ts';

interface StreamRequest {
  readonly signal: AbortSignal;
  /** Media type; by default JSON. */
  readonly accept?: string;
}

/**
 * Yields the parsed lines of a stream as they arrive, until its end. Throws TypeError for a refused or lost connection: a request of the same
 * path tells why.
 */
export async function* linesOf<T>(path: string, request: StreamRequest): AsyncGenerator<T> {
  let rest = '';
  for await (const text of textsOf(path, request)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as T;
  }
}

/** Yields the texts of a stream as they arrive, over a WebSocket: the browser limits other connections to six. Throws as {@link linesOf}. */
export async function* textsOf(path: string, { signal, accept }: StreamRequest): AsyncGenerator<string> {
  if (signal.aborted) return;
  const query = accept === undefined ? '' : `${path.includes('?') ? '&' : '?'}accept=${encodeURIComponent(accept)}`;
  const messages = new Messages(new WebSocket(`${apiPath(path)}${query}`), signal);
  const decoder = new TextDecoder();
  try {
    for (let bytes = await messages.next(); bytes !== undefined; bytes = await messages.next())
      yield decoder.decode(bytes, { stream: true });
  } finally {
    messages.close();
  }
}

/** Code of an end in order. */
const NORMAL = 1000;

/** Received messages of a WebSocket, one at a time. */
class Messages {
  readonly #socket: WebSocket;
  readonly #received: ArrayBuffer[] = [];
  #end: { readonly error?: Error } | undefined;
  #wake: () => void = () => {};

  constructor(socket: WebSocket, signal: AbortSignal) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      this.#received.push(data);
      this.#wake();
    };
    socket.onclose = ({ code }) => this.#finish(code === NORMAL ? {} : { error: new TypeError('the connection is lost') });
    signal.addEventListener('abort', () => this.close(), { once: true });
  }

  /** Returns the next message; undefined after the last one. */
  async next(): Promise<ArrayBuffer | undefined> {
    while (this.#received.length === 0 && this.#end === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
    const message = this.#received.shift();
    if (message === undefined && this.#end?.error !== undefined) throw this.#end.error;
    return message;
  }

  close(): void {
    this.#socket.close();
    this.#finish({});
  }

  #finish(end: { readonly error?: Error }): void {
    this.#end ??= end;
    this.#wake();
  }
}
