import type { Random } from '@klockwork/kernel';
import { ApiClient } from '@klockwork/lab-tool';
import { ConfigMapWatcher } from '../chaos/config-map-watcher.ts';
import { type AcknowledgedWrite, ConfigMapWriter } from '../chaos/config-map-writer.ts';
import { LOAD_PREFIX } from './verdicts/lab-hour.ts';

const WRITERS = 2;
const READERS = 2;
const READ_PATHS = ['/api/v1/pods', '/api/v1/nodes', '/apis/apps/v1/deployments', '/api/v1/events'];

/** Responses to the load. */
export interface LoadAnswers {
  readonly reads: number;
  readonly acknowledged: readonly AcknowledgedWrite[];
  readonly watched: ConfigMapWatcher['events'];
}

/** Clients that read, write and watch without pause. */
export class RequestLoad {
  readonly #api: ApiClient;
  readonly #writers: readonly ConfigMapWriter[];
  readonly #watcher: ConfigMapWatcher;
  readonly #work: Promise<unknown>;
  readonly #watching: Promise<void>;
  #reads = 0;
  #isOver = false;

  constructor(dataFolder: string, from: number, random: Random) {
    // User agent of kubectl: time does not wait for kubectl after an event, unlike for controllers.
    this.#api = new ApiClient(dataFolder, 'kubectl/request-load');
    this.#writers = Array.from({ length: WRITERS }, (_, index) => {
      const names = ['a', 'b', 'c'].map((name) => `${LOAD_PREFIX}${index}-${name}`);
      return new ConfigMapWriter(this.#api, names, random.fork(`writer-${index}`));
    });
    this.#watcher = new ConfigMapWatcher(this.#api, from);
    const isOver = () => this.#isOver;
    const readers = Array.from({ length: READERS }, (_, index) => this.#read(random.fork(`reader-${index}`)));
    this.#work = Promise.all([...this.#writers.map((writer) => writer.run(isOver)), ...readers]);
    this.#watching = this.#watcher.run();
    // Errors are thrown by `end`, possibly much later.
    for (const work of [this.#work, this.#watching]) work.catch(() => {});
  }

  /** Stops, waits for pending requests and for the watch to see them, and returns the results. */
  async end(): Promise<LoadAnswers> {
    this.#isOver = true;
    await this.#work;
    const acknowledged = this.#writers.flatMap((writer) => writer.acknowledged);
    this.#watcher.finishAt(Math.max(...acknowledged.map(({ revision }) => revision)));
    await this.#watching;
    this.#api.close();
    return { reads: this.#reads, acknowledged, watched: this.#watcher.events };
  }

  async #read(random: Random): Promise<void> {
    while (!this.#isOver) {
      await this.#api.send('GET', READ_PATHS[random.integer(READ_PATHS.length)] as string);
      this.#reads += 1;
    }
  }
}
