import type { Node, NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1';

/** True when one of the terms holds for `node`; an empty term holds for none. Models `component-helpers/scheduling/corev1/nodeaffinity`. */
export function someTermHolds(terms: readonly NodeSelectorTerm[], node: Node): boolean {
  return terms.some((term) => termHolds(term, node));
}

/** True when all requirements of `term` hold for `node`. */
export function termHolds(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return (
    expressions.every((requirement) => requirementHolds(requirement, ownLabel(node, requirement.key))) &&
    fields.every((requirement) => requirementHolds(requirement, requirement.key === 'metadata.name' ? node.metadata?.name : undefined))
  );
}

/** A key may be called `constructor`. */
function ownLabel({ metadata }: Node, key: string): string | undefined {
  const labels = metadata?.labels ?? {};
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function requirementHolds({ operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
