import { findNatsServer, TEST_AUTH } from '@klockwork/embedded-nats/testing';
import { SeededRandom } from '@klockwork/kernel';
import { Lab } from '@klockwork/lab-tool';
import { describe, expect, test } from 'vitest';
import { Load } from './load.ts';
import { ServiceKiller } from './service-killer.ts';
import { pause } from './waiting.ts';

const SEED = Number(process.env.KLOCKWORK_CHAOS_SEED ?? 4711);
const RESTARTS = 3;
const UP_MS_MAX = 2_500;
const DOWN_MS_MAX = 1_500;

const startNatsServer = findNatsServer('a lab whose NATS is restarted');

describe('NATS restarted again and again under load', () => {
  test.skipIf(startNatsServer === undefined)('a nats-server of one’s own: everything reconnects and converges', async () => {
    const server = await (startNatsServer as NonNullable<typeof startNatsServer>)();
    const lab = await Lab.prepare();
    const { user, password } = TEST_AUTH;
    try {
      await lab.up(['--profile', 'fast'], { NATS_URL: server.url, NATS_USER: user, NATS_PASSWORD: password });
      expect((await lab.status()).services.map(({ name }) => name)).not.toContain('broker');
      const random = new SeededRandom(SEED);
      const load = await Load.start(lab, random);
      for (let restart = 0; restart < RESTARTS; restart++) {
        await pause(random.integer(UP_MS_MAX));
        await server.kill();
        await pause(random.integer(DOWN_MS_MAX));
        await server.restart();
      }
      await settles(load, 'nats-server');
    } finally {
      await lab.down();
      await server.kill();
    }
  });

  test('the embedded broker: the launcher starts it again, everything reconnects and converges', async () => {
    const lab = await Lab.up(['--profile', 'fast']);
    try {
      const random = new SeededRandom(SEED);
      const load = await Load.start(lab, random);
      await new ServiceKiller(load.launcher).killRandomly(random, { services: ['broker'], kills: RESTARTS, pauseMsMax: UP_MS_MAX });
      await settles(load, 'embedded broker');
    } finally {
      await lab.down();
    }
  });
});

async function settles(load: Load, what: string): Promise<void> {
  const { complaints, ...figures } = await load.end();
  console.log(`${what}, seed ${SEED}: ${JSON.stringify(figures)}`);
  expect(complaints).toEqual([]);
  // Requires work between restarts; its amount depends on the machine.
  expect(figures.acknowledged).toBeGreaterThan(10 * RESTARTS);
}
