import { expect, test } from 'vitest';
import { BUSES } from './buses.ts';
import { CarelessMember } from './careless-member.ts';
import { ClockLab } from './clock-lab.ts';
import { lateLeases } from './verdicts/leases.ts';

// Proves that the verdicts detect errors: one of two equal processes omits its hold.

const start = BUSES.find(({ name }) => name === 'a nats-server')?.start;

test.skipIf(start === undefined)('time passes over work without a hold, and the verdict on leases finds that', async () => {
  const bus = await (start as NonNullable<typeof start>)();
  const lab = await ClockLab.up({ bus: { name: 'a nats-server', start: async () => bus } });
  await lab.clock.advanceTo(Math.ceil((await lab.clock.now()) / 60_000) * 60_000);
  const members = [
    await CarelessMember.join(bus.env, { name: 'careful', holds: true, phaseMs: 3_333 }),
    await CarelessMember.join(bus.env, { name: 'careless', holds: false, phaseMs: 6_666 }),
  ];
  try {
    await lab.clock.advance('10m');
    const until = await lab.clock.now();
    const late = lateLeases(await lab.lab.log(), { until, lost: {} });
    expect(late.filter((line) => !line.startsWith('careless '))).toEqual([]);
    expect(late.length).toBeGreaterThan(0);
  } finally {
    await Promise.all(members.map((member) => member.leave()));
    await lab.down();
  }
});
