import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { type InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import type { Running } from '@klockwork/controller-runtime';
import { createLab } from '@klockwork/controller-runtime/testing';
import { ApiError, copy, type HostTimer, ManualClock, type Mutable, SeededRandom } from '@klockwork/kernel';
import { type ClockSpec, kindOf, type LabClock, resources } from '@klockwork/resources';
import { type ClockOptions, startClock } from '../start-clock.ts';
import { ScriptedCoordinator } from './scripted-coordinator.ts';

/** The first instant of the lab, and of its host. */
export const LAB_START = Date.parse('2026-01-01T00:00:00Z');
const request = { cause: { trigger: 'request', name: 'test' } } as const;
const unreachable = new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'nobody is there' });

/** The component over an API in memory, a coordinator that follows a script, and a host's time that is moved by hand. */
export class ClockLab {
  readonly lab = createLab(LAB_START);
  readonly coordinator: ScriptedCoordinator;
  readonly hostClock = new ManualClock(LAB_START);
  readonly subjects = subjectsOf('test');
  readonly network: MemoryBusNetwork;
  readonly #initial: ClockOptions['initial'];
  #running: Promise<Running> | undefined;
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

  /** A connection of a process to the bus. */
  bus(name: string) {
    return this.network.connect({ name: `${name}-${++this.#buses}`, clock: this.lab.clock, activity: this.lab.context.activity });
  }

  /** Makes the Clock and starts the component. */
  async start(clock: LabClock = { spec: { rate: 1, paused: false } }): Promise<void> {
    await this.api.create(resources.clocks, { ...clock, metadata: { name: 'lab' } }, request);
    await this.startComponent();
  }

  /** Starts the component alone; another one when one ran before. */
  async startComponent(): Promise<void> {
    const { coordinator, subjects, host } = this;
    const options = { coordinator, subjects, host, bus: this.bus('clock'), ...(this.#initial && { initial: this.#initial }) };
    this.#running = startClock(this.lab.context, options);
    await settled();
  }

  async stopComponent(): Promise<void> {
    await (await this.#running)?.stop();
  }

  /** The Clock as it is stored. */
  clock(): Promise<LabClock> {
    return this.api.get<LabClock>(resources.clocks, { name: 'lab' });
  }

  /** Patches the spec as the API does: the kind's strategy makes an advance of what is write-only. */
  async ask(spec: ClockSpec): Promise<void> {
    const previous = await this.clock();
    const draft = copy(previous) as Mutable<LabClock>;
    draft.spec = { ...draft.spec, ...spec };
    const { strategy } = kindOf('klockwork.dev', 'clocks') ?? {};
    strategy?.default(draft);
    strategy?.prepareForUpdate(draft, previous, { now: this.coordinator.now, subresource: '', user: 'admin' });
    const { resourceVersion: _, ...metadata } = draft.metadata ?? {};
    // The API in memory writes the two parts apart. The status comes first, so that a rate never seems to be set after its advance.
    if (draft.status !== previous.status)
      await this.api.update<LabClock>(resources.clocks, { ...draft, metadata }, { ...request, subresource: 'status' });
    await this.api.update<LabClock>(resources.clocks, { ...draft, metadata }, request);
    await settled();
  }

  /** Lets the host's time pass, and all that follows. */
  async hostPasses(ms: number): Promise<void> {
    this.hostClock.advanceTo(this.hostClock.now() + ms);
    await settled();
  }

  /** Until the answer is called, nobody reaches the API. */
  takeApiAway(): () => void {
    this.api.refuse = () => {
      throw unreachable;
    };
    return () => {
      this.api.refuse = () => {};
    };
  }

  /** `reason: message` of the Events that were recorded, in the order of their making. */
  async events(): Promise<string[]> {
    await settled();
    const { items } = await this.api.list(resources.events);
    return (items as { reason?: string; message?: string }[]).map(({ reason, message }) => `${reason}: ${message}`);
  }
}
