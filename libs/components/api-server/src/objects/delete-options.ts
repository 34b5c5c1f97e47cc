import { statusErrors } from '@klockwork/api-machinery';
import { type DeleteRequest, deleteRequestErrors } from '@klockwork/registry';
import { int64Of } from '../routing/int64.ts';
import { decodeDeleteOptions } from './body.ts';
import type { ObjectCall } from './object-call.ts';
import { dryRunErrors } from './write-options.ts';

/** Reads DeleteOptions from the body, else from query parameters. kubectl sends even dryRun in the body. */
export function readDeleteOptions(call: ObjectCall): { deletion: DeleteRequest; dryRun: boolean } {
  const options = call.request.body.length > 0 ? decodeDeleteOptions(call) : fromQuery(call);
  return deletionOf(options);
}

/** DeleteOptions as a value: a body's, or those inside an Eviction. Throws Invalid. */
export function deletionOf(options: Readonly<Record<string, unknown>>): { deletion: DeleteRequest; dryRun: boolean } {
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = options as DeleteOptions;
  const deletion = {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy !== undefined && { propagationPolicy }),
    ...(orphanDependents !== undefined && { orphanDependents }),
    ...(preconditions !== undefined && { preconditions }),
  };
  const errors = [...deleteRequestErrors(deletion), ...dryRunErrors(dryRun ?? [])];
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  return { deletion, dryRun: (dryRun ?? []).length > 0 };
}

type DeleteOptions = DeleteRequest & { readonly dryRun?: readonly string[] };

function fromQuery({ query }: ObjectCall): Readonly<Record<string, unknown>> {
  const gracePeriodSeconds = int64Of(query, 'gracePeriodSeconds');
  const preconditions = {
    ...(query.text('uid') !== '' && { uid: query.text('uid') }),
    ...(query.text('resourceVersion') !== '' && { resourceVersion: query.text('resourceVersion') }),
  };
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(query.text('propagationPolicy') !== '' && { propagationPolicy: query.text('propagationPolicy') }),
    ...(query.has('orphanDependents') && { orphanDependents: query.flag('orphanDependents') }),
    ...(query.has('dryRun') && { dryRun: query.all('dryRun') }),
    ...(Object.keys(preconditions).length > 0 && { preconditions }),
  };
}
