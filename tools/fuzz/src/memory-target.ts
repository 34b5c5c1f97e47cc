import { decodeJson } from '@klockwork/api-machinery';
import { type InMemoryApiServer, inMemoryApiServer } from '@klockwork/api-server/testing';
import { type ApiAnswer, type ApiStream, type ApiUpgrade, type ByteSink, wholeBody } from '@klockwork/http-api';
import { parseJson, SeededRandom, StopSource } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { allKinds, type KindDefinition } from '@klockwork/resources';
import { OddWebhooks } from './odd-webhooks.ts';
import type { FuzzAnswer, FuzzRequest, FuzzTarget } from './target.ts';
import { WatchedWrites } from './watched-writes.ts';

/** Max open streams; a further one ends the oldest. */
const STREAMS_MAX = 100;
/** Max event loop turns of a response; in later turns lab time passes, for responses that wait. */
const TURNS_MAX = 200;
const STEP_MS = 5_000;

/** Server in memory, called without a network. */
export async function memoryTarget(seed: number): Promise<FuzzTarget> {
  const server = await inMemoryApiServer({ seed, https: new OddWebhooks(new SeededRandom(seed).fork('webhooks')) });
  await server.client.post('/api/v1/namespaces', { metadata: { name: 'a' } });
  for (const namespace of ['default', 'kube-system', 'a'])
    await server.client.post(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: 'default' } });
  return new MemoryTarget(server);
}

class MemoryTarget implements FuzzTarget {
  readonly #server: InMemoryApiServer;
  readonly #streams: OpenStream[] = [];
  readonly #writes: WatchedWrites;

  constructor(server: InMemoryApiServer) {
    this.#server = server;
    this.#writes = new WatchedWrites(server.journal);
  }

  async send(request: FuzzRequest): Promise<FuzzAnswer> {
    this.#writes.begin();
    const answer = await this.#answerTo(request);
    this.#writes.check(request, answer);
    return answer;
  }

  async #answerTo(request: FuzzRequest): Promise<FuzzAnswer> {
    const stop = new StopSource();
    const answer = await this.#settled(this.#server.http.handle(apiRequest(request, stop)));
    if ('type' in answer) return { status: 101, contentType: '', text: '', goesOn: true };
    const contentType = answer.headers['content-type'] ?? '';
    if ('body' in answer) return { status: answer.status, contentType, text: textOf(answer), goesOn: false };
    const stream = new OpenStream(stop);
    answer.start(stream);
    this.#keep(stream);
    return { status: answer.status, contentType, text: stream.text, goesOn: true };
  }

  async problems(): Promise<readonly string[]> {
    return allKinds.flatMap((kind) => [...this.#server.journal.state.list(kind)].flatMap(({ json }) => problemOf(kind, json)));
  }

  close(): void {
    for (const stream of this.#streams) stream.close();
  }

  #keep(stream: OpenStream): void {
    this.#streams.push(stream);
    if (this.#streams.length > STREAMS_MAX) this.#streams.shift()?.close();
  }

  async #settled<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    for (let turn = 0; !settled && turn < TURNS_MAX; turn += 1) {
      if (turn > 5) this.#server.clock.advanceTo(this.#server.clock.now() + STEP_MS);
      await new Promise(setImmediate);
    }
    if (!settled) throw new Error('no answer');
    return promise;
  }
}

/** Stored objects must survive decoding unchanged, except for nulls. */
function problemOf(kind: KindDefinition, json: string): string[] {
  const again = decodeJson(json, schemaOf(kind.definition), { strict: false }).value;
  return said(again) === said(parseJson(json)) ? [] : [`stored otherwise than it would be read:\n  ${json}\n  ${JSON.stringify(again)}`];
}

function said(value: unknown): string {
  return JSON.stringify(value, (_, part) => (part === null ? undefined : part));
}

function apiRequest({ method, url, headers, body = new Uint8Array() }: FuzzRequest, stop: StopSource) {
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  return { method, path, query, headers: { host: 'fuzz', ...headers }, body, user: 'admin', stop };
}

function textOf({ body }: ApiAnswer | Exclude<ApiStream | ApiUpgrade, ApiStream | ApiUpgrade>): string {
  const whole = wholeBody(body);
  return typeof whole === 'string' ? whole : Buffer.from(whole).toString();
}

/** Stream client: reads everything, and discards bytes after its text was taken. */
class OpenStream implements ByteSink {
  readonly #stop: StopSource;
  #chunks: string[] | undefined = [];

  constructor(stop: StopSource) {
    this.#stop = stop;
  }

  get text(): string {
    const text = this.#chunks?.join('') ?? '';
    this.#chunks = undefined;
    return text;
  }

  write(chunk: string | Uint8Array): boolean {
    this.#chunks?.push(String(chunk));
    return true;
  }

  async drained(): Promise<void> {}

  end(): void {}

  close(): void {
    this.#stop.stop();
  }
}
