import type { ResourcePath } from './path.ts';
import type { Query } from './query.ts';

/** Verb of a request, in terms of authorization and audit log. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** Returns the verb of a request for a resource; undefined for an unknown method. Models `RequestInfoFactory.NewRequestInfo`. */
export function verbOf(method: string, path: ResourcePath, query: Query): Verb | undefined {
  // The deprecated paths only watch.
  if (path.watch && method !== 'GET' && method !== 'HEAD') return undefined;
  switch (method) {
    case 'GET':
    case 'HEAD':
      return readingVerb(path, query);
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return path.name === '' ? 'deletecollection' : 'delete';
    case 'OPTIONS':
      // Only programs behind a proxy answer it.
      return path.subresource.split('/', 1)[0] === 'proxy' ? 'get' : undefined;
    default:
      return undefined;
  }
}

function readingVerb(path: ResourcePath, query: Query): Verb {
  if (path.watch) return 'watch';
  if (path.name !== '') return 'get';
  return query.flag('watch') ? 'watch' : 'list';
}
