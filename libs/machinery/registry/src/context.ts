import type { Admission } from '@klockwork/admission';
import type { Journal } from '@klockwork/event-store';
import type { Clock, Logger, Random } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import type { ObjectConverter } from './object-converter.ts';
import type { CalledAdmission } from './write/called-admission.ts';
import type { PendingAllocations } from './write/pending-allocations.ts';

/** Dependencies of the registry's verbs. */
export interface RegistryContext {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly kinds: readonly KindDefinition[];
  /** Plugins in order of execution. */
  readonly admission: readonly Admission[];
  /** Admission by other programs. */
  readonly called: CalledAdmission;
  /** Conversion of custom objects between versions. */
  readonly converter: ObjectConverter;
  readonly pendingAllocations: PendingAllocations;
}
