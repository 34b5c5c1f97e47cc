import type { Fault } from '@klockwork/resources';
import type { LabClient } from '../client/lab-client.ts';
import { UserError } from '../user-error.ts';

/** Returns the promise of a stalled start, whose error also names the Faults that may stall it. */
export async function stalledByFaults(stalled: Promise<never>, client: () => Pick<LabClient, 'getJson'>): Promise<never> {
  try {
    return await stalled;
  } catch (error) {
    const names = error instanceof UserError ? await lastingFaults(client) : [];
    if (!(error instanceof UserError) || names.length === 0) throw error;
    const remedy = `start the lab again, and delete them while it starts: kubectl delete faults ${names.join(' ')}`;
    throw new UserError(`${error.message}. Faults of the lab may be the reason: ${remedy}`);
  }
}

/** Returns the names of Faults that have not ended; none without an answer, as the first error is the one that counts. */
async function lastingFaults(client: () => Pick<LabClient, 'getJson'>): Promise<string[]> {
  try {
    const { items } = await client().getJson<{ readonly items: readonly Fault[] }>('/apis/klockwork.dev/v1alpha1/faults');
    return items.filter(({ status }) => status?.phase !== 'Recovered').map((fault) => fault.metadata?.name ?? '');
  } catch {
    return [];
  }
}
