import type { Fault } from '@klockwork/resources';
import { expect, test } from 'vitest';
import type { LabClient } from '../client/lab-client.ts';
import { UserError } from '../user-error.ts';
import { stalledByFaults } from './stalled-by-faults.ts';

const STALLED = new UserError('the lab did not start');
const fault = (name: string, phase?: 'Pending' | 'Active' | 'Recovering' | 'Recovered'): Fault => ({
  metadata: { name },
  ...(phase && { status: { phase } }),
});

test('a stalled start names Faults that have not ended, and the remedy', async () => {
  const faults = [fault('a'), fault('b', 'Pending'), fault('c', 'Active'), fault('d', 'Recovering'), fault('e', 'Recovered')];
  expect(await errorOf(STALLED, () => faults)).toEqual(
    new UserError(
      'the lab did not start. Faults of the lab may be the reason: start the lab again, and delete them while it starts: kubectl delete faults a b c d',
    ),
  );
});

test.each([
  ['without Faults', STALLED, () => []],
  ['with ended Faults', STALLED, () => [fault('a', 'Recovered')]],
  ['whose api-server does not answer', STALLED, () => Promise.reject(new Error('ECONNREFUSED'))],
  ['that was stopped by an error of ours', new Error('a bug'), () => [fault('a', 'Active')]],
])('a start %s keeps its error', async (_, error, faults) => {
  expect(await errorOf(error, faults)).toBe(error);
});

function errorOf(error: Error, faults: () => Fault[] | Promise<Fault[]>): Promise<unknown> {
  const getJson = (async () => ({ items: await faults() })) as LabClient['getJson'];
  return stalledByFaults(Promise.reject(error), () => ({ getJson })).catch((refused: unknown) => refused);
}
