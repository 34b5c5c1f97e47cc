import { useRuns } from '../../store/drill-runs.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { phaseText } from './phase-text.ts';

/** Links to the runs that the lab keeps, newest first. */
export function RecentRuns() {
  const { value = [] } = useRuns();
  if (value.length === 0) return undefined;
  return (
    <section aria-label={TEXTS.drills.recent}>
      <h2>{TEXTS.drills.recent}</h2>
      <ul className="runs">
        {value.map((run) => (
          <li key={run.id}>
            <AddressLink to={{ view: 'drills', filters: { run: run.id } }}>{run.title}</AddressLink> {TEXTS.drillRun.modes[run.mode]},{' '}
            {TEXTS.drillRun.seed(run.seed)}: {phaseText(run)}
          </li>
        ))}
      </ul>
    </section>
  );
}
