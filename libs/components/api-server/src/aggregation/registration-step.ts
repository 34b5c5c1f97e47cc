import { semanticEqual } from '@klockwork/api-machinery';
import type { ApiService } from '@klockwork/resources';
import { MANAGED_LABEL } from './local-api-services.ts';

/** Next write of an APIService that the server manages. */
export type RegistrationStep = 'create' | 'restore' | 'delete' | undefined;

/**
 * Decides the next write. An APIService without the server's label belongs to a user. Built-in ones are managed at the start only. Models
 * `checkAPIService` of kube-aggregator's `pkg/controllers/autoregister`.
 */
export function registrationStep(
  wantedService: ApiService | undefined,
  present: ApiService | undefined,
  isStart: boolean,
): RegistrationStep {
  const managedLabel = (present ?? wantedService)?.metadata?.labels?.[MANAGED_LABEL];
  if (managedLabel === undefined || (managedLabel === 'onstart' && !isStart)) return undefined;
  if (present === undefined) return wantedService && 'create';
  if (wantedService === undefined) return 'delete';
  return semanticEqual(present.spec, wantedService.spec) ? undefined : 'restore';
}
