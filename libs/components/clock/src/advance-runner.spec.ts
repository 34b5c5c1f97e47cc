import { type BusConnection, MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { InMemoryClusterApi } from '@klockwork/cluster-api/testing';
import type { ComponentContext } from '@klockwork/controller-runtime';
import {
  CountingActivity,
  copy,
  type LabTime,
  ManualClock,
  ManualHost,
  type Mutable,
  SeededRandom,
  StopSource,
  silentLogger,
} from '@klockwork/kernel';
import { createClockCoordinator, createClockMember } from '@klockwork/lockstep';
import { type ClockAdvance, type ClockSpec, type KubeObject, kindOf, type LabClock, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { startClock } from './start-clock.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const request = { cause: { trigger: 'request', name: 'test' } } as const;
const seconds = (count: number): LabTime => START + count * 1_000;

/** Paused lab in one process: component, real coordinator, and members with timers only. */
class WoundLab {
  readonly host = new ManualHost(START);
  readonly random = new SeededRandom(1);
  readonly clock = new ManualClock(START);
  readonly api = new InMemoryClusterApi({ clock: this.clock });
  readonly network = new MemoryBusNetwork({ clock: this.clock, random: this.random, host: this.host });
  readonly subjects = subjectsOf('test');

  async start(): Promise<void> {
    await this.api.create<LabClock>(resources.clocks, { metadata: { name: 'lab' }, spec: { rate: 1, paused: true } }, request);
    const { clock, host, random, subjects } = this;
    const { bus, activity } = this.#process('clock', clock);
    const ports = { channel: bus.control, subjects: subjects.clock, clock, activity, host, random, logger: silentLogger };
    const sent = () => bus.activity().sent;
    const setting = { type: 'scaled', hostAt: START, labAt: START, rate: 0 } as const;
    const coordinator = createClockCoordinator({ ...ports, sent, setting });
    const context: ComponentContext = { clock, random, activity, logger: silentLogger, api: (actor) => this.api.as(actor, 'test') };
    const starting = startClock(context, { coordinator, host, stop: new StopSource() });
    await host.run(100);
    await starting;
  }

  /** Starts a member with these timers. */
  async member(name: string, timers: readonly { at: LabTime; upkeep?: true; act?: () => void }[]): Promise<void> {
    const clock = new ManualClock(START);
    for (const { at, upkeep, act } of timers) clock.at(at, { name: upkeep ? 'lease' : 'work', ...(upkeep && { upkeep }) }, () => act?.());
    const { bus, activity } = this.#process(name, clock);
    const ports = { channel: bus.control, subjects: this.subjects.clock, clock, activity, host: this.host, logger: silentLogger };
    void createClockMember({ name, incarnation: `${name}-1`, ...ports, sent: () => bus.activity().sent }).start();
    await this.host.run(200);
  }

  /** Requests an advance like the API, and runs the host until its end. */
  async advance(spec: ClockSpec): Promise<ClockAdvance | undefined> {
    const previous = await this.api.get<LabClock>(resources.clocks, { name: 'lab' });
    const draft = copy(previous) as Mutable<LabClock>;
    draft.spec = { ...draft.spec, ...spec };
    kindOf('klockwork.dev', 'clocks')?.strategy.prepareForUpdate(draft, previous, {
      now: this.clock.now(),
      subresource: '',
      user: 'admin',
    });
    await this.api.update<LabClock>(resources.clocks, draft, { ...request, subresource: 'status' });
    await this.host.run(20_000);
    return (await this.api.get<LabClock>(resources.clocks, { name: 'lab' })).status?.advance;
  }

  #process(name: string, clock: ManualClock): { bus: BusConnection; activity: CountingActivity } {
    const activity = new CountingActivity((then) => void this.host.set(0, then));
    return { bus: this.network.connect({ name, clock, activity }), activity };
  }
}

async function labWith(...work: readonly { at: LabTime; act?: (lab: WoundLab) => void }[]): Promise<WoundLab> {
  const lab = new WoundLab();
  await lab.start();
  const leases = Array.from({ length: 12 }, (_, index) => ({ at: seconds(10 * (index + 1)), upkeep: true }) as const);
  await lab.member('kubelet-agent', leases);
  const timers = work.map(({ at, act }) => ({ at, act: () => act?.(lab) }));
  await lab.member('scheduler', timers);
  return lab;
}

test('an advance reaches its bound, through all timers on the way', async () => {
  const lab = await labWith({ at: seconds(25) });
  expect(await lab.advance({ advance: '1m' })).toMatchObject({
    phase: 'Reached',
    from: '2026-01-01T00:00:00.000Z',
    now: '2026-01-01T00:01:00.000Z',
    fired: [
      { name: 'lease', count: 6 },
      { name: 'work', count: 1 },
    ],
  });
  expect((await lab.api.get<LabClock>(resources.clocks, { name: 'lab' })).status).toMatchObject({
    mode: 'Paused',
    time: '2026-01-01T00:01:00.000Z',
  });
});

test('a step ends after the next work timer, and fires earlier lease timers', async () => {
  const lab = await labWith({ at: seconds(25) }, { at: seconds(40) });
  expect(await lab.advance({ until: { reach: 'NextTimer' } })).toMatchObject({ phase: 'Stepped', now: '2026-01-01T00:00:25.000Z' });
  expect(await lab.advance({ until: { reach: 'NextTimer' } })).toMatchObject({ phase: 'Stepped', now: '2026-01-01T00:00:40.000Z' });
});

test('a step with only upkeep timers leaves time unchanged', async () => {
  const lab = await labWith();
  expect(await lab.advance({ until: { reach: 'NextTimer' } })).toMatchObject({ phase: 'Idle', jumps: 0, now: '2026-01-01T00:00:00.000Z' });
});

test('a lab with only upkeep timers is idle', async () => {
  const lab = await labWith({ at: seconds(25) }, { at: seconds(40) });
  expect(await lab.advance({ until: { reach: 'Idle' } })).toMatchObject({ phase: 'Idle', now: '2026-01-01T00:00:40.000Z' });
});

const ready = {
  metadata: { namespace: 'default', name: 'web' },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
} as KubeObject;
const until = { reach: 'Condition', for: 'condition=Ready', resource: 'pods', name: 'web' } as const;

test('a condition ends the advance at the instant it is met', async () => {
  const lab = await labWith({ at: seconds(25) }, { at: seconds(45), act: ({ api }) => void api.create(resources.pods, ready, request) });
  expect(await lab.advance({ until })).toMatchObject({ phase: 'ConditionMet', now: '2026-01-01T00:00:45.000Z' });
});

test('a condition met before the start ends the advance at once', async () => {
  const lab = await labWith({ at: seconds(25) });
  await lab.api.create(resources.pods, ready, request);
  expect(await lab.advance({ until })).toMatchObject({ phase: 'ConditionMet', jumps: 0, now: '2026-01-01T00:00:00.000Z' });
});

test('a condition that held for less than an instant counts as met', async () => {
  const pods = { namespace: 'default', name: 'web' };
  const flicker = ({ api }: WoundLab) =>
    void api.create(resources.pods, ready, request).then(() => api.delete(resources.pods, pods, {}, request));
  const lab = await labWith({ at: seconds(45), act: flicker });
  expect(await lab.advance({ until })).toMatchObject({ phase: 'ConditionMet', now: '2026-01-01T00:00:45.000Z' });
});

test('an advance reports a condition that its bound did not meet', async () => {
  const lab = await labWith({ at: seconds(25) });
  const unjudged = { ...until, for: 'jsonpath={.status.conditions}=x' };
  expect(await lab.advance({ advance: '1m', until })).toMatchObject({
    phase: 'Reached',
    message: 'condition=Ready of pods/web was not met before the bound',
  });
  await lab.api.create(resources.pods, ready, request);
  expect(await lab.advance({ advance: '10s', until: unjudged })).toMatchObject({
    message: `${unjudged.for} of pods/web was not met before the bound: jsonpath leads to a nested object or list which is not supported`,
  });
});

test('a deletion counts even if the object is recreated at once', async () => {
  const pods = { namespace: 'default', name: 'web' };
  const replace = ({ api }: WoundLab) =>
    void api.delete(resources.pods, pods, {}, request).then(() => api.create(resources.pods, ready, request));
  const lab = await labWith({ at: seconds(45), act: replace });
  await lab.api.create(resources.pods, ready, request);
  expect(await lab.advance({ until: { ...until, for: 'delete' } })).toMatchObject({
    phase: 'ConditionMet',
    now: '2026-01-01T00:00:45.000Z',
  });
});
