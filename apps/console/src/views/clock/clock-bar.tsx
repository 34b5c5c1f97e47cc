import { humanDuration } from '@klockwork/api-machinery';
import { useMemo, useState } from 'react';
import { ClockCommands, type RunClock } from '../../store/clock-commands.ts';
import { useLab, useLabTime } from '../../store/lab.ts';
import { type ClockReport, pendingTimers } from '../../store/lab-time.ts';
import { TEXTS } from '../../texts.ts';
import { ClockWaits } from './clock-waits.tsx';
import { TimersDialog } from './timers-dialog.tsx';
import { UntilDialog } from './until-dialog.tsx';
import './clock.css';

const RATES = [0.1, 1, 10, 60, 600];
const ADVANCES = ['10s', '1m', '10m', '1h'];

/** Lab time, and the ways to stop and move it. */
export function ClockBar() {
  const lab = useLab();
  const time = useLabTime();
  const commands = useMemo(() => new ClockCommands(lab), [lab]);
  const [end, setEnd] = useState<{ readonly text: string; readonly isProblem?: boolean }>({ text: '' });
  const [shown, setShown] = useState<'until' | 'timers' | undefined>();
  if (time === undefined) return <section className="bar clock" aria-label={TEXTS.clock.label} />;
  const { report } = time.time;
  const run: RunClock = (command) =>
    void command.then(
      (text) => setEnd({ text }),
      (error: Error) => setEnd({ text: error.message, isProblem: true }),
    );
  const close = () => setShown(undefined);
  return (
    <section className="bar clock" aria-label={TEXTS.clock.label}>
      <time dateTime={new Date(time.now).toISOString()}>{new Date(time.now).toISOString().slice(0, 19).replace('T', ' ')}</time>
      <span className="mode">{TEXTS.clock.modes[report.mode as keyof typeof TEXTS.clock.modes] ?? report.mode}</span>
      <Rate report={report} commands={commands} run={run} />
      <Advances commands={commands} run={run} />
      <button type="button" onClick={() => setShown('until')}>
        {TEXTS.clock.until.open}
      </button>
      {report.mode === 'Advancing' && (
        <button type="button" onClick={() => run(commands.write({ advance: '0s' }))}>
          {TEXTS.clock.stop}
        </button>
      )}
      <button type="button" className="next" onClick={() => setShown('timers')}>
        {nextText(report, time.now)}
      </button>
      <ClockWaits report={report} />
      {end.text !== '' && (end.isProblem === true ? <span role="alert">{end.text}</span> : <output>{end.text}</output>)}
      {shown === 'until' && <UntilDialog now={time.now} commands={commands} run={run} close={close} />}
      {shown === 'timers' && <TimersDialog report={report} now={time.now} close={close} />}
    </section>
  );
}

interface CommandProps {
  readonly commands: ClockCommands;
  readonly run: RunClock;
}

function Rate({ report, commands, run }: CommandProps & { readonly report: ClockReport }) {
  const isPaused = report.mode === 'Paused';
  return (
    <>
      <button type="button" onClick={() => run(commands.write({ paused: !isPaused }))}>
        {isPaused ? TEXTS.clock.resume : TEXTS.clock.pause}
      </button>
      <label>
        {TEXTS.clock.rate}{' '}
        <select value={report.rate} onChange={(event) => run(commands.write({ rate: Number(event.target.value) }))}>
          {[...new Set([...RATES, report.rate])]
            .sort((a, b) => a - b)
            .map((rate) => (
              <option key={rate} value={rate}>
                {rate}×
              </option>
            ))}
        </select>
      </label>
    </>
  );
}

function Advances({ commands, run }: CommandProps) {
  return (
    <>
      <button type="button" title={TEXTS.clock.stepTitle} onClick={() => run(commands.step())}>
        {TEXTS.clock.step}
      </button>
      {ADVANCES.map((by) => (
        <button type="button" key={by} aria-label={TEXTS.clock.advanceLabel(by)} onClick={() => run(commands.advance(by))}>
          {TEXTS.clock.advance(by)}
        </button>
      ))}
    </>
  );
}

function nextText(report: ClockReport, now: number): string {
  const [next] = pendingTimers(report, false);
  if (next === undefined) return TEXTS.clock.quiet;
  return TEXTS.clock.next(next.name, next.object ?? '', humanDuration(Math.max(0, next.at - now)));
}
