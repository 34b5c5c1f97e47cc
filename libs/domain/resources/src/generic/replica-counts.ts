import type { FieldError } from '@klockwork/api-machinery';
import { nonNegative, notAbove } from './field-checks.ts';

interface ReplicaCounts {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly observedGeneration?: number;
}

/** Refuses negative and inconsistent counts. Models `ValidateReplicaSetStatus` and `ValidateReplicationControllerStatus`. */
export function replicaCountErrors(status: ReplicaCounts): FieldError[] {
  return [
    ...nonNegative(status.replicas, 'status.replicas'),
    ...nonNegative(status.fullyLabeledReplicas, 'status.fullyLabeledReplicas'),
    ...nonNegative(status.readyReplicas, 'status.readyReplicas'),
    ...nonNegative(status.availableReplicas, 'status.availableReplicas'),
    ...nonNegative(status.observedGeneration, 'status.observedGeneration'),
    ...nonNegative(status.terminatingReplicas, 'status.terminatingReplicas'),
    ...notAbove(status, 'fullyLabeledReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'readyReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'readyReplicas', 'readyReplicas'),
  ];
}
