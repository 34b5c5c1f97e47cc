import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy } from '../kind.ts';
import { takeRequest } from './clock.request.ts';
import type { LabClock } from './clock.ts';
import { validateClock, validateClockUpdate } from './clock.validation.ts';

/**
 * Write rules of the Clock. Advances are requested by fields that are never stored, like a Secret's `stringData`: repetition of a patch
 * requests a second advance.
 */
export const clockStrategy: Strategy<LabClock> = {
  default(draft) {
    draft.spec ??= {};
    draft.spec.rate ??= 1;
    draft.spec.paused ??= false;
  },
  prepareForCreate(draft, { now }) {
    startGeneration(draft);
    draft.status = {};
    takeRequest(draft, undefined, now);
  },
  prepareForUpdate(draft, previous, { now }) {
    keepPart(draft, previous, 'status');
    takeRequest(draft, previous, now);
    continueGeneration(draft, previous, specChanged(draft, previous));
  },
  validate: validateClock,
  validateUpdate: validateClockUpdate,
};
