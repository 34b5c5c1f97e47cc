import { allKinds, type KindDefinition } from '@klockwork/resources';
import { customRouteKind } from './custom-resources.ts';
import type { FuzzTarget } from './target.ts';

/** Resource from discovery. */
export interface Route {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly subresources: readonly string[];
  /** Registered kind; undefined for resources that are not stored. */
  readonly definition: KindDefinition | undefined;
}

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly {
        readonly resource: string;
        readonly scope: string;
        readonly responseKind?: { readonly kind: string };
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

const ACCEPT = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Reads the discovery documents of a server. */
export async function discoverRoutes(target: Pick<FuzzTarget, 'send'>): Promise<Route[]> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => target.send({ method: 'GET', url: path, headers: { accept: ACCEPT } })),
  );
  return answers.flatMap(({ text }) => (JSON.parse(text) as Discovery).items.flatMap(routesOf));
}

function routesOf({ metadata: { name: group = '' }, versions }: Discovery['items'][number]): Route[] {
  return versions.flatMap(({ version, resources }) =>
    resources.map(({ resource, scope, responseKind, subresources = [] }) => ({
      ...{ group, version, resource, kind: responseKind?.kind ?? '', namespaced: scope === 'Namespaced' },
      subresources: subresources.map((one) => one.subresource),
      definition:
        allKinds.find((kind) => kind.group === group && kind.version === version && kind.resource === resource) ??
        customRouteKind({ version, resource }),
    })),
  );
}
