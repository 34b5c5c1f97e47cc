import { clockWaits } from '../../model/clock-waits.ts';
import type { ClockReport } from '../../store/lab-time.ts';
import { TEXTS } from '../../texts.ts';

/** Warns of what an advance waits for, and of processes that it leaves behind. */
export function ClockWaits({ report }: { readonly report: ClockReport }) {
  const waits = clockWaits(report);
  if (waits.length === 0) return undefined;
  return (
    <ul className="waits" aria-label={TEXTS.clock.waits.label}>
      {waits.map(({ type, name }) => (
        <li key={`${type} ${name}`}>{TEXTS.clock.waits[type](name)}</li>
      ))}
    </ul>
  );
}
