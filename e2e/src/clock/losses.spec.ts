import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNatsServer, type NatsServer } from '@klockwork/embedded-nats/testing';
import { brokenCauses } from '@klockwork/event-store';
import { SeededRandom } from '@klockwork/kernel';
import { labHour } from '@klockwork/lab-tool';
import { describe, expect, test } from 'vitest';
import { brokenChains } from '../chaos/log-verdicts.ts';
import { eventually, pause } from '../chaos/waiting.ts';
import { envOf } from './buses.ts';
import { ClockLab, type ClockLabOptions } from './clock-lab.ts';
import { writeLargeObjects } from './flood.ts';
import { freeze, kill } from './kill-at-random.ts';
import { isLeftToProof, seedsFrom } from './proofs.ts';
import { labHourComplaints } from './verdicts/lab-hour.ts';
import { lateLeases } from './verdicts/leases.ts';
import { wrongEvictions, wrongNodeLosses } from './verdicts/node-loss.ts';
import { powerLosses } from './verdicts/power-losses.ts';

/** Losses during an advance, with real processes. */

const SEEDS = seedsFrom(1414);
const FOLLOWS_MS_MAX = 60_000;
/** Freeze longer than the clock's patience of two seconds. */
const FENCED_MS = 3_500;
/** Freeze shorter than the patience: time waits. */
const WAITED_FOR_MS = 1_500;

async function inLab(options: ClockLabOptions, act: (lab: ClockLab) => Promise<void>): Promise<void> {
  const lab = await ClockLab.up(options);
  try {
    await act(lab);
  } finally {
    await lab.down();
  }
}

test.each(SEEDS)('agents that are killed at any moment are missed, and their pods evicted, at the exact instants (seed %i)', (seed) =>
  inLab({ options: ['--nodes', '5'] }, async ({ lab, api, clock, launcher }) => {
    const random = new SeededRandom(seed);
    await lab.kubectl('create deployment web --image=nginx --replicas=10');
    await clock.advance('1m');
    const killAgents = async () => {
      for (const agent of ['kubelet-agent-2', 'kubelet-agent-4', 'kubelet-agent-5']) {
        await pause(random.integer(400));
        await kill(launcher, agent);
      }
    };
    await Promise.all([clock.advance('1h'), killAgents()]);
    const log = await lab.log();
    const lost = powerLosses(log);
    expect(Object.keys(lost).sort()).toEqual(['node-2', 'node-4', 'node-5']);
    expect([
      ...wrongNodeLosses(log, lost),
      ...lateLeases(log, { until: await clock.now(), lost }),
      ...Object.keys(lost).flatMap((node) => wrongEvictions(log, node)),
    ]).toEqual([]);
    expect((await api.send('GET', '/apis/apps/v1/namespaces/default/deployments/web')).body.status.availableReplicas).toBe(10);
  }),
);

test.skipIf(isLeftToProof('processes that hang for long')).each(SEEDS)(
  'a process frozen beyond the patience is reported, and follows again afterwards (seed %i)',
  () =>
    inLab({}, async ({ lab, clock, launcher }) => {
      const services = ['scheduler', 'controller-manager', 'kubelet-agent-2', 'api-server'];
      await lab.kubectl('create deployment web --image=nginx --replicas=6');
      await clock.advance('1m');
      for (const service of services) {
        await Promise.all([clock.advance('30m'), freeze(launcher, service, FENCED_MS)]);
        await eventually(`${service} to follow again`, FOLLOWS_MS_MAX, async () =>
          (await clock.report()).members.every(({ state }) => state === 'following') ? true : undefined,
        );
      }
      await clock.advance('30m');
      const log = await lab.log();
      const named = log.filter(({ data }) => data.reason === 'ProcessFencedOut').map(({ object }) => object.message);
      expect(new Set(named)).toEqual(new Set(services.map((service) => `${service} does not answer: time goes on without it`)));
      expect([...brokenChains(log), ...brokenCauses(log)]).toEqual([]);
      expect(await lab.kubectl('wait --for=condition=Ready node --all --timeout=60s')).toContain('node/node-3 condition met');
      expect(await lab.kubectl('wait --for=condition=Available deployment/web --timeout=60s')).toContain('condition met');
    }),
);

