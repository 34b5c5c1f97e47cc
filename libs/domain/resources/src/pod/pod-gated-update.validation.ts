import { type FieldError, fieldErrors, semanticEqual } from '@klockwork/api-machinery';
import type { NodeAffinity, NodeSelectorTerm } from '@klockwork/kubernetes-types';
import { mapAsGo } from '../generic/as-go.ts';
import { internalValue } from '../internal-diff/internal-diff.ts';
import type { PodSpec } from '../pod-template/pod-spec.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const TERMS_PATH = `spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms`;
const ONLY_ADDITIONS = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
const ONLY_NARROWER = 'only additions are allowed (no mutations or deletions)';
const NODE_SELECTOR_ONLY_GROWS = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';

/** A pod with scheduling gates may be restricted to fewer nodes. Models the rules of `ValidatePodUpdate` for gated pods. */
export function validateGatedScheduling(next: PodSpec, previous: PodSpec): FieldError[] {
  if (!isGated(previous)) return [];
  return [
    ...validateNodeSelectorGrows(next.nodeSelector, previous.nodeSelector ?? {}),
    ...validateNodeAffinityNarrows(next.affinity?.nodeAffinity, previous.affinity?.nodeAffinity),
  ];
}

/** Returns `next` with the fields of {@link validateGatedScheduling} restored. */
export function withGatedScheduling(next: PodSpec, previous: PodSpec): PodSpec {
  if (!isGated(previous)) return next;
  const { nodeSelector: _selector, affinity, ...rest } = next;
  const { nodeAffinity: _affinity, ...podAffinities } = affinity ?? {};
  const before = previous.affinity?.nodeAffinity;
  const keptAffinity = { ...podAffinities, ...(before === undefined ? {} : { nodeAffinity: before }) };
  const keepsAffinity = Object.keys(keptAffinity).length > 0 || previous.affinity !== undefined;
  return {
    ...rest,
    ...(previous.nodeSelector === undefined ? {} : { nodeSelector: previous.nodeSelector }),
    ...(keepsAffinity ? { affinity: keptAffinity } : {}),
  };
}

function isGated(spec: PodSpec): boolean {
  return (spec.schedulingGates ?? []).length > 0;
}

type Selector = Readonly<Record<string, string>>;

function validateNodeSelectorGrows(next: Selector | undefined, previous: Selector): FieldError[] {
  if (Object.entries(previous).every(([key, value]) => next?.[key] === value)) return [];
  return [fieldErrors.invalid('spec.nodeSelector', next && (mapAsGo(next) ?? {}), NODE_SELECTOR_ONLY_GROWS)];
}

function validateNodeAffinityNarrows(next: NodeAffinity | undefined, previous: NodeAffinity | undefined): FieldError[] {
  const terms = next?.[REQUIRED]?.nodeSelectorTerms ?? [];
  const before = previous?.[REQUIRED]?.nodeSelectorTerms ?? [];
  if (before.length === 0) return [];
  if (terms.length !== before.length) return [fieldErrors.invalid(TERMS_PATH, internalValue('[]NodeSelectorTerm', terms), ONLY_ADDITIONS)];
  return terms.flatMap((term, index) => {
    const old = before[index] as NodeSelectorTerm;
    if (narrows(term, old)) return [];
    return [fieldErrors.invalid(`${TERMS_PATH}[${index}]`, internalValue('NodeSelectorTerm', term), ONLY_NARROWER)];
  });
}

/** A term without rules matches no node: any rule would match more. Models `validateNodeSelectorTermHasOnlyAdditions`. */
function narrows(next: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  if (isEmpty(previous)) return isEmpty(next);
  return startsWith(next.matchExpressions, previous.matchExpressions) && startsWith(next.matchFields, previous.matchFields);
}

function isEmpty({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  return matchExpressions.length === 0 && matchFields.length === 0;
}

function startsWith(next: readonly object[] | undefined, previous: readonly object[] | undefined): boolean {
  return (previous ?? []).every((rule, index) => semanticEqual(rule, next?.[index]));
}
