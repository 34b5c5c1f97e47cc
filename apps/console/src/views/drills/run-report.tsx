import type { MeasureResult, RunState, TimelineEntry } from '@klockwork/drills';
import { elapsedText } from '../../model/drill-run.ts';
import { TEXTS } from '../../texts.ts';
import { MomentLinks } from './objective-list.tsx';

interface RunReportProps {
  readonly state: RunState;
  readonly result: NonNullable<RunState['result']>;
}

/** Measures of a completed run, and the command that replays it. */
export function RunReport({ state: { id, drill }, result }: RunReportProps) {
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }));
    link.download = `${drill}-${id}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <section aria-label={TEXTS.drillRun.measures}>
        <h3>{TEXTS.drillRun.measures}</h3>
        <dl>
          {result.measures.map((measure) => (
            <Measure key={measure.name} measure={measure} />
          ))}
        </dl>
      </section>
      <p>
        {TEXTS.drillRun.replay} <code>{result.replay}</code>
      </p>
      <button type="button" onClick={download}>
        {TEXTS.drillRun.download}
      </button>
    </>
  );
}

function Measure({ measure: { name, value, unit, weight, limit, note } }: { readonly measure: MeasureResult }) {
  const label = TEXTS.drillRun.measure[name as keyof typeof TEXTS.drillRun.measure] ?? name;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value === null ? TEXTS.drillRun.noValue : `${value} ${unit}`}{' '}
        <small>
          {note} {weight !== undefined && limit !== undefined && TEXTS.drillRun.limit(weight, limit, unit)}
        </small>
      </dd>
    </div>
  );
}

/** Steps of the drill. */
export function RunSteps({ steps }: { readonly steps: NonNullable<RunState['progress']>['steps'] }) {
  return (
    <section aria-label={TEXTS.drillRun.steps}>
      <h3>{TEXTS.drillRun.steps}</h3>
      <ol>
        {steps.map(({ text, state }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps keep their places, and may have equal texts
          <li key={index} aria-current={state === 'Running' ? 'step' : undefined}>
            {text} <small>{TEXTS.drillRun.stepStates[state]}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Timeline of the drill, in the order of lab time. */
export function RunTimeline({ entries, isOpen }: { readonly entries: readonly TimelineEntry[]; readonly isOpen: boolean }) {
  return (
    <section aria-label={TEXTS.drillRun.timeline}>
      <h3>{TEXTS.drillRun.timeline}</h3>
      <ol className="entries">
        {entries.map(({ elapsedMs, revision, type, text, problem }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only added at the end
          <li key={index} data-type={type}>
            <span className="time">{elapsedText(elapsedMs)}</span>{' '}
            <span>
              {text}
              {problem !== undefined && `: ${problem}`}
              {isOpen && (type === 'objective' || type === 'fault' || type === 'event') && <MomentLinks revision={revision} />}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
