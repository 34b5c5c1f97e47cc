import type { Random } from '@klockwork/kernel';
import type { Answer, ApiClient, ApiObject } from '@klockwork/lab-tool';
import { pause } from './waiting.ts';

/** Write acknowledged by the API. */
export interface AcknowledgedWrite {
  readonly name: string;
  readonly uid: string;
  readonly revision: number;
  readonly value: string;
}

const PATH = '/api/v1/namespaces/default/configmaps';
/** Retry interval during an api-server outage. */
const RETRY_MS = 20;

/**
 * Updates a few ConfigMaps by compare-and-set without end, and records each acknowledgement. A lost response is resolved by reading: the
 * write took effect or not.
 */
export class ConfigMapWriter {
  readonly acknowledged: AcknowledgedWrite[] = [];
  /** Writes without a response, and how many of them took effect. */
  readonly lost = { unanswered: 0, done: 0 };
  readonly #api: ApiClient;
  readonly #names: readonly string[];
  readonly #random: Random;
  readonly #known = new Map<string, ApiObject>();
  #counter = 0;

  constructor(api: ApiClient, names: readonly string[], random: Random) {
    this.#api = api;
    this.#names = names;
    this.#random = random;
  }

  /** Writes until `isOver`, with a pause after each response. Rejects when the API contradicts itself. */
  async run(isOver: () => boolean, pauseMs = 0): Promise<void> {
    while (!isOver()) {
      const name = this.#names[this.#random.integer(this.#names.length)] as string;
      this.#counter += 1;
      await this.#write(name, `${name}/${this.#counter}`);
      if (pauseMs > 0) await pause(pauseMs);
    }
  }

  async #write(name: string, value: string): Promise<void> {
    const known = this.#known.get(name);
    let answer: Answer<ApiObject>;
    try {
      answer = await this.#send(name, value, known);
    } catch {
      this.lost.unanswered += 1;
      return this.#settle(name, value);
    }
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${name} at ${value}: ${JSON.stringify(answer)}`);
    this.#accept(answer.body, value);
  }

  #send(name: string, value: string, known: ApiObject | undefined): Promise<Answer<ApiObject>> {
    const metadata = { name, ...(known !== undefined && { resourceVersion: known.metadata.resourceVersion }) };
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value } };
    return known === undefined ? this.#api.send('POST', PATH, body) : this.#api.send('PUT', `${PATH}/${name}`, body);
  }

  /** No other client writes these objects: a read returns the last known state or the unanswered write. */
  async #settle(name: string, value: string): Promise<void> {
    const { status, body } = await this.#read(name);
    const known = this.#known.get(name);
    if (status === 404 && known === undefined) return;
    if (status === 200 && body.data?.value === value) {
      this.lost.done += 1;
      return this.#accept(body, value);
    }
    const isUnchanged = status === 200 && body.metadata.resourceVersion === known?.metadata.resourceVersion;
    if (!isUnchanged) throw new Error(`an acknowledged write of ${name} is lost: ${JSON.stringify({ known, status, body })}`);
  }

  async #read(name: string): Promise<Answer<ApiObject>> {
    for (;;) {
      try {
        return await this.#api.send('GET', `${PATH}/${name}`);
      } catch {
        await pause(RETRY_MS);
      }
    }
  }

  #accept(object: ApiObject, value: string): void {
    const { name, uid, resourceVersion } = object.metadata;
    if (object.data?.value !== value) throw new Error(`${name}: ${value} was written, ${object.data?.value} is acknowledged`);
    this.acknowledged.push({ name, uid, revision: Number(resourceVersion), value });
    this.#known.set(name, object);
  }
}
