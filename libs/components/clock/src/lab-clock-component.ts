import type { ClusterApi } from '@klockwork/cluster-api';
import { EventRecorder } from '@klockwork/controller-runtime';
import type { Cause } from '@klockwork/event-store';
import type { Cancel, Clock, HostTimer, Logger, Random } from '@klockwork/kernel';
import type { ClockCoordinator, MemberState } from '@klockwork/lockstep';
import { advanceEnded, type LabClock } from '@klockwork/resources';
import { clockStatus } from './clock-status.ts';
import { type ClockCommand, decide } from './decide.ts';
import { LabClockWatch } from './lab-clock-watch.ts';
import { endNotice, type Notice, processNotices, rateNotice, recordingOf, startNotice } from './notices.ts';
import { StatusWriter } from './status-writer.ts';
import { Winder } from './winder.ts';

/** How often the progress of an advance is written, in ms of host time. */
const PROGRESS_MS = 500;
const COMPONENT = 'klockwork-clock';

/** What the component stands on. */
export interface LabClockPorts {
  readonly coordinator: ClockCoordinator;
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly host: HostTimer;
  readonly random: Random;
  readonly logger: Logger;
}

/** Makes the coordinator do what the Clock asks for, and tells in its status and by Events what became of it. */
export class LabClockComponent {
  readonly #ports: LabClockPorts;
  readonly #watch: LabClockWatch;
  readonly #winder: Winder;
  readonly #writer: StatusWriter;
  readonly #recorder: EventRecorder;
  readonly #stopListening: Cancel;
  #members: readonly MemberState[];
  /** Processes that followed once and do not any more. */
  readonly #missed = new Set<string>();
  #cause: Cause = { trigger: 'boot', name: COMPONENT };
  /** The newest advance of which a beginning was recorded, and of which an end was. */
  #told = { begun: 0, ended: 0 };
  #cancelProgress: Cancel = () => {};
  #markObeyed: () => void = () => {};
  /** Resolves when the Clock was obeyed for the first time. */
  readonly obeyed = new Promise<void>((resolve) => {
    this.#markObeyed = resolve;
  });

  constructor(ports: LabClockPorts) {
    this.#ports = ports;
    this.#members = ports.coordinator.state().members;
    this.#winder = new Winder({ ...ports, onAdvance: () => this.#onAdvance() });
    const { api, clock, logger, random } = ports;
    this.#recorder = new EventRecorder({ api, clock, logger, random: random.fork('events'), component: COMPONENT });
    this.#watch = new LabClockWatch(ports, (clock) => this.#obey(clock));
    const desired = (clock: LabClock) => ({ status: this.#statusOf(clock), cause: this.#cause });
    this.#writer = new StatusWriter({ ...ports, watch: this.#watch, desired });
    this.#stopListening = ports.coordinator.onChange(() => this.#onChange());
  }

  /** How the advance under way is getting on. */
  get winder(): Winder {
    return this.#winder;
  }

  stop(): void {
    this.#cancelProgress();
    this.#stopListening();
    this.#watch.stop();
    this.#writer.stop();
    this.#winder.close();
  }

  #obey(clock: LabClock): void {
    const commands = decide(clock, this.#winder.obeyed);
    // What follows from an object that asked for nothing has another cause: the one that did.
    if (commands.length > 0) this.#cause = { trigger: 'event', revision: Number(clock.metadata?.resourceVersion) };
    for (const command of commands) this.#carryOut(command);
    this.#markObeyed();
    this.#writer.nudge();
  }

  #carryOut(command: ClockCommand): void {
    switch (command.do) {
      case 'scale': {
        const before = this.#winder.obeyed.rate;
        this.#winder.scale(command.rate);
        this.#record(rateNotice(command.rate, before));
        break;
      }
      case 'wind':
        this.#winder.wind(command.advance);
        break;
      case 'stop':
        this.#winder.stop();
        break;
      case 'call-off':
        this.#winder.callOff(command.advance);
    }
  }

  /** An advance began, or ended. */
  #onAdvance(): void {
    const advance = this.#winder.statusOf(this.#winder.obeyed.begun);
    if (advance === undefined) return;
    const { id, from } = advance;
    if (from !== undefined && this.#told.begun < id) this.#record(startNotice(advance));
    this.#told = { ...this.#told, begun: id };
    if (advanceEnded(advance) && this.#told.ended < id) {
      this.#told = { ...this.#told, ended: id };
      this.#record(endNotice(advance));
    }
    this.#showProgress();
    this.#writer.nudge();
  }

  /** Periods of host time: the next counts from the last, however long the write took. */
  #showProgress(): void {
    this.#cancelProgress();
    if (!this.#winder.obeyed.underWay) return;
    this.#cancelProgress = this.#ports.host.set(PROGRESS_MS, () => {
      this.#writer.nudge({ progress: true });
      this.#showProgress();
    });
  }

  #onChange(): void {
    const { members } = this.#ports.coordinator.state();
    const notices = processNotices(this.#members, members, this.#missed);
    for (const { name, state } of this.#members) if (state !== 'expected') this.#missed.add(name);
    for (const { name, state } of members) if (state !== 'expected') this.#missed.delete(name);
    this.#members = members;
    for (const { notice, cause } of notices) this.#record(notice, cause);
    this.#writer.nudge();
  }

  #record(notice: Notice, cause = this.#cause): void {
    const { clock } = this.#watch;
    if (clock !== undefined) this.#recorder.record(recordingOf(clock, notice), cause);
  }

  #statusOf(clock: LabClock) {
    const { coordinator, host } = this.#ports;
    return clockStatus(clock, coordinator.state(), host.now(), this.#winder.statusOf(clock.status?.advance?.id ?? 0));
  }
}
