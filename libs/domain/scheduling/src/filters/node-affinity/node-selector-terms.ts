import { type LabelOperator, type Labels, meetsRequirement } from '@klockwork/api-machinery';
import type { Node, NodeSelectorRequirement, NodeSelectorTerm } from '@klockwork/kubernetes-types';

const OPERATORS = new Map<string, LabelOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

/** Returns whether any term matches `node`; an empty term matches no node. Models `component-helpers/scheduling/corev1/nodeaffinity`. */
export function someTermHolds(terms: readonly NodeSelectorTerm[], node: Node): boolean {
  return terms.some((term) => termHolds(term, node));
}

/** True when all requirements of `term` hold for `node`. */
export function termHolds(term: NodeSelectorTerm, { metadata = {} }: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return (
    expressions.every((requirement) => requirementHolds(requirement, metadata.labels ?? {})) &&
    fields.every((requirement) => requirementHolds(requirement, { 'metadata.name': metadata.name ?? '' }))
  );
}

/** Gt and Lt compare integers of 64 bits; another label meets neither. */
function requirementHolds({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels): boolean {
  const operation = OPERATORS.get(operator);
  return operation !== undefined && meetsRequirement({ key, operator: operation, values }, labels);
}
