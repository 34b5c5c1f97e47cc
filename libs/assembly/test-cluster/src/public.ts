// The types of `klockwork/testing`. This file imports nothing: its declarations are published as they are.

/** Span of lab time or host time: `500ms`, `10m`, `1h30m`, or milliseconds. */
export type Duration = string | number;

/** API object of any kind. */
export interface ApiObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Objects of the cluster at one revision. Names are those of kubectl: `pods/web`, `deploy/shop/web`, `node/node-1`. */
export interface ClusterState {
  readonly revision: number;
  /** Lab time of the newest event. */
  readonly time: Date;
  /** Returns an object; undefined if absent. Throws an Error for an unknown resource. */
  get<T = ApiObject>(object: string): T | undefined;
  /** Returns the objects of a resource by namespace and name; of all namespaces by default. */
  list<T = ApiObject>(resource: string, namespace?: string): readonly T[];
}

/** Condition of the cluster: a function, or an object and a condition of `kubectl wait --for`: `deploy/web condition=Available`. */
export type Condition = string | ((state: ClusterState) => boolean);

/** Options of a started cluster. */
export interface ClusterOptions {
  /** Number or names of nodes; default 1. */
  readonly nodes?: number | readonly string[];
  /** Seed of all draws: equal seeds and equal tests give equal logs. Default 1. */
  readonly seed?: number;
  /** Instant at which lab time stands when the test begins; default 2026-01-01T00:00:00Z. */
  readonly at?: Date | string;
  /**
   * Runs the cluster as service processes of its own beside the test, over HTTPS. They end with the test's process. Not available there:
   * seeds, snapshots, forks, and conditions that are functions. Default false.
   */
  readonly processes?: boolean;
  /** Durations of pulls and container starts: none, or those of a small cluster. Default `fast`. */
  readonly latency?: 'fast' | 'realistic';
}

/** Limits of an operation that lets lab time pass. */
export interface Limits {
  /** Host time after which the operation fails; default 30 s. */
  readonly hostLimit?: Duration;
}

/** Passed lab time. */
export interface Passed {
  readonly from: Date;
  readonly to: Date;
  /** Number of instants at which timers fired. */
  readonly jumps: number;
  /** Fired timers by name. */
  readonly fired: Readonly<Record<string, number>>;
}

/** Pending timer of a process. */
export interface PendingTimer {
  readonly at: Date;
  readonly process: string;
  readonly name: string;
  readonly object?: string;
  /** Set for timers without own work: leases, probes with a stable result, resyncs. */
  readonly upkeep?: true;
}

/** Revision of an object. */
export interface ObjectRevision {
  readonly revision: number;
  readonly time: Date;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly actor: string;
  readonly object: ApiObject;
}

/** Saved state of a cluster, for {@link TestCluster.restore}. Valid for this cluster and its forks. */
export interface ClusterSnapshot {
  readonly revision: number;
  readonly time: Date;
}

/** Request to the API, by default as the cluster's administrator. */
export interface TestRequest {
  readonly method?: string;
  /** `/api/v1/namespaces/default/pods?limit=1` */
  readonly path: string;
  /** Text, or a value that is sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answer of the API. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Cluster in the process of a test, or beside it. Lab time stands still, except during `advance`, `step`, `until`, `never` and `pauseAt`, and after
 * `resume`. A failed expectation names revision, lab time, seed and causes.
 */
export interface TestCluster {
  readonly now: Date;
  /** Seed of all draws; undefined for processes, whose draws differ in each run. */
  readonly seed: number | undefined;
  /** Present objects, of the newest revision. */
  readonly state: ClusterState;

  /** Applies manifests (YAML with any number of documents, or objects) by server-side apply; the namespace defaults to `default`. */
  apply(...manifests: readonly (string | ApiObject)[]): Promise<readonly ApiObject[]>;
  /** Deletes an object: `pods/web`, `deploy/shop/web`. */
  delete(object: string): Promise<void>;
  /** Sends a request. Refusals are answers. */
  request(request: TestRequest): Promise<TestAnswer>;

