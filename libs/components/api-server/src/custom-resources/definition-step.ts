import { semanticEqual } from '@klockwork/api-machinery';
import {
  acceptNames,
  approvalCondition,
  CLEANUP_FINALIZER,
  type CustomResourceDefinition,
  type DefinitionCondition,
  definitionCondition,
  ESTABLISHED,
  isEstablished,
  nonStructuralCondition,
  setDefinitionCondition,
} from '@klockwork/resources';

/** Next work on a definition: a write of its status and finalizers, or the deletion of its objects. */
export type DefinitionStep =
  | { readonly type: 'write'; readonly change: (draft: CustomResourceDefinition) => void }
  | { readonly type: 'delete-objects' }
  | undefined;

/** Facts for the decision. */
export interface DefinitionFacts {
  /** Definitions of the same group, with this one. */
  readonly inGroup: readonly CustomResourceDefinition[];
  /** Objects of the definition that exist. */
  readonly objects: number;
  /** Time for conditions. */
  readonly now: string;
}

type Condition = Omit<DefinitionCondition, 'lastTransitionTime'>;

const terminating = (status: 'True' | 'False', reason: string, message: string): Condition => ({
  type: 'Terminating',
  status,
  reason,
  message,
});
const IN_PROGRESS = terminating('True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress');
const COMPLETED = terminating('False', 'InstanceDeletionCompleted', 'removed all instances');
const NEVER_ESTABLISHED = terminating('False', 'NeverEstablished', 'resource was never established');

/** Decides the next step. Models the naming, establishing, structure and finalizing controllers of `k8s.io/apiextensions-apiserver`. */
export function definitionStep(definition: CustomResourceDefinition, facts: DefinitionFacts): DefinitionStep {
  const { metadata } = definition;
  if (metadata?.deletionTimestamp !== undefined)
    return metadata.finalizers?.includes(CLEANUP_FINALIZER) ? ending(definition, facts) : undefined;
  return naming(definition, facts) ?? approving(definition, facts) ?? establishing(definition, facts) ?? structuring(definition, facts);
}

function ending(definition: CustomResourceDefinition, { objects, now }: DefinitionFacts): DefinitionStep {
  const terminating = definitionCondition(definition, 'Terminating');
  if (!isEstablished(definition)) return { type: 'write', change: (draft) => finish(draft, NEVER_ESTABLISHED, now) };
  if (terminating?.reason !== IN_PROGRESS.reason)
    return { type: 'write', change: (draft) => setDefinitionCondition(draft, IN_PROGRESS, now) };
  return objects > 0 ? { type: 'delete-objects' } : { type: 'write', change: (draft) => finish(draft, COMPLETED, now) };
}

function finish(draft: CustomResourceDefinition, condition: Condition, now: string): void {
  setDefinitionCondition(draft, condition, now);
  const finalizers = (draft.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
  draft.metadata = { ...draft.metadata, finalizers };
}

function naming(definition: CustomResourceDefinition, { inGroup, now }: DefinitionFacts): DefinitionStep {
  if (semanticEqual(definition.spec?.names, definition.status?.acceptedNames)) return undefined;
  const { acceptedNames, namesAccepted, established } = acceptNames(definition, inGroup);
  if (isTold(definition, namesAccepted) && semanticEqual(definition.status?.acceptedNames, acceptedNames)) return undefined;
  return {
    type: 'write',
    change(draft) {
      draft.status = { ...draft.status, acceptedNames };
      setDefinitionCondition(draft, namesAccepted, now);
      setDefinitionCondition(draft, established, now);
    },
  };
}

function approving(definition: CustomResourceDefinition, { now }: DefinitionFacts): DefinitionStep {
  const condition = approvalCondition(definition);
  if (condition === undefined || isTold(definition, condition)) return undefined;
  return { type: 'write', change: (draft) => setDefinitionCondition(draft, condition, now) };
}

function isTold(definition: CustomResourceDefinition, { type, status, reason, message }: Condition): boolean {
  const previous = definitionCondition(definition, type);
  return previous?.status === status && previous.reason === reason && previous.message === message;
}

function establishing(definition: CustomResourceDefinition, { now }: DefinitionFacts): DefinitionStep {
  if (isEstablished(definition) || definitionCondition(definition, 'NamesAccepted')?.status !== 'True') return undefined;
  return { type: 'write', change: (draft) => setDefinitionCondition(draft, ESTABLISHED, now) };
}

function structuring(definition: CustomResourceDefinition, { now }: DefinitionFacts): DefinitionStep {
  const wantedCondition = nonStructuralCondition(definition);
  const nonStructural = definitionCondition(definition, 'NonStructuralSchema');
  if (wantedCondition?.message === nonStructural?.message) return undefined;
  return {
    type: 'write',
    change(draft) {
      if (wantedCondition !== undefined) setDefinitionCondition(draft, wantedCondition, now);
      else
        draft.status = { ...draft.status, conditions: (draft.status?.conditions ?? []).filter(({ type }) => type !== nonStructural?.type) };
    },
  };
}
