import { ApiClient, Lab, LabClock, type LabHourResult, LauncherClient, labHour } from '@klockwork/lab-tool';
import { repeat, type Workload } from '../support/workload.ts';

const RUNS = 3;

/** Host time of the advances in one hour of a small lab, as in the clock's tests. */
export const labHour3: Workload = {
  id: 'lab-hour',
  what: 'an hour of lab time on 3 nodes: crash loops, probes, leases, a rollout, a node loss',
  unit: 's',
  better: 'less',
  floor: 5,
  aim: 2,
  measure: async () => (await smallHours()).map(({ hostSeconds }) => hostSeconds),
};

/** Instants a second in the same hour: all processes at rest, then the next instant. */
export const labJumps: Workload = {
  id: 'lab-jumps',
  what: 'instants a second in the hour of lab time on 3 nodes',
  unit: '1/s',
  better: 'more',
  floor: 300,
  aim: 900,
  measure: async () => (await smallHours()).map(({ jumps, hostSeconds }) => jumps / hostSeconds),
};

/** Same hour in a lab of a hundred nodes. Its lost agent runs 25 of them. */
export const labHour100: Workload = {
  id: 'lab-hour-100',
  what: 'an hour of lab time on 100 nodes in 4 processes, of which one is lost',
  unit: 's',
  better: 'less',
  floor: 60,
  aim: 20,
  measure: async () => [(await hour(['--nodes', '100', '--agents', '4'], 'node-100')).hostSeconds],
};

let small: Promise<readonly LabHourResult[]> | undefined;

function smallHours(): Promise<readonly LabHourResult[]> {
  small ??= repeat(RUNS, () => hour([]));
  return small;
}

async function hour(options: readonly string[], lostNode?: string): Promise<LabHourResult> {
  const lab = await Lab.up(['--profile', 'fast', ...options]);
  const api = new ApiClient(lab.data, 'kubectl/bench');
  const clock = new LabClock(api);
  try {
    await clock.pause();
    return await labHour({ api, clock, launcher: new LauncherClient(lab.data) }, { lostNode });
  } finally {
    api.close();
    await lab.down();
  }
}
