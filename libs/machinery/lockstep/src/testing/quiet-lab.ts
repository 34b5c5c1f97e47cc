import type { AdvanceOutcome, AdvanceProgress } from '../clock-state.ts';
import type { Advance } from '../coordinator.ts';
import { LAB_START, SimulatedLab, type SimulatedLabOptions, type SimulatedMember } from './simulated-lab.ts';

/** Creates a lab of three processes without work of their own. */
export async function quietLab(options: Partial<SimulatedLabOptions> = {}) {
  const lab = await new SimulatedLab({ seed: 7, processes: 3, quiet: true, ...options }).start();
  const [a, b, c] = lab.members as [SimulatedMember, SimulatedMember, SimulatedMember];
  const fired: string[] = [];
  const timer = ({ clock, process }: SimulatedMember, atMs: number, name: string, upkeep?: true) =>
    clock.at(LAB_START + atMs, { name, ...(upkeep && { upkeep }) }, () =>
      fired.push(`${name} of ${process.name} at ${clock.now() - LAB_START}`),
    );
  return { lab, a, b, c, fired, timer, coordinator: lab.coordinator };
}

/** Runs the host until the end of `advance`; returns undefined after `hostMs`. */
export async function end(lab: SimulatedLab, advance: Advance, hostMs = 60_000) {
  let result: (AdvanceProgress & { readonly outcome: AdvanceOutcome }) | undefined;
  void advance.done.then((outcome) => {
    result = { ...advance.progress(), outcome };
  });
  await lab.host.run(hostMs, () => result !== undefined);
  return result;
}
