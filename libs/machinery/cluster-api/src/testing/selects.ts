import type { KubeObject } from '@klockwork/resources';
import type { ListOptions } from '../cluster-api.ts';

/** True if a list with these options contains `object`. Selectors: comma-separated `key=value` and `key!=value` only. */
export function selects(options: ListOptions, object: KubeObject): boolean {
  if (options.namespace !== undefined && options.namespace !== object.metadata?.namespace) return false;
  const labels = object.metadata?.labels ?? {};
  return matches(options.labelSelector, (key) => labels[key] ?? '') && matches(options.fieldSelector, (path) => field(object, path));
}

function matches(selector: string | undefined, read: (key: string) => string): boolean {
  if (selector === undefined || selector === '') return true;
  return selector.split(',').every((term) => {
    const [, key, operator, value] = /^(.+?)(!=|==?)(.*)$/.exec(term) ?? [];
    if (key === undefined) throw new Error(`the in-memory API does not know the selector ${term}`);
    return (read(key) === value) === (operator !== '!=');
  });
}

function field(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const step of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[step];
  return value === undefined ? '' : String(value);
}
