import { ApiClient, Lab, LabClock, type LabHourClients, LauncherClient } from '@klockwork/lab-tool';
import type { BusKind, RunningBus } from './buses.ts';

const EMBEDDED: BusKind = { name: 'the embedded broker', start: async () => ({ env: {}, stop: async () => {} }) };

/** Start options of a lab for clock tests. */
export interface ClockLabOptions {
  readonly bus?: BusKind;
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A lab of three nodes whose time stands still once its nodes are Ready, and the hands to move it. */
export class ClockLab implements LabHourClients {
  readonly lab: Lab;
  readonly api: ApiClient;
  readonly clock: LabClock;
  readonly launcher: LauncherClient;
  readonly #bus: RunningBus;

  static async up({ bus = EMBEDDED, options = [], env = {} }: ClockLabOptions = {}): Promise<ClockLab> {
    if (bus.start === undefined) throw new Error(`${bus.name} cannot be started here`);
    const [lab, running] = [await Lab.prepare(), await bus.start()];
    // Processes at rest may have open sockets only; otherwise they end with an error.
    const quiet = { KLOCKWORK_ASSERT_QUIET: '1' };
    await lab.up(['--profile', 'fast', ...options], { ...quiet, ...running.env, ...env });
    const hands = new ClockLab(lab, running);
    await hands.clock.pause();
    return hands;
  }

  private constructor(lab: Lab, bus: RunningBus) {
    this.lab = lab;
    this.#bus = bus;
    this.api = new ApiClient(lab.data, 'kubectl/clock-tests');
    this.clock = new LabClock(this.api);
    this.launcher = new LauncherClient(lab.data);
  }

  async down(): Promise<void> {
    this.api.close();
    await this.lab.down();
    await this.#bus.stop();
  }
}
