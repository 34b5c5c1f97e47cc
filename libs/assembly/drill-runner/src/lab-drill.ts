import { type DrillResult, drillStatus } from '@klockwork/drills';
import type { DrillObject, DrillStatus } from '@klockwork/resources';

/** Text of a drill, and the word that names it. */
export interface DrillFile {
  /** Name of a built-in drill, path of a file, or `drills/NAME` for an object. */
  readonly source: string;
  readonly text: string;
}

/** API of the lab with Drill objects. Both reject with the refusal of the server. */
export interface DrillObjects {
  getJson<T>(path: string): Promise<T>;
  putJson<T>(path: string, value: object): Promise<T>;
  /** Process that plays the drill. The lab ends its run if the process is killed. */
  readonly runner?: string;
}

const API = '/apis/klockwork.dev/v1alpha1/drills';
const OBJECT = /^drills?\/([^/]+)$/;

/** Returns the name of `drills/NAME` or `drill/NAME`; undefined for built-in drills and files. */
export function drillObjectName(word: string): string | undefined {
  return /\.ya?ml$/.test(word) ? undefined : OBJECT.exec(word)?.[1];
}

/** Drill object of a lab: its spec is played on a cluster of its own, and its status has the result. */
export class LabDrill {
  readonly #client: DrillObjects;
  readonly #object: DrillObject;

  private constructor(client: DrillObjects, object: DrillObject) {
    this.#client = client;
    this.#object = object;
  }

  /** Reads a Drill of a lab. Rejects with the refusal of the server for an unknown name. */
  static async read(client: DrillObjects, name: string): Promise<LabDrill> {
    return new LabDrill(client, await client.getJson<DrillObject>(`${API}/${encodeURIComponent(name)}`));
  }

  /** Text of the drill: JSON is YAML. */
  get file(): DrillFile {
    const { apiVersion, kind, metadata, spec } = this.#object;
    return { source: `drills/${metadata?.name}`, text: JSON.stringify({ apiVersion, kind, metadata: { name: metadata?.name }, spec }) };
  }

  /** Notes that a run began. */
  begin(seed: number): Promise<void> {
    const { runner } = this.#client;
    return this.#write({ phase: 'Running', observedGeneration: this.#generation, seed, ...(runner !== undefined && { runner }) });
  }

  /** Writes the result of the run. */
  end(result: DrillResult): Promise<void> {
    return this.#write(drillStatus(result, this.#generation));
  }

  /** Notes that the run was stopped. */
  stop(): Promise<void> {
    return this.#write({ phase: 'Stopped', observedGeneration: this.#generation });
  }

  get #generation(): number {
    return this.#object.metadata?.generation ?? 1;
  }

  /** The UID refuses a Drill that has replaced this one. */
  async #write(status: DrillStatus): Promise<void> {
    const { apiVersion, kind, metadata: { name = '', uid } = {} } = this.#object;
    const path = `${API}/${encodeURIComponent(name)}/status`;
    await this.#client.putJson(path, { apiVersion, kind, metadata: { name, uid }, status });
  }
}
