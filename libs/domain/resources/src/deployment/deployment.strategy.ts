import { semanticEqual } from '@klockwork/api-machinery';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { metadataOf } from '../generic/metadata.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import { templateWarnings } from '../generic/template-warnings.ts';
import type { Strategy } from '../kind.ts';
import { defaultDeployment } from './deployment.defaults.ts';
import type { Deployment } from './deployment.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './deployment.validation.ts';

/** Models `pkg/registry/apps/deployment/strategy.go`. */
export const deploymentStrategy: Strategy<Deployment> = {
  default: defaultDeployment,
  prepareForCreate(draft) {
    draft.status = {};
    startGeneration(draft);
  },
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'status');
    // The controller copies annotations to ReplicaSets, so their changes increment the generation.
    const annotated = !semanticEqual(draft.metadata?.annotations, previous.metadata?.annotations);
    continueGeneration(draft, previous, annotated || specChanged(draft, previous));
  },
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  warnings: templateWarnings,
};

/** `/status` leaves spec and labels alone. */
export const deploymentStatus = statusStrategy<Deployment>({
  keep: (draft, previous) => keepPart(metadataOf(draft), previous.metadata ?? {}, 'labels'),
  validate: validateDeploymentStatus,
  resets: ['spec', 'metadata.labels'],
});
