import { labelValue } from '@klockwork/api-machinery';

/** Renamed node labels. Models `deprecatedNodeLabels` of `pkg/api/node/util.go`. */
const RENAMED = new Map([
  ['beta.kubernetes.io/arch', ['v1.14', 'kubernetes.io/arch']],
  ['beta.kubernetes.io/os', ['v1.14', 'kubernetes.io/os']],
  ['failure-domain.beta.kubernetes.io/region', ['v1.17', 'topology.kubernetes.io/region']],
  ['failure-domain.beta.kubernetes.io/zone', ['v1.17', 'topology.kubernetes.io/zone']],
  ['beta.kubernetes.io/instance-type', ['v1.17', 'node.kubernetes.io/instance-type']],
]);

interface Term {
  readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
}

/** Returns the present name of a node label. */
export function currentLabel(label: string): string {
  return RENAMED.get(label)?.[1] ?? label;
}

/** Returns the deprecation message of a renamed label; undefined for other labels. */
export function oldLabelMessage(label: string): string | undefined {
  const newLabels = RENAMED.get(label);
  return newLabels && `deprecated since ${newLabels[0]}; use "${newLabels[1]}" instead`;
}

/** Returns `path: label is deprecated …` for a renamed label. */
export function oldLabelWarnings(label: string, path: string): string[] {
  const message = oldLabelMessage(label);
  return message === undefined ? [] : [`${path}: ${label} is ${message}`];
}

/**
 * Warns about renamed labels in a term at `path`, and about invalid values where they are not refused. Models
 * `GetWarningsForNodeSelectorTerm`.
 */
export function termWarnings({ matchExpressions = [] }: Term, path: string, judgesValues = false): string[] {
  return matchExpressions.flatMap(({ key, values = [] }, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const odd = judgesValues
      ? values.flatMap((value, place) => labelValue(value).map((problem) => `${at}.values[${place}]: ${value} is invalid, ${problem}`))
      : [];
    return [...oldLabelWarnings(key, `${at}.key`), ...odd];
  });
}
