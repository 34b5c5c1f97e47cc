import { formatTime } from '@klockwork/api-machinery';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { metadataOf } from '../generic/metadata.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy, SubresourceStrategy } from '../kind.ts';
import { keepObservedGeneration } from './observed-generation.ts';
import { podDefaults } from './pod.defaults.ts';
import type { Pod } from './pod.ts';
import { validatePod } from './pod.validation.ts';
import { takeOverAppArmor } from './pod-app-armor.ts';
import { podPhaseTerminal, setPodCondition } from './pod-conditions.ts';
import { selectByLabelKeys } from './pod-label-keys.ts';
import { computeQosClass } from './pod-qos.ts';
import { validatePodStatusUpdate } from './pod-status.validation.ts';
import { validatePodUpdate } from './pod-update.validation.ts';
import { podWarnings } from './pod-warnings.ts';

/** Default grace period in seconds. */
const GRACE_SECONDS_DEFAULT = 30;

const SCHEDULING_GATED = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
  observedGeneration: 1,
};

/** Models `podStrategy` of `pkg/registry/core/pod/strategy.go`. */
export const podStrategy: Strategy<Pod> = {
  default: podDefaults,

  prepareForCreate(draft, { now, warn = () => {} }) {
    startGeneration(draft);
    draft.status = { phase: 'Pending', qosClass: computeQosClass(draft) };
    selectByLabelKeys(draft);
    takeOverAppArmor(draft, warn);
    if (draft.spec?.schedulingGates?.length) setPodCondition(draft, SCHEDULING_GATED, formatTime(now));
  },

  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'status');
    continueGeneration(draft, previous, specChanged(draft, previous));
  },

  validate: validatePod,
  validateUpdate: validatePodUpdate,
  warnings: podWarnings,
  returnsDeletedObject: true,
  graceSeconds: podGraceSeconds,
};

/** `/status`: written by the node. Models `podStatusStrategy`. */
export const podStatusStrategy: SubresourceStrategy<Pod> = {
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'spec');
    // Nodes must not revert a deletion, nor change owners.
    keepPart(metadataOf(draft), previous.metadata ?? {}, 'deletionTimestamp');
    keepPart(metadataOf(draft), previous.metadata ?? {}, 'ownerReferences');
    keepQosClass(draft, previous);
    keepObservedGeneration(draft, previous);
    continueGeneration(draft, previous, false);
  },
  validateUpdate: validatePodStatusUpdate,
  resetFields: ['spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'],
};

/**
 * Returns the grace period in seconds: requested, else from the spec; 0 for an unscheduled or finished pod. Models `CheckGracefulDelete`.
 */
function podGraceSeconds(pod: Pod, requestedSeconds: number | undefined): number {
  const seconds = requestedSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? GRACE_SECONDS_DEFAULT;
  if (!pod.spec?.nodeName || podPhaseTerminal(pod)) return 0;
  // A negative period means the shortest possible one; zero would skip graceful termination.
  return seconds < 0 ? 1 : seconds;
}

function keepQosClass(draft: Pod, previous: Pod): void {
  const qosClass = previous.status?.qosClass;
  if (draft.status && !draft.status.qosClass && qosClass !== undefined) draft.status.qosClass = qosClass;
}
