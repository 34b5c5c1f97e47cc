import type { BusFaults, MemoryBusNetwork } from '@klockwork/bus';
import type { Cluster } from '@klockwork/cluster';
import { isUnreachable } from '@klockwork/cluster-api';
import type { Cause, Revision, StoredEvent, Why } from '@klockwork/event-store';
import { type ApiRequest, type HttpApi, wholeBody } from '@klockwork/http-api';
import { ApiError, type LabTime, type ManualClock, type Random, StopSource } from '@klockwork/kernel';
import { type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import type { ObservedCluster } from './observation/observed-cluster.ts';
import { Violation } from './violation.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface ScriptParts {
  readonly cluster: Cluster;
  readonly observed: ObservedCluster;
  readonly network: MemoryBusNetwork;
  readonly clock: ManualClock;
  readonly time: VirtualTime;
  readonly random: Random;
  /** Returns the log, oldest event first. */
  events(): Promise<readonly StoredEvent[]>;
  /** Plays a story on a copy of the cluster. */
  fork(revision: Revision, story: (fork: Script) => Promise<void>): Promise<void>;
}

/** Request of an administrator's client, without credentials. */
export type AdminRequest = Pick<ApiRequest, 'method' | 'path' | 'query'> & Partial<Pick<ApiRequest, 'headers' | 'body'>>;

/** Retry interval of an administrator without answer. */
const RETRY_MS = 1_000;
/** Every request to the API has a time-out, and few tries: none takes longer. */
const REQUEST_MS_MAX = 10 * 60_000;
const ADMIN = { user: 'kubernetes-admin', headers: { 'user-agent': 'klockwork' }, body: new Uint8Array(), stop: new StopSource() };
const APPLY: Cause = { trigger: 'request', name: 'apply' };
const DELETE: Cause = { trigger: 'request', name: 'delete' };
const byKind: ReadonlyMap<string, ResourceRef> = new Map(Object.values(resources).map((ref) => [ref.kind, ref]));

/** The stage directions of a scenario. Lab time passes only inside its promises. */
export class Script {
  readonly #parts: ScriptParts;
  readonly #start: LabTime;

  constructor(parts: ScriptParts) {
    this.#parts = parts;
    this.#start = parts.clock.now();
  }

  /** Chance for the scenario's own choices. */
  get random(): Random {
    return this.#parts.random;
  }

  /** Returns the cluster's objects, read from the log. */
  get objects(): ObservedCluster {
    return this.#parts.observed;
  }

  get processes(): readonly string[] {
    return this.#parts.cluster.processes;
  }

  /** Lab ms since the script began. */
  now(): number {
    return this.#parts.clock.now() - this.#start;
  }

  /** The lab's time. */
  labNow(): LabTime {
    return this.#parts.clock.now();
  }

  /** Advances lab time to `ms` after the start. */
  async at(ms: number): Promise<void> {
    await this.#parts.time.run(this.#start + ms, () => false);
  }

  async pass(ms: number): Promise<void> {
    await this.at(this.now() + ms);
  }

  /** Lets lab time pass until `condition` holds; a Violation when it does not within `limitMs`. `what` completes "waited for". */
  async waitUntil(what: string, condition: (objects: ObservedCluster) => boolean, limitMs: number): Promise<void> {
    const until = this.#parts.clock.now() + limitMs;
    const came = await this.#parts.time.run(until, () => condition(this.objects));
    if (!came) throw new Violation('the-cluster-converges', `waited ${limitMs / 1_000} s for ${what}`);
  }

