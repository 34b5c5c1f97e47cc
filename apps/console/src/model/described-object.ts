import type { LabObject } from '../store/row.ts';
import { apiVersionOf, type Kind } from './kinds.ts';

/** Condition in the status of an object. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Owner with the object to select; absent for unknown kinds. */
export interface NamedOwner {
  readonly text: string;
  readonly selection?: { readonly resource: string; readonly key: string };
}

/** Returns the conditions of an object; none for other contents of the field. */
export function conditionsOf({ status }: LabObject): readonly Condition[] {
  const { conditions } = status ?? {};
  return Array.isArray(conditions) ? conditions.filter((each: Condition) => typeof each?.type === 'string') : [];
}

/** Returns the owners of an object, the controller first. */
export function ownersOf({ metadata: { namespace, ownerReferences = [] } }: LabObject, kinds: readonly Kind[]): readonly NamedOwner[] {
  const owners = [...ownerReferences].sort((a, b) => Number(b.controller ?? false) - Number(a.controller ?? false));
  return owners.map((owner) => {
    const kind = kinds.find((each) => each.kind === owner.kind && groupOf(apiVersionOf(each)) === groupOf(owner.apiVersion));
    const text = `${owner.kind}/${owner.name}`;
    if (kind === undefined) return { text };
    return { text, selection: { resource: kind.resource, key: kind.isNamespaced ? `${namespace}/${owner.name}` : owner.name } };
  });
}

/** Returns the scalar fields of a part of an object with their paths: `template.spec.containers[0].image`. Conditions are left out. */
export function summaryOf(part: unknown, path = ''): readonly (readonly [string, string])[] {
  if (part === undefined || part === null || path === 'conditions') return [];
  if (typeof part !== 'object') return [[path, String(part)]];
  const entries = Object.entries(part).map(([name, value]): [string, unknown] => {
    const step = Array.isArray(part) ? `[${name}]` : path === '' ? name : `.${name}`;
    return [`${path}${step}`, value];
  });
  return entries.flatMap(([name, value]) => summaryOf(value, name));
}

/** Returns the address if a text is one of http or https; undefined for all other texts. */
export function linkIn(text: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text)) return undefined;
  return URL.canParse(text) ? new URL(text).href : undefined;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
