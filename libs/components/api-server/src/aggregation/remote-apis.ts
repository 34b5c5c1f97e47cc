import type { Journal, LogEvent } from '@klockwork/event-store';
import type { Cancel } from '@klockwork/kernel';
import type { Swagger } from '@klockwork/openapi';
import {
  type ApiService,
  availability,
  type Connection,
  connectedTo,
  type EndpointSlice,
  type HostAddress,
  type ResourceRef,
  resources,
  SERVICE_NAME_LABEL,
  type Service,
} from '@klockwork/resources';
import type { ServedVersion } from '../discovery/served-resources.ts';
import type { ServiceView } from './availability.ts';
import { type RemoteResource, servedOf } from './remote-discovery.ts';
import type { RemoteDocuments } from './remote-documents.ts';

const METRICS = 'metrics.k8s.io';

/** Follows APIServices with a Service, in the log. */
export class RemoteApis {
  readonly #journal: Journal;
  readonly #stop: Cancel;
  /** By name: `v1.example.com`. */
  readonly #byName = new Map<string, ApiService>();
  readonly #resources = new Map<string, readonly RemoteResource[]>();
  readonly #documents = new Map<string, RemoteDocuments>();
  #versions: readonly ServedVersion[] = [];
  #openApi: RemoteOpenApi = { swaggers: [], urls: new Map() };

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const { object } of journal.latestIn(resources.apiServices, '')) this.#follow(object.metadata?.name ?? '', object);
    this.#stop = journal.onCommitted(({ event }) => {
      if (isApiService(event)) this.#follow(event.key.name, event.change === 'deleted' ? undefined : event.object);
    });
  }

  /** Group versions in discovery, the preferred first. The same list until one changes. */
  get versions(): readonly ServedVersion[] {
    return this.#versions;
  }

  /** OpenAPI documents of extension servers. The same object until one changes. */
  get openApi(): RemoteOpenApi {
    return this.#openApi;
  }

  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Returns the APIService that serves a group version outside this server; undefined for one of this server. */
  at(group: string, version: string): ApiService | undefined {
    const remoteApi = this.#byName.get(`${version}.${group}`);
    return remoteApi && (group !== METRICS || this.programOf(remoteApi) !== undefined) ? remoteApi : undefined;
  }

  named(name: string): ApiService | undefined {
    return this.#byName.get(name);
  }

  /** Stores the resources of a group version, as its server listed them. */
  learn(name: string, resources: readonly RemoteResource[]): void {
    if (JSON.stringify(this.#resources.get(name)) === JSON.stringify(resources)) return;
    this.#resources.set(name, resources);
    this.#list();
  }

  documentsOf(name: string): RemoteDocuments | undefined {
    return this.#documents.get(name);
  }

  /** Stores the OpenAPI documents of an APIService. */
  learnDocuments(name: string, remoteDocuments: RemoteDocuments): void {
    const documents = this.#documents.get(name);
    if (documents?.v2 === remoteDocuments.v2 && documents.v3 === remoteDocuments.v3) return;
    this.#documents.set(name, remoteDocuments);
    this.#listDocuments();
  }

  /** Returns the objects behind an APIService. */
  viewOf({ spec }: ApiService): ServiceView {
    const { namespace = '', name = '' } = spec?.service ?? {};
    const slices = [...this.#journal.latestIn(resources.endpointSlices, namespace)].map(({ object }) => object as EndpointSlice);
    return {
      service: this.#find(resources.services, namespace, name) as Service | undefined,
      connection: this.#find(resources.connections, namespace, name) as Connection | undefined,
      slices: slices.filter(({ metadata }) => metadata?.labels?.[SERVICE_NAME_LABEL] === name),
    };
  }

  /** Returns the program of the host behind an APIService. */
  programOf({ spec }: ApiService): HostAddress | undefined {
    const { namespace = '', name = '', port = 443 } = spec?.service ?? {};
    const service = this.#find(resources.services, namespace, name) as Service | undefined;
    const declaredPort = service?.spec?.ports?.find((one) => one.port === port);
    return declaredPort && connectedTo(this.#find(resources.connections, namespace, name) as Connection | undefined, declaredPort);
  }

  stop(): void {
    this.#stop();
  }

  #find({ group, resource }: ResourceRef, namespace: string, name: string) {
    return this.#journal.latest({ group, resource, namespace, name })?.object;
  }

  #follow(name: string, object: ApiService | undefined): void {
    const isRemote = object?.spec?.service !== undefined;
    if (isRemote) this.#byName.set(name, object);
    else if (!this.#byName.delete(name)) return;
    if (!isRemote) {
      this.#resources.delete(name);
      this.#documents.delete(name);
    }
    this.#list();
  }

  #list(): void {
    const all = [...this.#byName.values()].filter(({ spec }) => spec?.group !== METRICS);
    this.#versions = all.sort(byPriority).map((each) => {
      const isCurrent = availability(each)?.status === 'True';
      return servedOf(each.spec ?? {}, isCurrent ? this.#resources.get(each.metadata?.name ?? '') : undefined);
    });
    this.#listDocuments();
  }

  #listDocuments(): void {
    const all = this.#versions.map(({ group, version }) => ({
      path: `apis/${group}/${version}`,
      of: this.#documents.get(`${version}.${group}`),
    }));
    const swaggers = all.flatMap(({ of }) => of?.v2.value ?? []);
    const urls = all.flatMap(({ path, of }) => (of?.v3.value === undefined ? [] : [[path, of.v3.value] as const]));
    const { swaggers: knownSwaggers, urls: knownUrls } = this.#openApi;
    const isSame = sameItems(swaggers, knownSwaggers) && sameItems(urls.flat(), [...knownUrls].flat());
    if (!isSame) this.#openApi = { swaggers, urls: new Map(urls) };
  }
}

/** OpenAPI documents of extension servers, by the priority of their APIServices. */
export interface RemoteOpenApi {
  readonly swaggers: readonly Swagger[];
  /** URLs of v3 documents by path: `apis/GROUP/VERSION`. */
  readonly urls: ReadonlyMap<string, string>;
}

/** True for a change of an APIService. */
export function isApiService({ key }: Pick<LogEvent, 'key'>): boolean {
  return key.group === resources.apiServices.group && key.resource === resources.apiServices.resource;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** Models `SortedByGroupAndVersion`. */
function byPriority({ spec: a = {} }: ApiService, { spec: b = {} }: ApiService): number {
  const groups = (b.groupPriorityMinimum ?? 0) - (a.groupPriorityMinimum ?? 0) || compare(a.group, b.group);
  return groups || (b.versionPriority ?? 0) - (a.versionPriority ?? 0) || compare(a.version, b.version);
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}
