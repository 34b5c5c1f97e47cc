import type { KindDefinition } from '@klockwork/resources';
import { servedComponentStatus } from '../component-status/component-status.ts';
import { TimeMover } from '../host-time/move-times.ts';
import { servedMetrics } from '../metrics/metrics-kinds.ts';
import { servedBindings } from '../objects/legacy-binding.ts';
import { type ServedKind, servedKinds } from '../objects/served-kind.ts';
import { OpenApiDocuments } from '../openapi/openapi-routes.ts';
import { servedReviews } from '../reviews/reviews.ts';
import type { ResourcePath } from '../routing/path.ts';
import { type ServedVersion, servedVersions } from './served-resources.ts';

/** Tables of routing, discovery and OpenAPI for a list of kinds. */
export class ServedTables {
  readonly kinds: readonly KindDefinition[];
  readonly versions: readonly ServedVersion[];
  readonly documents: OpenApiDocuments;
  readonly times: TimeMover;
  readonly #byPath: ReadonlyMap<string, ServedKind>;
  readonly #names: ReadonlySet<string>;

  constructor(kinds: readonly KindDefinition[], previous?: ServedTables) {
    this.kinds = kinds;
    const kindsOfTables = servedKinds(kinds);
    this.versions = servedVersions(kindsOfTables, [...servedReviews, ...servedMetrics, servedComponentStatus, servedBindings]);
    this.#names = new Set(
      this.versions.flatMap(({ group, version, resources }) => resources.map(({ name }) => `${group}/${version}/${name}`)),
    );
    this.documents = new OpenApiDocuments(this.versions, previous?.documents);
    this.times = new TimeMover(kinds);
    this.#byPath = new Map(kindsOfTables.map((kind) => [`${kind.group}/${kind.version}/${kind.resource}`, kind]));
  }

  /** Returns whether discovery lists a resource or subresource. */
  serves({ group, version, resource, subresource }: Pick<ResourcePath, 'group' | 'version' | 'resource' | 'subresource'>): boolean {
    return this.#names.has(`${group}/${version}/${resource}${subresource === '' ? '' : `/${subresource}`}`);
  }

  /** Returns the kind at a path, in its served form. */
  kindAt({
    group,
    version,
    resource,
  }: {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
  }): ServedKind | undefined {
    return this.#byPath.get(`${group}/${version}/${resource}`);
  }
}
