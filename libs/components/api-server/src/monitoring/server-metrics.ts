import type { ResourceRef } from '@klockwork/resources';
import { KUBERNETES_VERSION } from '../system/version.ts';
import { familiesText, HistogramFamily, NumberFamily } from './metric-family.ts';
import type { ProcessUsage } from './process-usage.ts';
import { processFamilies } from './process-usage.ts';
import type { RequestLabels } from './request-labels.ts';

/** Upper bounds of upstream's request durations, in seconds. */
const DURATIONS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

const REQUEST = ['component', 'dry_run', 'group', 'resource', 'scope', 'subresource', 'verb', 'version'];
const RUNNING = REQUEST.filter((label) => label !== 'dry_run');
const STORED = ['group', 'operation', 'resource'];
const OPERATIONS = { created: 'create', updated: 'update', deleted: 'delete' } as const;

/** Number of live objects by kind. */
export interface ObjectCounts {
  count(kind: { readonly group: string; readonly resource: string }): number;
}

/** Event of the log, as far as its metrics depend on it. */
export interface MeasuredEvent {
  readonly change: keyof typeof OPERATIONS;
  readonly key: { readonly group: string; readonly resource: string };
}

/** Dependencies of {@link ServerMetrics}. */
export interface ServerMetricsOptions {
  /** Returns the time for durations, in ms. */
  readonly now: () => number;
  /** Returns the usage of the process; absent: without its metrics. */
  readonly usage?: (() => ProcessUsage) | undefined;
}

/** Counters of an api-server since its start. Models `endpoints/metrics` and `storage/etcd3/metrics` of `k8s.io/apiserver`. */
export class ServerMetrics {
  readonly #options: ServerMetricsOptions;
  readonly #requests = new NumberFamily('counter', {
    name: 'apiserver_request_total',
    help: '[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
    labels: ['code', ...REQUEST],
  });
  readonly #durations = new HistogramFamily(
    {
      name: 'apiserver_request_duration_seconds',
      help: '[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
      labels: REQUEST,
    },
    DURATIONS,
  );
  readonly #running = new NumberFamily('gauge', {
    name: 'apiserver_longrunning_requests',
    help: '[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
    labels: RUNNING,
  });
  readonly #commits = new NumberFamily('counter', {
    name: 'etcd_requests_total',
    help: '[ALPHA] Etcd request counts for each operation and object type.',
    labels: STORED,
  });
  readonly #refusals = new NumberFamily('counter', {
    name: 'etcd_request_errors_total',
    help: '[ALPHA] Etcd failed request counts for each operation and object type.',
    labels: STORED,
  });
  readonly #commitDurations = new HistogramFamily(
    {
      name: 'etcd_request_duration_seconds',
      help: '[ALPHA] Etcd request latency in seconds for each operation and object type.',
      labels: STORED,
    },
    DURATIONS,
  );

  constructor(options: ServerMetricsOptions) {
    this.#options = options;
  }

  /** Notes the begin of a request. The returned function notes its end, with the status code. */
  begin(labels: RequestLabels): (code: number) => void {
    const begunAt = this.#options.now();
    return (code) => {
      const values = valuesOf(labels);
      this.#requests.add([String(code), ...values]);
      this.#durations.observe(values, this.#secondsSince(begunAt));
    };
  }

  /** Notes the begin of a watch or a connection. The returned function notes its end. */
  open({ component, group, resource, scope, subresource, verb, version }: RequestLabels): () => void {
    const values = [component, group, resource, scope, subresource, verb, version];
    this.#running.add(values);
    return () => this.#running.add(values, -1);
  }

  /** Notes the begin of a write of events to the log. The returned function notes its end. */
  commit(events: readonly MeasuredEvent[]): (isRefused: boolean) => void {
    const begunAt = this.#options.now();
    return (isRefused) => {
      const seconds = this.#secondsSince(begunAt);
      for (const { change, key } of events) {
        const values = [key.group, OPERATIONS[change], key.resource];
        this.#commits.add(values);
        this.#commitDurations.observe(values, seconds);
        if (isRefused) this.#refusals.add(values);
      }
    };
  }

  /** Returns the page of a scrape. */
  text(kinds: readonly Pick<ResourceRef, 'group' | 'resource'>[], state: ObjectCounts): string {
    const { usage } = this.#options;
    return familiesText([
      ...[this.#requests, this.#durations, this.#running, this.#commits, this.#refusals, this.#commitDurations],
      ...objectFamilies(kinds, state),
      buildFamily(),
      ...(usage === undefined ? [] : processFamilies(usage())),
    ]);
  }

  #secondsSince(begunAt: number): number {
    return (this.#options.now() - begunAt) / 1_000;
  }
}

function valuesOf({ component, dryRun, group, resource, scope, subresource, verb, version }: RequestLabels): string[] {
  return [component, dryRun, group, resource, scope, subresource, verb, version];
}

function objectFamilies(kinds: readonly Pick<ResourceRef, 'group' | 'resource'>[], state: ObjectCounts): NumberFamily[] {
  const help = 'Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.';
  const former = '(Deprecated since 1.34.0) [DEPRECATED, consider using apiserver_resource_objects instead]';
  const [objects, formerObjects] = [
    new NumberFamily('gauge', { name: 'apiserver_resource_objects', help: `[ALPHA] ${help}`, labels: ['group', 'resource'] }),
    new NumberFamily('gauge', { name: 'apiserver_storage_objects', help: `[STABLE] ${former} ${help}`, labels: ['resource'] }),
  ];
  for (const { group, resource } of kinds) {
    const count = state.count({ group, resource });
    objects.set([group, resource], count);
    formerObjects.set([group === '' ? resource : `${resource}.${group}`], count);
  }
  return [objects, formerObjects];
}

function buildFamily(): NumberFamily {
  const { buildDate, compiler, gitCommit, gitTreeState, gitVersion, goVersion, major, minor, platform } = KUBERNETES_VERSION;
  const family = new NumberFamily('gauge', {
    name: 'kubernetes_build_info',
    help: "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
    labels: ['build_date', 'compiler', 'git_commit', 'git_tree_state', 'git_version', 'go_version', 'major', 'minor', 'platform'],
  });
  family.set([buildDate, compiler, gitCommit, gitTreeState, gitVersion, goVersion, major, minor, platform], 1);
  return family;
}
