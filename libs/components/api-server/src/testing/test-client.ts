import { type ApiAnswer, type ByteSink, type HttpApi, wholeBody } from '@klockwork/http-api';
import { decodeUtf8, encodeUtf8, parseJson, StopSource } from '@klockwork/kernel';

/** Test request. Bodies other than text or bytes are sent as JSON. */
export interface TestRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null`: without valid credentials. */
  readonly user?: string | null;
  /** True for a stream whose client takes no data until drained. */
  readonly slow?: boolean;
}

/** Answer with its whole body. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
  readonly json: any;
}

/** Sends requests to an HttpApi like an HTTP adapter. */
export class TestClient {
  readonly #http: HttpApi;

  constructor(http: HttpApi) {
    this.#http = http;
  }

  get(url: string, request: TestRequest = {}): Promise<TestAnswer> {
    return this.send('GET', url, request);
  }

  post(url: string, body: unknown, request: TestRequest = {}): Promise<TestAnswer> {
    return this.send('POST', url, { ...request, body });
  }

  put(url: string, body: unknown, request: TestRequest = {}): Promise<TestAnswer> {
    return this.send('PUT', url, { ...request, body });
  }

  /** Sends a patch; `type`: media type part before `+json`. */
  patch(url: string, type: 'json-patch' | 'merge-patch' | 'strategic-merge-patch', body: unknown): Promise<TestAnswer> {
    return this.send('PATCH', url, { body, headers: { 'content-type': `application/${type}+json` } });
  }

  delete(url: string, body?: unknown): Promise<TestAnswer> {
    return this.send('DELETE', url, body === undefined ? {} : { body });
  }

  async send(method: string, url: string, request: TestRequest): Promise<TestAnswer> {
    const answer = await this.#http.handle(this.#request(method, url, request, new StopSource()));
    if (!('body' in answer)) throw new Error(`${method} ${url} answered with a stream`);
    return read(answer);
  }

  /** Opens a stream and records its output. */
  async open(url: string, request: TestRequest = {}): Promise<TestStream> {
    const stop = new StopSource();
    const answer = await this.#http.handle(this.#request('GET', url, request, stop));
    if ('type' in answer) throw new Error(`GET ${url} answered with an upgrade`);
    if ('body' in answer) throw new Error(`GET ${url} answered ${answer.status}: ${String(wholeBody(answer.body))}`);
    const stream = new TestStream(stop, answer.headers);
    stream.fast = request.slow !== true;
    answer.start(stream);
    return stream;
  }

  #request(method: string, url: string, { body, headers = {}, user }: TestRequest, stop: StopSource) {
    const [path = '', query = ''] = url.split('?', 2);
    const isText = typeof body === 'string';
    const bytes =
      body === undefined ? new Uint8Array() : body instanceof Uint8Array ? body : encodeUtf8(isText ? body : JSON.stringify(body));
    const sent = { ...(body !== undefined && { 'content-type': 'application/json' }), 'user-agent': 'test', host: 'klockwork', ...headers };
    return { method, path, query, headers: sent, body: bytes, user: user === null ? undefined : (user ?? 'admin'), stop };
  }
}

/** Open stream; a slow one takes no chunks until drained. */
class TestStream implements ByteSink {
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: string[] = [];
  ended = false;
  /** False while the client takes no data. */
  fast = true;
  readonly #stop: StopSource;
  #drain: (() => void) | undefined;

  constructor(stop: StopSource, headers: Readonly<Record<string, string>>) {
    this.#stop = stop;
    this.headers = headers;
  }

  write(chunk: string | Uint8Array): boolean {
    this.chunks.push(typeof chunk === 'string' ? chunk : decodeUtf8(chunk));
    return this.fast;
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#drain = resolve;
    });
  }

  end(): void {
    this.ended = true;
  }

  /** Resumes the client. */
  drain(): void {
    this.fast = true;
    this.#drain?.();
  }

  /** Takes one chunk as client. */
  drainOnce(): void {
    this.#drain?.();
  }

  /** Disconnects the client. */
  close(): void {
    this.#stop.stop();
  }

  get text(): string {
    return this.chunks.join('');
  }

  /** Received lines as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
  get lines(): any[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => parseJson(line));
  }
}

function read({ status, headers, body }: ApiAnswer): TestAnswer {
  const text = String(wholeBody(body));
  return {
    status,
    headers,
    text,
    get json() {
      return parseJson(text);
    },
  };
}
