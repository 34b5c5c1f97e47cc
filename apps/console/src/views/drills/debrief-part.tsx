import type { RunDebrief } from '@klockwork/drills';
import { elapsedText } from '../../model/drill-run.ts';
import { TEXTS } from '../../texts.ts';

/** End of a play: how it ended, what the player changed, and what would have helped. */
export function DebriefPart({ debrief: { ending, writes, solutions } }: { readonly debrief: RunDebrief }) {
  const { endings } = TEXTS.drillRun;
  return (
    <section aria-label={TEXTS.drillRun.debrief}>
      <h3>{TEXTS.drillRun.debrief}</h3>
      {ending !== undefined && <p>{endings[ending as keyof typeof endings] ?? ending}</p>}
      <h4>{TEXTS.drillRun.yourChanges}</h4>
      {writes.length === 0 ? (
        <p>{TEXTS.drillRun.noChanges}</p>
      ) : (
        <ol className="entries">
          {writes.map(({ elapsedMs, method, path }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: writes keep their places, and may be equal
            <li key={index}>
              <span className="time">{elapsedText(elapsedMs)}</span>{' '}
              <code>
                {method} {path}
              </code>
            </li>
          ))}
        </ol>
      )}
      <h4>{TEXTS.drillRun.solutions}</h4>
      {solutions.map(({ name, description = '', commands }) => (
        <details key={name} open>
          <summary>{name}</summary>
          {description !== '' && <p>{description}</p>}
          <pre>{commands.join('\n')}</pre>
        </details>
      ))}
    </section>
  );
}