  /** Lets lab time pass. */
  advance(by: Duration, limits?: Limits): Promise<Passed>;
  /** Lets lab time pass up to the next work timer, and its work end. */
  step(limits?: Limits): Promise<Passed>;
  /** Lets lab time pass at the present rate, up to an instant or for a span. */
  pauseAt(instant: Date | Duration, limits?: Limits): Promise<Passed>;
  /** Lets lab time follow host time at the present rate. */
  resume(): Promise<void>;
  /** Stops lab time. */
  pause(): Promise<void>;
  /** Sets the rate of `resume` and `pauseAt`, in lab seconds per host second. Default 1. */
  setRate(rate: number): Promise<void>;
  /** Returns the nearest timers of all processes. */
  pending(): Promise<readonly PendingTimer[]>;

  /** Waits until all processes are idle at the present instant. Lab time does not move. The error names who works. */
  settle(limits?: Limits): Promise<void>;
  /**
   * Lets lab time pass up to the first instant at which the condition held, at most for `within` (default 5 minutes). Fails at once when no
   * timer is left that could change anything.
   */
  until(condition: Condition, options?: Limits & { readonly within?: Duration }): Promise<Passed>;
  /** Lets lab time pass for a span, and fails at the first revision at which the condition holds. */
  never(condition: Condition, options: Limits & { readonly for: Duration }): Promise<Passed>;

  /** Ends a process as SIGKILL does; a node as a power loss. `api-server`, `scheduler`, `controller-manager`, `node-1`. */
  kill(process: string): Promise<void>;
  /** Starts a killed process. */
  start(process: string): Promise<void>;

  /**
   * Creates a Fault, and returns its name once the cluster settled: `fault({ type: 'ApiErrors', apiErrors: { error: 'Conflict', percent: 5 } })`.
   * Its `duration` of lab time ends it, or its deletion: `delete('faults/NAME')`.
   */
  fault(spec: { readonly type: string; readonly [field: string]: unknown }): Promise<string>;

  /** Returns the objects as they were at a revision or an instant. */
  at(moment: number | Date): ClusterState;
  /** Returns the revisions of an object, oldest first, also of deleted objects. */
  history(object: string): readonly ObjectRevision[];
  /** Returns the chain of causes of an object's present state, as `klockwork why` prints it. */
  why(object: string): Promise<string>;

  /** Saves the state: the log up to now, and lab time. */
  snapshot(): Promise<ClusterSnapshot>;
  /** Returns to a snapshot. All processes start anew. */
  restore(snapshot: ClusterSnapshot): Promise<void>;
  /** Starts a second cluster that begins with the log of this one, and goes its own way. */
  fork(): Promise<TestCluster>;

  /** Serves the API over HTTPS on a port of 127.0.0.1, and returns the path of a kubeconfig. The same after `restore`. */
  kubeconfig(): Promise<string>;
  /** Returns a loaded KubeConfig of @kubernetes/client-node: `(await cluster.client(KubeConfig)).makeApiClient(CoreV1Api)`. */
  client<T extends { loadFromFile(path: string): void }>(kubeConfig: new () => T): Promise<T>;

  /** Ends the cluster. */
  stop(): Promise<void>;
}

/** Verdict of a matcher. */
export interface Verdict {
  readonly pass: boolean;
  message(): string;
}

/**
 * Matchers for `expect.extend` of Vitest and Jest: `await expect(cluster).toReach('deploy/web condition=Available', { within: '2m' })`.
 * Messages contain the causes and the seed.
 */
export interface Matchers {
  /** Passes at the first instant at which the condition held, as {@link TestCluster.until}. */
  toReach(cluster: TestCluster, condition: Condition, options?: Limits & { readonly within?: Duration }): Promise<Verdict>;
  /** Passes if the condition holds at no revision of a span, as {@link TestCluster.never}. */
  toAvoid(cluster: TestCluster, condition: Condition, options: Limits & { readonly for: Duration }): Promise<Verdict>;
}

/** Exports of `klockwork/testing`. */
export interface TestingLibrary {
  /**
   * Starts a cluster in this process, without sockets, or with `processes` beside it: API server, scheduler, controllers and nodes. Resolves
   * when its nodes are Ready; lab time then stands still. The caller stops it.
   */
  startCluster(options?: ClusterOptions): Promise<TestCluster>;
  readonly matchers: Matchers;
}
