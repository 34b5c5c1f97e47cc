import { compareText } from '@klockwork/api-machinery';
import type { LabelSelector } from '@klockwork/kubernetes-types';

/** A selector with its fields in the order Go prints them. */
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

/** A map as Go prints it: sorted by key, an empty one like none. */
export function mapAsGo(map: Readonly<Record<string, string>> | undefined): object | undefined {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
