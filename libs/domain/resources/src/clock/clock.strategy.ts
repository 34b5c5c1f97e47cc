import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy } from '../kind.ts';
import { takeRequest } from './clock.request.ts';
import type { LabClock } from './clock.ts';
import { validateClock, validateClockUpdate } from './clock.validation.ts';

/**
 * What becomes of a write of the Clock. An advance is asked for by fields that are never stored, as a Secret's `stringData`:
 * so the same patch sent twice is two advances.
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
