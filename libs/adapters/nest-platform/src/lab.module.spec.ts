import { type BusConnection, routes, subjectsOf } from '@klockwork/bus';
import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { TEST_AUTH } from '@klockwork/embedded-nats/testing';
import { hostActivity, hostRandom, nodeTimer, RealTimeClock } from '@klockwork/host';
import { silentLogger } from '@klockwork/kernel';
import { type ClockCoordinator, createClockCoordinator } from '@klockwork/lockstep';
import { NatsBus } from '@klockwork/nats-bus';
import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusStrategy } from './bus-strategy.ts';
import { provideComponent } from './component.service.ts';
import { COMPONENT_LIFE, type ComponentLife, componentOf } from './component.ts';
import { LabModule } from './lab.module.ts';
import { readLabConfig } from './lab-config.ts';
import { LogPosition } from './log-position.ts';
import { openPlatform } from './platform.ts';

const LAB_AT = 1_000_000_000;
const subjects = subjectsOf('lab');
const TEST = routes.server<number>();

let broker: EmbeddedBroker;
let watcher: NatsBus;
let seen: { subject: 'clock' | 'data'; body: unknown }[];
const undo: (() => unknown)[] = [];

beforeEach(async () => {
  broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
  watcher = await connect('watcher');
  seen = [];
  watcher.control.subscribe(subjects.clock.report, (body) => seen.push({ subject: 'clock', body }));
  watcher.subscribe(subjects.at(TEST), (body) => seen.push({ subject: 'data', body }));
  await watcher.flush();
});
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
  await broker.close();
});

async function connect(name: string): Promise<NatsBus> {
  const activity = hostActivity();
  const clock = new RealTimeClock({ activity, setting: { type: 'lockstep', labAt: 0 } });
  const bus = await NatsBus.connect({ name, clock, activity, servers: [broker.url], auth: TEST_AUTH });
  undo.push(() => bus.close());
  return bus;
}

async function coordinator(): Promise<ClockCoordinator> {
  const activity = hostActivity();
  const bus: BusConnection = await connect('clock');
  const setting = { type: 'scaled', hostAt: Date.now(), labAt: LAB_AT, rate: 1 } as const;
  const clock = new RealTimeClock({ activity, setting });
  const options = {
    channel: bus.control,
    sent: () => bus.activity().sent,
    subjects: subjects.clock,
    clock,
    activity,
    host: nodeTimer,
    random: hostRandom(),
    logger: silentLogger,
    setting,
  };
  const made = createClockCoordinator(options);
  undo.push(() => made.stop());
  return made;
}

/** Creates a service whose component publishes its start time. */
async function service(log?: LogPosition): Promise<INestMicroservice> {
  const config = { ...readLabConfig({}, 'tester'), nats: { servers: [broker.url], auth: TEST_AUTH }, logLevel: 'silent' as const };
  const platform = await openPlatform(config, log);
  const { bus, context } = platform;
  const component = componentOf(async () => {
    bus.publish(subjects.at(TEST), context.clock.now());
    return { stop: async () => {} };
  });
  @Module({ imports: [LabModule.of(platform)], providers: provideComponent(component) })
  class TestModule {}
  const strategy = new BusStrategy({ bus, subjects, logger: silentLogger, queue: 'tester' });
  const app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false, abortOnError: false });
  await app.listen();
  await app.get<ComponentLife>(COMPONENT_LIFE, { strict: false }).start();
  return app;
}

/** Resolves when `look` gives something, looking again in every turn of the event loop. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (let found = look(); ; found = look()) {
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
}

test('a process receives lab time before its first message, and leaves at its end', async () => {
  const starting = service();
  const join = await until(() => seen.find(({ subject }) => subject === 'clock'));
  expect(join.body).toMatchObject({ type: 'join', name: 'tester', from: expect.stringMatching(/^tester:[0-9a-f-]{36}$/) });
  expect(seen.filter(({ subject }) => subject === 'data')).toEqual([]);

  const clock = await coordinator();
  const app = await starting;
  const told = await until(() => seen.find(({ subject }) => subject === 'data')?.body as { at: number; body: number } | undefined);
  for (const at of [told.at, told.body]) expect([at >= LAB_AT, at < LAB_AT + 60_000]).toEqual([true, true]);
  expect(clock.state().members).toMatchObject([{ name: 'tester', state: 'following' }]);

  await app.close();
  await until(() => clock.state().members.length === 0 || undefined);
});

test('the writer of the log reports the end of the log, and later its heads', async () => {
  const log = new LogPosition(LAB_AT + 3_600_000);
  log.follow(() => ({ '/pods': 12 }));
  const starting = service(log);
  const join = await until(() => seen.find(({ subject }) => subject === 'clock'));
  expect(join.body).toMatchObject({ type: 'join', now: LAB_AT + 3_600_000 });
  const clock = await coordinator();
  const app = await starting;
  expect(clock.state().now).toBeGreaterThanOrEqual(LAB_AT + 3_600_000);
  const advance = clock.advance({ until: clock.state().now + 60_000, stopAt: 'bound' });
  await advance.done;
  const heads = seen.find(({ body }) => (body as { heads?: unknown }).heads !== undefined);
  expect(heads?.body).toMatchObject({ type: 'report', heads: { '/pods': 12 } });
  await app.close();
});
