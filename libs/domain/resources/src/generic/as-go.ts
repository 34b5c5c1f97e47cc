import { compareText } from '@klockwork/api-machinery';
import type { LabelSelector } from '@klockwork/kubernetes-types';

/** Returns a selector with fields in Go's order. */
export function selectorAsGo(selector: LabelSelector | undefined): object | undefined {
  if (selector === undefined || selector === null) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const expressions = (matchExpressions ?? []).map(({ key, operator, values }) => ({
    key,
    operator,
    ...(values?.length ? { values } : {}),
  }));
  const labels = mapAsGo(matchLabels);
  return { ...(labels ? { matchLabels: labels } : {}), ...(expressions.length > 0 ? { matchExpressions: expressions } : {}) };
}

/** Returns a map in Go's form: sorted by key, undefined if empty. */
export function mapAsGo(map: Readonly<Record<string, string>> | undefined): object | undefined {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
