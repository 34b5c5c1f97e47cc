import { settled } from '@klockwork/cluster-api/testing';
import { CLOCK_ROUTE } from '@klockwork/lockstep';
import type { ClockAdvance } from '@klockwork/resources';
import { resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { ClockLab, LAB_START } from './testing/clock-lab.ts';

const MINUTE = 60_000;
const at = (ms: number): string => new Date(LAB_START + ms).toISOString();

async function running(options: ConstructorParameters<typeof ClockLab>[0] = {}): Promise<ClockLab> {
  const lab = new ClockLab(options);
  await lab.start();
  return lab;
}

const advanceOf = async (lab: ClockLab): Promise<ClockAdvance | undefined> => (await lab.clock()).status?.advance;

describe("the lab's clock", () => {
  test('a clock that obeys its object reports this in the status', async () => {
    const lab = await running();
    expect(lab.coordinator.rates).toEqual([]);
    expect((await lab.clock()).status).toEqual({ mode: 'Running', rate: 1, time: at(0), hostTime: at(0) });
  });

  test('a clock follows its rate, pauses and resumes', async () => {
    const lab = await running();
    await lab.ask({ rate: 60 });
    await lab.ask({ paused: true });
    expect((await lab.clock()).status).toMatchObject({ mode: 'Paused', rate: 60 });
    await lab.ask({ paused: false });
    expect(lab.coordinator.rates).toEqual([60, 0, 60]);
    expect(await lab.events()).toEqual([
      'ClockRateChanged: The time of the lab goes 60 times as fast as the time of the host',
      'ClockPaused: The time of the lab stands still',
      'ClockResumed: The time of the lab goes 60 times as fast as the time of the host',
    ]);
  });

  test("the starter's settings replace all earlier requests", async () => {
    const lab = new ClockLab({ initial: { rate: 5, paused: false } });
    await lab.start({ spec: { rate: 60, paused: true } });
    expect(lab.api.writes.find(({ verb }) => verb === 'patch')?.body).toEqual({ spec: { rate: 5, paused: false, advance: '0s' } });
    expect(lab.coordinator.rates).toEqual([5]);
  });

  test("the starter's settings for new Clocks do not replace changes by people", async () => {
    const untouched = new ClockLab({ initial: { rate: 5, paused: false, ofNew: true } });
    await untouched.start();
    expect(untouched.coordinator.rates).toEqual([5]);
    const changed = new ClockLab({ initial: { rate: 5, paused: false, ofNew: true } });
    const cause = { trigger: 'request', name: 'test' } as const;
    await changed.api.create(resources.clocks, { metadata: { name: 'lab' }, spec: { rate: 1, paused: false } }, { cause });
    await changed.api.patch(resources.clocks, { name: 'lab' }, { type: 'merge', body: { spec: { rate: 60 } } }, { cause });
    await changed.startComponent();
    expect(changed.coordinator.rates).toEqual([60]);
  });

  test('a stopped component sends no more requests to an api-server', async () => {
    const lab = new ClockLab({ initial: { rate: 1, paused: false } });
    lab.takeApiAway();
    await lab.startComponent();
    expect(lab.hostClock.nextAt()).not.toBeNull();
    await lab.stopComponent();
    expect(lab.hostClock.nextAt()).toBeNull();
  });

  test('the component waits for an api-server that is not ready yet', async () => {
    const lab = new ClockLab({ initial: { rate: 1, paused: false } });
    const comeBack = lab.takeApiAway();
    await lab.startComponent();
    await lab.hostPasses(1_000);
    comeBack();
    await lab.api.create(resources.clocks, { metadata: { name: 'lab' } }, { cause: { trigger: 'request', name: 'test' } });
    await lab.hostPasses(1_000);
    expect((await lab.clock()).status).toMatchObject({ mode: 'Running' });
  });

  test('the clock reports processes that fall silent, answer again, leave and return', async () => {
    const lab = await running();
    const states = [['expected'], ['following'], ['fenced'], ['following'], [], ['expected'], ['following']] as const;
    for (const members of states) {
      lab.coordinator.members = members.map((state) => ({ name: 'kubelet-agent-2', state, holds: {} }));
      lab.coordinator.tell();
    }
    expect(await lab.events()).toEqual([
      'ProcessFencedOut: kubelet-agent-2 does not answer: time goes on without it',
      'ProcessRejoined: kubelet-agent-2 answers again',
      'ProcessGone: kubelet-agent-2 is gone',
      'ProcessJoined: kubelet-agent-2 follows the clock',
    ]);
  });

  test('the clock answers requests for its present report', async () => {
    const lab = await running();
    lab.coordinator.next = [{ at: LAB_START + 5, process: 'scheduler', name: 'retry' }];
    await lab.ask({ advance: '10m' });
    const report = await lab.bus('asker').request(lab.subjects.at(CLOCK_ROUTE), {}, { timeoutMs: 1_000 });
    expect(report).toEqual({
      now: LAB_START,
      mode: 'Advancing',
      rate: 1,
      members: [],
      next: [{ at: LAB_START + 5, process: 'scheduler', name: 'retry' }],
      advance: { from: LAB_START, to: LAB_START + 10 * MINUTE, now: LAB_START, jumps: 0, fired: {}, hostMs: 0, blockedBy: [] },
    });
  });
});

describe('an advance', () => {
  test('an advance runs, with reports of its start, progress and end', async () => {
    const lab = await running();
    await lab.ask({ advance: '10m', maxRate: 600 });
    expect(lab.coordinator.commands).toEqual([{ until: LAB_START + 10 * MINUTE, stopAt: 'bound', maxRate: 600 }]);
    const begun = { id: 1, phase: 'Running', by: '10m0s', maxRate: 600, requestedAt: at(0), from: at(0), to: at(10 * MINUTE) };
    expect((await lab.clock()).status).toMatchObject({ mode: 'Advancing', advance: { ...begun, now: at(0), jumps: 0 } });

    lab.coordinator.wound({ now: LAB_START + MINUTE, jumps: 20, hostMs: 100, fired: { lease: 6 }, blockedBy: ['scheduler holds: exec'] });
    await settled();
    expect(await advanceOf(lab)).toMatchObject({ now: at(0) });
    await lab.hostPasses(500);
    const told = { jumpsPerSecond: 200, hostSeconds: 0.1, fired: [{ name: 'lease', count: 6 }] };
    expect(await advanceOf(lab)).toEqual({ ...begun, now: at(MINUTE), jumps: 20, ...told, blockedBy: ['scheduler holds: exec'] });

    lab.coordinator.wound({ now: LAB_START + 10 * MINUTE, jumps: 150, hostMs: 600, fired: { lease: 60 }, blockedBy: [] });
    lab.coordinator.end('Reached');
    await settled();
    const fired = [{ name: 'lease', count: 60 }];
    const ended = { phase: 'Reached', now: at(10 * MINUTE), jumps: 150, jumpsPerSecond: 250, hostSeconds: 0.6, fired };
    expect((await lab.clock()).status).toMatchObject({ mode: 'Running', advance: { ...begun, ...ended } });
    expect(await lab.events()).toEqual([
      `ClockAdvanceStarted: Winding from ${at(0)} to ${at(10 * MINUTE)}`,
      `ClockAdvanceEnded: Reached at ${at(10 * MINUTE)} after 150 jumps in 0.6 s of the host`,
    ]);
    expect(lab.hostClock.nextDeadline().at).toBeNull();
  });

  test('an advance ends on request, and at a change of rate', async () => {
    const lab = await running();
    await lab.ask({ advance: '10m' });
    await lab.ask({ advance: '0s' });
    expect(await advanceOf(lab)).toMatchObject({ id: 1, phase: 'Stopped' });
    await lab.ask({ advance: '10m' });
    await lab.ask({ rate: 60 });
    expect(await advanceOf(lab)).toMatchObject({ id: 2, phase: 'Stopped' });
    expect(lab.coordinator.rates).toEqual([60]);
  });

  test('an advance replaces the previous one', async () => {
    const lab = await running();
    await lab.ask({ advance: '10m' });
    await lab.ask({ until: { reach: 'Idle' } });
    await lab.ask({ until: { reach: 'NextTimer' }, advance: '1m' });
    expect(lab.coordinator.commands.map(({ until, stopAt }) => [until - LAB_START, stopAt])).toEqual([
      [10 * MINUTE, 'bound'],
      [60 * MINUTE, 'idle'],
      [MINUTE, 'step'],
    ]);
    expect(await advanceOf(lab)).toMatchObject({ id: 3, phase: 'Running' });
    lab.coordinator.end('Stepped');
    await settled();
    expect(await advanceOf(lab)).toMatchObject({ id: 3, phase: 'Stepped' });
  });

  test('an advance continues to its bound after its process was replaced', async () => {
    const lab = await running();
    await lab.ask({ advance: '10m' });
    lab.coordinator.wound({ now: LAB_START + MINUTE, jumps: 20, hostMs: 100, fired: { lease: 6 } });
    await lab.hostPasses(500);
    await lab.stopComponent();
    lab.coordinator.end('Stopped');
    lab.coordinator.now = LAB_START + 2 * MINUTE;
    await lab.startComponent();
    expect(lab.coordinator.commands.at(-1)).toEqual({ until: LAB_START + 10 * MINUTE, stopAt: 'bound' });
    lab.coordinator.wound({ now: LAB_START + 10 * MINUTE, jumps: 30, hostMs: 150, fired: { lease: 54, probe: 1 } });
    lab.coordinator.end('Reached');
    await settled();
    const fired = [
      { name: 'lease', count: 60 },
      { name: 'probe', count: 1 },
    ];
    const whole = { phase: 'Reached', from: at(0), now: at(10 * MINUTE), jumps: 50, hostSeconds: 0.25, fired };
    expect(await advanceOf(lab)).toMatchObject({ id: 1, ...whole });
  });

  test('an advance with a stop request is not resumed by the next process', async () => {
    const lab = new ClockLab();
    const advance = { id: 7, phase: 'Running', by: '1h0m0s', requestedAt: at(0), from: at(0), now: at(MINUTE) } as const;
    await lab.start({ spec: { rate: 1, paused: false }, status: { advance: { ...advance, stopRequested: true } } });
    const message = 'nobody was winding when its end was asked for';
    expect(await advanceOf(lab)).toEqual({ ...advance, phase: 'Stopped', message });
    expect(lab.coordinator.commands).toEqual([]);
  });

  test('an advance continues while the api-server is down, and is reported afterwards', async () => {
    const lab = await running();
    await lab.ask({ advance: '10m' });
    const comeBack = lab.takeApiAway();
    lab.coordinator.wound({ now: LAB_START + MINUTE, jumps: 20 });
    for (let round = 0; round < 20; round++) await lab.hostPasses(500);
    lab.coordinator.end('Reached');
    await lab.hostPasses(500);
    comeBack();
    expect(await advanceOf(lab)).toMatchObject({ phase: 'Running', now: at(0) });
    await lab.hostPasses(3_000);
    expect(await advanceOf(lab)).toMatchObject({ phase: 'Reached', now: at(MINUTE), jumps: 20 });
  });

  test('the status of an advance is merged with writes of others', async () => {
    const lab = await running();
    await lab.ask({ advance: '10m' });
    // This write causes no hint, so the component's next write is based on an old object.
    lab.api.channel = () => {};
    await lab.ask({ rate: 60 });
    lab.api.channel = (event, deliver) => deliver(event);
    lab.coordinator.end('Reached');
    await lab.hostPasses(1_000);
    expect(await lab.clock()).toMatchObject({ spec: { rate: 60 }, status: { mode: 'Running', rate: 60, advance: { phase: 'Reached' } } });
  });

  test('an unreadable advance fails', async () => {
    const lab = new ClockLab();
    const advance = { id: 7, phase: 'Pending', by: 'soon', requestedAt: at(0) } as const;
    await lab.start({ spec: { rate: 1, paused: false }, status: { advance } });
    expect(await advanceOf(lab)).toEqual({ ...advance, phase: 'Failed', message: 'the request cannot be read' });
  });
});
