import { type Random, SeededRandom } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { LAB_START, SimulatedLab, type SimulatedMember, SUSPECT_MS } from './testing/index.ts';

const SPAN = 15_000;
const END = LAB_START + SPAN;

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Advances during the faults of `strike`, and expects exact times for all unaffected work. */
async function expectExact(seed: number, lab: SimulatedLab, strike: (lab: SimulatedLab, draws: Random) => void) {
  strike(lab, new SeededRandom(seed).fork('strikes'));
  expect(await lab.advance(SPAN), `seed ${seed}`).toEqual({ outcome: 'Reached', now: END });
  await lab.host.run(3_000);
  const seen = { violations: lab.violations, late: lab.late(), times: [...new Set(lab.times())] };
  expect(seen, `seed ${seed}`).toEqual({ violations: [], late: [], times: [END] });
}

const someone = (lab: SimulatedLab, draws: Random) => lab.members[draws.integer(lab.members.length)] as SimulatedMember;

/** Acts at a random host time within the first second of the advance, which takes a few seconds. */
const soon = (lab: SimulatedLab, draws: Random, act: () => void) => lab.host.set(draws.next() * 1_000, act);

function killOne(lab: SimulatedLab, draws: Random) {
  const victim = someone(lab, draws);
  soon(lab, draws, () => lab.kill(victim));
}

function freezeOne(lab: SimulatedLab, draws: Random, hostMs: number) {
  const victim = someone(lab, draws);
  // A member that wakes just in time is still fenced out if the last question to it is lost.
  victim.process.excused = hostMs >= SUSPECT_MS * 0.75;
  soon(lab, draws, () => {
    victim.process.freeze();
    lab.host.set(hostMs, () => victim.process.thaw());
  });
}

function spawnOne(lab: SimulatedLab, draws: Random) {
  const name = `late-${draws.integer(100)}`;
  soon(lab, draws, () => {
    lab.coordinator.expect(name);
    lab.host.set(draws.next() * 200, () => lab.spawn(name));
  });
}

function writeOften(lab: SimulatedLab, draws: Random) {
  const target = someone(lab, draws);
  for (let index = 0; index < 100; index++) soon(lab, draws, () => void lab.write(target, `write ${index}`));
}

describe('the lab goes on exactly', () => {
  test.each(seeds(25))('an advance is exact when a process is killed (seed %i)', async (seed) => {
    await expectExact(seed, await new SimulatedLab({ seed }).start(), killOne);
  });

  test.each(seeds(20))('an advance is exact when a process freezes for less than the time-out (seed %i)', async (seed) => {
    await expectExact(seed, await new SimulatedLab({ seed }).start(), (lab, draws) => freezeOne(lab, draws, SUSPECT_MS / 2));
  });

  test.each(seeds(25))('an advance is exact when a process freezes for long, wakes and rejoins (seed %i)', async (seed) => {
    const lab = await new SimulatedLab({ seed }).start();
    await expectExact(seed, lab, (_, draws) => freezeOne(lab, draws, 900));
    expect(lab.coordinator.state().members.map(({ state }) => state)).toEqual(Array(4).fill('following'));
    expect(new Set(lab.members.map(({ clock }) => clock.now()))).toEqual(new Set([END]));
  });

  test.each(seeds(20))('an advance is exact when a process starts in the middle (seed %i)', async (seed) => {
    const lab = await new SimulatedLab({ seed }).start();
    await expectExact(seed, lab, spawnOne);
    expect(lab.coordinator.state().members).toHaveLength(5);
  });

  test.each(seeds(20))('an advance is exact during constant writes from outside, each within one instant (seed %i)', async (seed) => {
    const lab = await new SimulatedLab({ seed }).start();
    await expectExact(seed, lab, writeOften);
    expect(lab.actions.filter(({ id }) => /^write \d+$/.test(id))).toHaveLength(100);
  });

  test.each(seeds(25))('an advance is exact under all these faults together, with lost clock messages (seed %i)', async (seed) => {
    const lab = await new SimulatedLab({ seed, processes: 6, loss: 0.03, servers: seed % 2 ? 1 : 3 }).start();
    await expectExact(seed, lab, (_, draws) => {
      killOne(lab, draws);
      freezeOne(lab, draws, 100 + draws.integer(1_500));
      spawnOne(lab, draws);
      writeOften(lab, draws);
    });
  });
});
