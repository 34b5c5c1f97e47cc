import { findNatsServer } from '@klockwork/embedded-nats/testing';
import { SeededRandom } from '@klockwork/kernel';
import { labHour } from '@klockwork/lab-tool';
import { expect, test } from 'vitest';
import type { BusKind } from './buses.ts';
import { envOf } from './buses.ts';
import { ClockLab } from './clock-lab.ts';
import { LossyProxy } from './lossy-proxy.ts';
import { isLeftToProof, seedsFrom } from './proofs.ts';
import { labHourComplaints } from './verdicts/lab-hour.ts';

const [SEED = 0] = seedsFrom(1618);
const startServer = findNatsServer('lost messages of the clock');

/** Each kind takes many times the clock's patience: run by `npm run prove:clock` only, as the protocol's simulation loses messages too. */
const LOST = [
  ['reports', /\.clock\.report$/],
  ['ticks, and what is said to one process', /\.clock\.(tick|to\..*)$/],
] as const;

test.skipIf(startServer === undefined || isLeftToProof('lost messages of the clock')).each(LOST)(
  'lost %s messages of the clock are repeated, and nothing is late',
  async (_, subject) => {
    const server = await (startServer as NonNullable<typeof startServer>)();
    const proxy = await LossyProxy.before(server.url, { random: new SeededRandom(SEED), subject, oneIn: 100 });
    const bus: BusKind = { name: 'a lossy nats-server', start: async () => ({ env: envOf(proxy.url), stop: () => server.kill() }) };
    const lab = await ClockLab.up({ bus });
    try {
      const result = await labHour(lab);
      console.log(`${proxy.lost} lost of the clock: ${result.hostSeconds.toFixed(2)} s, ${result.jumps} jumps`);
      expect(labHourComplaints(await lab.lab.log(), result)).toEqual([]);
      expect(proxy.lost).toBeGreaterThan(10);
    } finally {
      proxy.close();
      await lab.down();
    }
  },
);
