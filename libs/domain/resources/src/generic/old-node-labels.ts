import { labelValue } from '@klockwork/api-machinery';

/** Labels of nodes that have other names now. Models `deprecatedNodeLabels` of `pkg/api/node/util.go`. */
const RENAMED = new Map([
  ['beta.kubernetes.io/arch', ['v1.14', 'kubernetes.io/arch']],
  ['beta.kubernetes.io/os', ['v1.14', 'kubernetes.io/os']],
  ['failure-domain.beta.kubernetes.io/region', ['v1.17', 'topology.kubernetes.io/region']],
  ['failure-domain.beta.kubernetes.io/zone', ['v1.17', 'topology.kubernetes.io/zone']],
  ['beta.kubernetes.io/instance-type', ['v1.17', 'node.kubernetes.io/instance-type']],
]);

/** One term of a selector of nodes. */
interface Term {
  readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
}

/** The name a label of nodes has now. */
export function currentLabel(label: string): string {
  return RENAMED.get(label)?.[1] ?? label;
}

/** What to use instead of a label that has another name now; undefined for other labels. */
export function oldLabelMessage(label: string): string | undefined {
  const renamed = RENAMED.get(label);
  return renamed && `deprecated since ${renamed[0]}; use "${renamed[1]}" instead`;
}

/** `path: label is deprecated …`, where it is. */
export function oldLabelWarnings(label: string, path: string): string[] {
  const message = oldLabelMessage(label);
  return message === undefined ? [] : [`${path}: ${label} is ${message}`];
}

/** Warns of old labels in a term at `path`; of values that no label has where they are not refused. Models `GetWarningsForNodeSelectorTerm`. */
export function termWarnings({ matchExpressions = [] }: Term, path: string, judgesValues = false): string[] {
  return matchExpressions.flatMap(({ key, values = [] }, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const odd = judgesValues
      ? values.flatMap((value, place) => labelValue(value).map((problem) => `${at}.values[${place}]: ${value} is invalid, ${problem}`))
      : [];
    return [...oldLabelWarnings(key, `${at}.key`), ...odd];
  });
}
