import type { ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';
import { type Verb, verbOf } from '../routing/verb.ts';

/** Labels of a request in upstream's metrics. */
export interface RequestLabels {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Subresource; for other paths the path itself. */
  readonly subresource: string;
  readonly scope: 'cluster' | 'namespace' | 'resource' | '';
  readonly dryRun: string;
  readonly component: 'apiserver' | '';
}

/** Request for a resource, as far as its labels depend on it. */
export interface LabelledRequest {
  readonly method: string;
  readonly path: ResourcePath;
  readonly query: Query;
  readonly contentType?: string | undefined;
}

const VERBS: Readonly<Record<Verb, string>> = {
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETECOLLECTION',
};
const CONNECTED = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);
const APPLY_TYPES = /^application\/apply-patch\+/;

/** Returns the labels of a request for a resource. Models `endpoints/metrics` of `k8s.io/apiserver`: verb, scope and dry run are normalized. */
export function requestLabels({ method, path, query, contentType = '' }: LabelledRequest): RequestLabels {
  const { group, version, resource } = path;
  const verb = verbOf(method, path, query);
  const subresource = path.subresource.split('/', 1)[0] ?? '';
  return {
    ...{ group, version, resource, subresource },
    verb: verbLabel(verb, subresource, contentType),
    scope: scopeOf(path, verb),
    dryRun: dryRunLabel(query.all('dryRun')),
    component: 'apiserver',
  };
}

/** Returns the labels of a request for a path such as `/livez`. */
export function pathLabels(path: string): RequestLabels {
  return { verb: 'GET', group: '', version: '', resource: '', subresource: path, scope: '', dryRun: '', component: '' };
}

function verbLabel(verb: Verb | undefined, subresource: string, contentType: string): string {
  if (CONNECTED.has(subresource)) return 'CONNECT';
  if (verb === 'patch' && APPLY_TYPES.test(contentType)) return 'APPLY';
  return verb === undefined ? 'OTHER' : VERBS[verb];
}

function scopeOf({ name, namespace }: ResourcePath, verb: Verb | undefined): RequestLabels['scope'] {
  if (name !== '' || verb === 'create') return 'resource';
  return namespace === '' ? 'cluster' : 'namespace';
}

/** Bounds the values: any text but `All` is one label. */
function dryRunLabel(values: readonly string[]): string {
  if (values.length === 0) return '';
  return values.every((value) => value === 'All') ? 'All' : 'invalid';
}
