import type { DrillReport, ObjectiveReport } from '../../model/drill-report.ts';
import { TEXTS } from '../../texts.ts';
import { StartButtons } from './start-buttons.tsx';

const TONES: Readonly<Record<string, string>> = { Passed: 'good', Failed: 'bad' };

interface DrillCardProps {
  readonly report: DrillReport;
  /** Adds a button that runs the Drill object. */
  readonly isObject?: boolean;
  readonly isPlayable?: boolean;
}

/** Verdict, score, objectives and measures of a drill. */
export function DrillCard({ report, isObject = false, isPlayable = false }: DrillCardProps) {
  const { name, title, phase, verdict, message, score, objectives, measures, replay } = report;
  return (
    <article className="toned" data-tone={TONES[verdict] ?? 'busy'} aria-label={name}>
      <header>
        <h3>{title}</h3>
        <strong>{verdict === '' ? phase : verdict}</strong>
        {score !== undefined && <span>{TEXTS.drills.score(score)}</span>}
        {phase === 'Running' && <output>{TEXTS.drills.running}</output>}
      </header>
      {isObject && <StartButtons title={title} order={{ object: name }} isPlayable={isPlayable} />}
      {message !== '' && <p>{message}</p>}
      <ul>
        {objectives.map((objective) => (
          <Objective key={objective.name} objective={objective} />
        ))}
      </ul>
      {measures.length > 0 && (
        <dl>
          {measures.map(([measure, value]) => (
            <div key={measure}>
              <dt>{measure}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p>
        {TEXTS.drills.run} <code>{replay === '' ? TEXTS.drills.runCommand(name) : replay}</code>
      </p>
    </article>
  );
}

function Objective({ objective }: { readonly objective: ObjectiveReport }) {
  const { name, window, met, violations, value, prevention, causes } = objective;
  return (
    <li>
      <strong>{met ? TEXTS.drills.met : TEXTS.drills.violated}</strong> {name} <small>{window}</small>
      {violations > 0 && <p>{TEXTS.drills.violations(violations, value)}</p>}
      {prevention !== '' && <p>{TEXTS.drills.prevention(prevention)}</p>}
      {causes !== '' && (
        <details>
          <summary>{TEXTS.details.why}</summary>
          <pre>{causes}</pre>
        </details>
      )}
    </li>
  );
}