test.skipIf(isLeftToProof('a broker that hangs')).each(SEEDS)('while the broker hangs time stands, and nothing is late (seed %i)', () =>
  inLab({}, async (lab) => {
    const freezeBroker = async () => {
      for (let times = 0; times < 2; times++) {
        await pause(500);
        await freeze(lab.launcher, 'broker', FENCED_MS);
      }
    };
    const [result] = await Promise.all([labHour(lab), freezeBroker()]);
    expect(labHourComplaints(await lab.lab.log(), result)).toEqual([]);
  }),
);

test.each(SEEDS)('a new launcher continues from the last instant after a kill (seed %i)', (seed) =>
  inLab({}, async ({ lab, api, clock }) => {
    await lab.kubectl('create deployment web --image=nginx --replicas=3');
    await clock.advance('1m');
    const advance = clock.advance('10h').catch((error: unknown) => error);
    await pause(500 + new SeededRandom(seed).integer(500));
    process.kill(lab.launcherPid(), 'SIGKILL');
    await lab.up(['--profile', 'fast']);
    expect(await advance).toBeInstanceOf(Error);
    api.close();
    const before = await lab.log();
    await clock.pause();
    await clock.advance('10m');
    const log = await lab.log();
    expect(log.slice(0, before.length)).toEqual(before);
    expect(log.filter(({ at }, index) => at < (log[index - 1]?.at ?? 0))).toEqual([]);
    expect([...brokenChains(log), ...brokenCauses(log)]).toEqual([]);
    expect(await lab.kubectl('wait --for=condition=Ready node --all --timeout=60s')).toContain('node/node-3 condition met');
    expect(await lab.kubectl('wait --for=condition=Available deployment/web --timeout=60s')).toContain('condition met');
  }),
);

const startServer = findNatsServer('the loss of a nats-server of one’s own');
describe.skipIf(startServer === undefined)('an external nats-server', () => {
  const serve = async (config = ''): Promise<[NatsServer, ClockLabOptions]> => {
    const server = await (startServer as NonNullable<typeof startServer>)({ config });
    return [server, { bus: { name: 'a nats-server', start: async () => ({ env: envOf(server.url), stop: () => server.kill() }) } }];
  };

  test.each(SEEDS)('time stands during a restart of the nats-server, and nothing is late (seed %i)', async (seed) => {
    const random = new SeededRandom(seed);
    const [server, options] = await serve();
    await inLab(options, async (lab) => {
      const restartServer = async () => {
        for (let times = 0; times < 3; times++) {
          await pause(random.integer(1_500));
          await server.kill();
          await pause(random.integer(500));
          await server.restart();
        }
      };
      const [result] = await Promise.all([labHour(lab), restartServer()]);
      expect(labHourComplaints(await lab.lab.log(), result)).toEqual([]);
    });
  });

  test.skipIf(isLeftToProof('a slow consumer')).each(SEEDS)(
    'a slow consumer is disconnected, reconnects and catches up within the instant (seed %i)',
    async () => {
      const [, options] = await serve('max_pending: 1MB\nwrite_deadline: "100ms"\n');
      await inLab(options, async (lab) => {
        const isCutOff = () => readFileSync(join(lab.lab.data, 'logs', 'controller-manager.log'), 'utf8').includes('"disconnected"');
        const cutOff = async () => {
          while (!isCutOff())
            await Promise.all([freeze(lab.launcher, 'controller-manager', WAITED_FOR_MS), writeLargeObjects(lab.api, WAITED_FOR_MS)]);
        };
        const [result] = await Promise.all([labHour(lab), cutOff()]);
        expect(labHourComplaints(await lab.lab.log(), result)).toEqual([]);
      });
    },
  );
});
