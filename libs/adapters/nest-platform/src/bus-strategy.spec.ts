import { routes, subjectsOf } from '@klockwork/bus';
import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { TEST_AUTH } from '@klockwork/embedded-nats/testing';
import { hostActivity, RealTimeClock } from '@klockwork/host';
import { type Activity, type LogFields, silentLogger } from '@klockwork/kernel';
import { NatsBus } from '@klockwork/nats-bus';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusStrategy } from './bus-strategy.ts';
import { provideComponent } from './component.service.ts';
import { componentOf } from './component.ts';
import { EventPattern, type MessageContext, MessagePattern } from './handlers.ts';

const LAB_AT = 1_000_000;
const subjects = subjectsOf('lab');
const DOUBLE = routes.api<number, number>('double');
const WANTED = routes.server<number>();
/** Body of an event whose handler rejects. */
const FAILING = -1;
const FAIL = routes.api<null, never>('fail');
const LOGS = routes.node<string, string>('logs');

let taken: string[];
let failures: LogFields[];
let activityOfService: Activity;

@Controller()
class TestController {
  @EventPattern(WANTED)
  async wanted(body: number): Promise<void> {
    if (body === FAILING) throw new Error('no heads');
    taken.push(`data ${String(body)}, at rest: ${activityOfService.state().idle}`);
  }

  @MessagePattern(DOUBLE)
  double(question: number, { at, from }: MessageContext): number {
    taken.push(`double of ${from} at ${at}`);
    return question * 2;
  }

  @MessagePattern(FAIL)
  fail(): Promise<never> {
    throw new Error('no such verb');
  }

  @MessagePattern(LOGS)
  async logs(question: string, { node }: MessageContext): Promise<string> {
    return `${question} of ${node}`;
  }
}

@Module({ controllers: [TestController], providers: provideComponent(componentOf(async () => ({ stop: async () => {} }))) })
class TestModule {}

let broker: EmbeddedBroker;
const undo: (() => unknown)[] = [];
beforeEach(async () => {
  taken = [];
  failures = [];
  broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
});
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
  await broker.close();
});

async function connect(name: string): Promise<NatsBus> {
  const activity = hostActivity();
  const clock = new RealTimeClock({ activity, setting: { type: 'lockstep', labAt: LAB_AT } });
  const bus = await NatsBus.connect({ name, clock, activity, servers: [broker.url], auth: TEST_AUTH });
  undo.push(() => bus.close());
  if (name === 'service') activityOfService = activity;
  return bus;
}

async function service(): Promise<{ bus: NatsBus; close(): Promise<void> }> {
  const bus = await connect('service');
  const logger = { ...silentLogger, error: (fields: LogFields) => void failures.push(fields) };
  const strategy = new BusStrategy({ bus, subjects, queue: 'test', nodes: ['node-1', 'node-2.example'], logger });
  const app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false, abortOnError: false });
  await app.listen();
  await bus.flush();
  return { bus, close: () => app.close() };
}

test('a handler runs before the clock’s message that was sent after its own, and the process is at work meanwhile', async () => {
  const [{ bus }, client] = [await service(), await connect('client')];
  bus.control.subscribe(subjects.clock.tick, (body) => taken.push(`clock ${String(body)}`));
  await bus.flush();
  const rounds = Array.from({ length: 300 }, (_, round) => round);
  for (const round of rounds) {
    client.publish(subjects.at(WANTED), round);
    client.control.publish(subjects.clock.tick, round);
  }
  await client.flush();
  await bus.flush();
  expect(taken).toEqual(rounds.flatMap((round) => [`data ${round}, at rest: false`, `clock ${round}`]));
});

test('a handler receives caller and lab time of a request', async () => {
  await service();
  const client = await connect('client');
  expect(await client.request(subjects.at(DOUBLE), 21, { timeoutMs: 1_000 })).toBe(42);
  expect(taken).toEqual([`double of client at ${LAB_AT}`]);
});

test('a handler that fails refuses the question with its own message', async () => {
  await service();
  const asked = (await connect('client')).request(subjects.at(FAIL), null, { timeoutMs: 1_000 });
  await expect(asked).rejects.toMatchObject({ code: 'refused', message: 'no such verb' });
});

test('a route of nodes is answered for each node of the process, by its name, and for no other', async () => {
  await service();
  const client = await connect('client');
  const ask = (node: string) => client.request(subjects.at(LOGS, node), 'logs', { timeoutMs: 1_000 });
  expect([await ask('node-1'), await ask('node-2.example')]).toEqual(['logs of node-1', 'logs of node-2.example']);
  await expect(ask('node-3')).rejects.toMatchObject({ code: 'no-responders' });
});

test('a rejecting event handler is logged once with its stack, and the service handles later events', async () => {
  const [{ bus }, client] = [await service(), await connect('client')];
  client.publish(subjects.at(WANTED), FAILING);
  client.publish(subjects.at(WANTED), 1);
  await client.flush();
  await bus.flush();
  expect(taken).toEqual(['data 1, at rest: false']);
  expect(failures).toEqual([
    { subject: subjects.at(WANTED), stack: expect.stringMatching(/^Error: no heads\n {4}at TestController.wanted/) },
  ]);
});

test('a service that is closed answers no more', async () => {
  const { bus, close } = await service();
  const client = await connect('client');
  await close();
  await bus.flush();
  await expect(client.request(subjects.at(DOUBLE), 1, { timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'no-responders' });
});
