import type { HttpsClient } from './https-client.ts';

const CLIENTS = 64;
const SECONDS = 4;
/** Warm-up: both sides need some 30,000 requests until compiled. */
const WARM_UP_SECONDS = 10;

/** Objects for compare-and-set. */
export interface CasObjects {
  /** Path of the collection. */
  readonly path: string;
  /** Returns the JSON text of an object; `resourceVersion` is '' for a new one. */
  body(name: string, resourceVersion: string, count: number): string;
}

/** 64 clients, each updating its own object by compare-and-set without pause. A response means durable. */
export class CasLoad {
  readonly #client: HttpsClient;
  readonly #objects: CasObjects;

  constructor(client: HttpsClient, objects: CasObjects) {
    this.#client = client;
    this.#objects = objects;
  }

  /** Creates the objects. */
  async create(): Promise<void> {
    const { path, body } = this.#objects;
    for (const name of names) await this.#client.json('POST', path, JSON.parse(body(name, '', 0)));
  }

  warmUp(): Promise<number> {
    return this.rate(WARM_UP_SECONDS);
  }

  /** Returns updates a second, of all clients together. */
  async rate(seconds = SECONDS): Promise<number> {
    const began = performance.now();
    const until = began + seconds * 1_000;
    const updates = await Promise.all(names.map((name) => this.#updateUntil(name, until)));
    return updates.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1_000);
  }

  async #updateUntil(name: string, until: number): Promise<number> {
    const connection = await this.#client.raw();
    const path = `${this.#objects.path}/${name}`;
    let { body } = await connection.send('GET', path);
    let updates = 0;
    for (; performance.now() < until; updates++) {
      const answer = await connection.send('PUT', path, this.#objects.body(name, resourceVersionOf(body), updates));
      if (answer.status !== 200) throw new Error(`an update was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
      body = answer.body;
    }
    connection.close();
    return updates;
  }
}

const names = Array.from({ length: CLIENTS }, (_, index) => `cas-${index}`);
const filling = 'x'.repeat(1_750);

/** ConfigMaps of two kilobytes. */
export const CONFIG_MAPS: CasObjects = {
  path: '/api/v1/namespaces/default/configmaps',
  body: (name, resourceVersion, count) =>
    `{"metadata":{"name":"${name}","resourceVersion":"${resourceVersion}"},"data":{"filling":"${filling}","count":"${count}"}}`,
};

/** Complete parsing would cost the client too much. */
function resourceVersionOf(body: Buffer): string {
  return /"resourceVersion":"(\d+)"/.exec(body.toString('latin1'))?.[1] ?? '';
}
