import type { ClockAdvance, LabClock } from '@klockwork/resources';
import { expect, test, vi } from 'vitest';
import { ClockClient } from './clock-client.ts';
import { type LabClient, Refusal, Unreachable } from './lab-client.ts';

const away = new Unreachable('https://127.0.0.1:1', 'ECONNRESET');
const clockWith = (advance?: Partial<ClockAdvance>): LabClock =>
  ({ status: { ...(advance && { advance: advance as ClockAdvance }) } }) as LabClock;

/** A lab whose clock is `before`, then `after`, and which answers orders with `mergeJson`. */
function lab(before: LabClock, after: LabClock, mergeJson: () => Promise<LabClock>) {
  const client = { getJson: vi.fn(async () => after).mockResolvedValueOnce(before as never), mergeJson: vi.fn(mergeJson) };
  return { client, clock: new ClockClient(client as unknown as LabClient) };
}

test('an order whose answer was lost is not given twice when the clock has it', async () => {
  const { client, clock } = lab(clockWith({ id: 3, by: '1m' }), clockWith({ id: 4, by: '10m' }), () => Promise.reject(away));
  expect(await clock.advance({ advance: '10m' })).toEqual(clockWith({ id: 4, by: '10m' }));
  expect(client.mergeJson).toHaveBeenCalledTimes(1);
});

test('an order that did not arrive is given again', async () => {
  const orders = vi.fn(async () => clockWith({ id: 1, by: '10m' })).mockRejectedValueOnce(away);
  const { client, clock } = lab(clockWith(), clockWith(), orders);
  expect(await clock.advance({ advance: '10m' })).toEqual(clockWith({ id: 1, by: '10m' }));
  expect(client.mergeJson).toHaveBeenCalledTimes(2);
});

test('an order that is refused is not given again', async () => {
  const { client, clock } = lab(clockWith(), clockWith(), () => Promise.reject(new Refusal('must be a duration', 422)));
  await expect(clock.advance({ advance: 'x' })).rejects.toThrow('must be a duration');
  expect(client.mergeJson).toHaveBeenCalledTimes(1);
});
