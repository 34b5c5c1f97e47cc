import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { type InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { createLab } from '@klockwork/controller-runtime/testing';
import { ApiError, copy, type HostTimer, ManualClock, type Mutable, SeededRandom, StoppedError, StopSource } from '@klockwork/kernel';
import { type ClockSpec, kindOf, type LabClock, resources } from '@klockwork/resources';
import { ClockReports, serveClock } from '../clock-reports.ts';
import { type ClockOptions, startClock } from '../start-clock.ts';
import { ScriptedCoordinator } from './scripted-coordinator.ts';

/** Start of lab time and host time. */
export const LAB_START = Date.parse('2026-01-01T00:00:00Z');
const request = { cause: { trigger: 'request', name: 'test' } } as const;
const unreachable = new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'nobody is there' });

/** Component over an in-memory API, with a scripted coordinator and manual host time. */
export class ClockLab {
  readonly lab = createLab(LAB_START);
  readonly coordinator: ScriptedCoordinator;
  readonly hostClock = new ManualClock(LAB_START);
  readonly subjects = subjectsOf('test');
  readonly network: MemoryBusNetwork;
  readonly #initial: ClockOptions['initial'];
  #stop = new StopSource();
  #buses = 0;

  constructor(options: { initial?: ClockOptions['initial']; rate?: number } = {}) {
    this.coordinator = new ScriptedCoordinator(LAB_START, options.rate);
    this.network = new MemoryBusNetwork({ clock: this.lab.clock, random: new SeededRandom(1), host: this.host });
    this.#initial = options.initial;
  }

  get api(): InMemoryClusterApi {
    return this.lab.api;
  }

  get host(): HostTimer {
    const { hostClock } = this;
    return { now: () => hostClock.now(), set: (delayMs, fire) => hostClock.after(delayMs, { name: 'host' }, fire) };
  }

  /** Returns a bus connection for a process. */
  bus(name: string) {
    return this.network.connect({ name: `${name}-${++this.#buses}`, clock: this.lab.clock, activity: this.lab.context.activity });
  }

  /** Creates the Clock and starts the component. */
  async start(clock: LabClock = { spec: { rate: 1, paused: false } }): Promise<void> {
    await this.api.create(resources.clocks, { ...clock, metadata: { name: 'lab' } }, request);
    await this.startComponent();
  }

  /** Starts the component, in place of a previous one. */
  async startComponent(): Promise<void> {
    const { coordinator, subjects, host } = this;
    const { bus, stop, reports } = { bus: this.bus('clock'), stop: new StopSource(), reports: new ClockReports(coordinator, host) };
    this.#stop = stop;
    const serving = serveClock({ bus, subjects, reports });
    stop.onStop(() => serving.stop());
    startClock(this.lab.context, { coordinator, reports, host, stop, ...(this.#initial && { initial: this.#initial }) }).catch(
      (error: unknown) => {
        if (!(error instanceof StoppedError)) throw error;
      },
    );
    await settled();
  }

  async stopComponent(): Promise<void> {
    this.#stop.stop();
    await settled();
  }

  /** Returns the stored Clock. */
  clock(): Promise<LabClock> {
    return this.api.get<LabClock>(resources.clocks, { name: 'lab' });
  }

  /** Patches the spec like the API: the kind's strategy turns write-only fields into an advance. */
  async ask(spec: ClockSpec): Promise<void> {
    const previous = await this.clock();
    const draft = copy(previous) as Mutable<LabClock>;
    draft.spec = { ...draft.spec, ...spec };
    const { strategy } = kindOf('klockwork.dev', 'clocks') ?? {};
    strategy?.default(draft);
    strategy?.prepareForUpdate(draft, previous, { now: this.coordinator.now, subresource: '', user: 'admin' });
    const { resourceVersion: _, ...metadata } = draft.metadata ?? {};
    // The in-memory API writes status and spec separately. The status is written first, so that no rate seems to follow its advance.
    if (draft.status !== previous.status)
      await this.api.update<LabClock>(resources.clocks, { ...draft, metadata }, { ...request, subresource: 'status' });
    await this.api.update<LabClock>(resources.clocks, { ...draft, metadata }, request);
    await settled();
  }

  /** Passes host time and handles all consequences. */
  async hostPasses(ms: number): Promise<void> {
    this.hostClock.advanceTo(this.hostClock.now() + ms);
    await settled();
  }

  /** Makes the API unreachable until the returned function is called. */
  takeApiAway(): () => void {
    this.api.refuse = () => {
      throw unreachable;
    };
    return () => {
      this.api.refuse = () => {};
    };
  }

  /** Returns `reason: message` of recorded Events, in order of creation. */
  async events(): Promise<string[]> {
    await settled();
    const { items } = await this.api.list(resources.events);
    return (items as { reason?: string; message?: string }[]).map(({ reason, message }) => `${reason}: ${message}`);
  }
}
