import type { ClusterApi } from '@klockwork/cluster-api';
import { EventRecorder } from '@klockwork/controller-runtime';
import type { Cause } from '@klockwork/event-store';
import type { Cancel, Clock, HostTimer, Logger, Random } from '@klockwork/kernel';
import type { ClockCoordinator, MemberState } from '@klockwork/lockstep';
import { advanceEnded, type LabClock } from '@klockwork/resources';
import { AdvanceRunner } from './advance-runner.ts';
import { clockStatus } from './clock-status.ts';
import { LabClockWatch } from './lab-clock-watch.ts';
import { endNotice, type Notice, processNotices, rateNotice, recordingOf, startNotice } from './notices.ts';
import { type ClockCommand, openCommands } from './open-commands.ts';
import { StatusWriter } from './status-writer.ts';

/** Interval of progress writes during an advance, in ms of host time. */
const PROGRESS_MS = 500;
const COMPONENT = 'klockwork-clock';

/** Dependencies of the component. */
export interface LabClockPorts {
  readonly coordinator: ClockCoordinator;
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly host: HostTimer;
  readonly random: Random;
  readonly logger: Logger;
}

/** Makes the coordinator obey the Clock object, and reports the results in its status and in Events. */
export class LabClockComponent {
  readonly #ports: LabClockPorts;
  readonly #watch: LabClockWatch;
  readonly #runner: AdvanceRunner;
  readonly #writer: StatusWriter;
  readonly #recorder: EventRecorder;
  readonly #stopListening: Cancel;
  #members: readonly MemberState[];
  /** Processes that followed the clock earlier, but no longer do. */
  readonly #missed = new Set<string>();
  #cause: Cause = { trigger: 'boot', name: COMPONENT };
  /** Ids of the newest advances with a recorded start, and with a recorded end. */
  #recorded = { begun: 0, ended: 0 };
  #cancelProgress: Cancel = () => {};
  #markSynced: () => void = () => {};
  /** Resolves after the first execution of the Clock's requests. */
  readonly synced = new Promise<void>((resolve) => {
    this.#markSynced = resolve;
  });

  constructor(ports: LabClockPorts) {
    this.#ports = ports;
    this.#members = ports.coordinator.state().members;
    this.#runner = new AdvanceRunner({ ...ports, onAdvance: () => this.#onAdvance() });
    const { api, clock, logger, random } = ports;
    this.#recorder = new EventRecorder({ api, clock, logger, random: random.fork('events'), component: COMPONENT });
    this.#watch = new LabClockWatch(ports, (clock) => this.#onClock(clock));
    const desired = (clock: LabClock) => ({ status: this.#statusOf(clock), cause: this.#cause });
    this.#writer = new StatusWriter({ ...ports, watch: this.#watch, desired });
    this.#stopListening = ports.coordinator.onChange(() => this.#onChange());
  }

  get runner(): AdvanceRunner {
    return this.#runner;
  }

  stop(): void {
    this.#cancelProgress();
    this.#stopListening();
    this.#watch.stop();
    this.#writer.stop();
    this.#runner.close();
  }

  #onClock(clock: LabClock): void {
    const commands = openCommands(clock, this.#runner.state);
    // An object without requests sets no cause: its consequences keep the previous one.
    if (commands.length > 0) this.#cause = { trigger: 'event', revision: Number(clock.metadata?.resourceVersion) };
    for (const command of commands) this.#carryOut(command);
    this.#markSynced();
    this.#writer.nudge();
  }

  #carryOut(command: ClockCommand): void {
    switch (command.type) {
      case 'scale': {
        const before = this.#runner.state.rate;
        this.#runner.scale(command.rate);
        this.#record(rateNotice(command.rate, before));
        break;
      }
      case 'start':
        this.#runner.start(command.advance);
        break;
      case 'stop':
        this.#runner.stop();
        break;
      case 'cancel':
        this.#runner.cancel(command.advance);
    }
  }

  /** Handles the start or end of an advance. */
  #onAdvance(): void {
    const advance = this.#runner.statusOf(this.#runner.state.begun);
    if (advance === undefined) return;
    const { id, from } = advance;
    if (from !== undefined && this.#recorded.begun < id) this.#record(startNotice(advance));
    this.#recorded = { ...this.#recorded, begun: id };
    if (advanceEnded(advance) && this.#recorded.ended < id) {
      this.#recorded = { ...this.#recorded, ended: id };
      this.#record(endNotice(advance));
    }
    this.#showProgress();
    this.#writer.nudge();
  }

  /** Writes progress at intervals of host time, regardless of write durations. */
  #showProgress(): void {
    this.#cancelProgress();
    if (!this.#runner.state.underWay) return;
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
    return clockStatus(clock, coordinator.state(), host.now(), this.#runner.statusOf(clock.status?.advance?.id ?? 0));
  }
}