  /** Creates or merges an object. Retries until an answer arrives. */
  async apply<T extends KubeObject>(object: T): Promise<void> {
    const resource = byKind.get(object.kind ?? '');
    if (resource === undefined) throw new Error(`no kind ${object.kind} is served`);
    const { namespace, name = '' } = object.metadata ?? {};
    const at = namespace === undefined ? { name } : { namespace, name };
    const { api } = this.#parts.cluster;
    await this.#retry(async () => {
      try {
        await api.patch(resource, at, { type: 'strategic', body: object }, { cause: APPLY });
      } catch (error) {
        if (!ApiError.is(error, 'NotFound')) throw error;
        await api.create(resource, object, { cause: APPLY });
      }
    });
  }

  /** Deletes an object as kubectl does; a missing object counts as deleted. */
  async delete(resource: ResourceRef, name: { namespace?: string; name: string }): Promise<void> {
    await this.#retry(async () => {
      try {
        await this.#parts.cluster.api.delete(resource, name, {}, { cause: DELETE });
      } catch (error) {
        if (!ApiError.is(error, 'NotFound')) throw error;
      }
    });
  }

  /** Sends an administrator's request to the api-server; 503 without a server. */
  send(request: AdminRequest): ReturnType<HttpApi['handle']> {
    return this.during(this.#parts.cluster.http.handle({ ...ADMIN, ...request }));
  }

  /** Sends a request, and kills the api-server before it answers. */
  crashDuring(request: AdminRequest): void {
    const { cluster } = this.#parts;
    void cluster.http.handle({ ...ADMIN, ...request });
    this.crash('api-server');
  }

  /** Returns the log, oldest event first. */
  events(): Promise<readonly StoredEvent[]> {
    return this.#parts.events();
  }

  /**
   * Plays a story on a second cluster, which begins with the log up to a revision and has Ready nodes. The lab time of this one stands
   * meanwhile; a Violation if it writes anything.
   */
  async fork(revision: Revision, story: (fork: Script) => Promise<void>): Promise<void> {
    await this.pass(0);
    await this.#parts.fork(revision, story);
  }

  /** Requests the causes of an object: `object=pods/default/web`. */
  async why(query: string): Promise<Why> {
    const answer = await this.send({ method: 'GET', path: '/klockwork/v1/why', query });
    if (!('body' in answer) || answer.status !== 200)
      throw new Violation('questions-are-answered', `why ${query} was answered ${'status' in answer ? answer.status : 'with an upgrade'}`);
    return JSON.parse(String(wholeBody(answer.body))) as Why;
  }

  isRunning(process: string): boolean {
    return this.#parts.cluster.isRunning(process);
  }

  /** Kills a process: SIGKILL for services, power loss for nodes. Records the fault like a launcher, if an api-server runs. */
  crash(process: string): void {
    const { cluster } = this.#parts;
    if (!cluster.isRunning(process)) return;
    cluster.crash(process);
    const fault = { name: 'SIGKILL', process, nodes: cluster.nodes.includes(process) ? [process] : [] };
    void cluster.http.handle({ ...ADMIN, method: 'POST', path: '/klockwork/v1/faults', query: '', text: JSON.stringify(fault) });
  }

  start(process: string): void {
    this.#parts.cluster.start(process);
  }

  partition(process: string): void {
    this.#parts.cluster.partition(process);
  }

  heal(process: string): void {
    this.#parts.cluster.heal(process);
  }

  /** Breaks a process's connection, and restores it at once. */
  reconnect(process: string): void {
    this.#parts.network.reconnect(process);
  }

  /** Writes a node's manifest file; without `value`, removes the file. */
  manifest(node: string, path: string, value?: object): void {
    this.#parts.cluster.writeManifest(node, path, value);
  }

  /** Sets network faults. */
  faults(faults: Partial<BusFaults>): void {
    this.#parts.network.setFaults(faults);
  }

  /** Advances time until `work` settles. Throws Violation after {@link REQUEST_MS_MAX}. */
  async during<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    work.then(settle, settle);
    if (await this.#parts.time.run(this.#parts.clock.now() + REQUEST_MS_MAX, () => settled)) return work;
    throw new Violation('requests-end', `a request was not over after ${REQUEST_MS_MAX / 1_000} s`);
  }

  async #retry(request: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await this.during(request());
      } catch (error) {
        // After a lost answer the object may already exist.
        if (!isUnreachable(error) && !ApiError.is(error, 'AlreadyExists') && !ApiError.is(error, 'Conflict')) throw error;
        await this.pass(RETRY_MS);
      }
    }
  }
}
