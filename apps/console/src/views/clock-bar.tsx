import { humanDuration } from '@klockwork/api-machinery';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { useLab, useLabTime } from '../store/lab.ts';
import { nextWork } from '../store/lab-time.ts';
import { TEXTS } from '../texts.ts';

const RATES = [0.1, 1, 10, 60, 600];
const ADVANCES = ['10s', '1m', '10m', '1h'];
const CLOCK = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const MERGE = 'application/merge-patch+json';

/** Lab time, and the ways to stop and move it. */
export function ClockBar() {
  const lab = useLab();
  const time = useLabTime();
  const [problem, setProblem] = useState('');
  if (time === undefined) return <section className="bar clock" aria-label={TEXTS.clock.label} />;
  const { report } = time.time;
  const isPaused = report.mode === 'Paused';
  const write = (spec: object) =>
    send(CLOCK, { method: 'PATCH', contentType: MERGE, body: { spec } })
      .then(() => lab.refreshClock())
      .then(
        () => setProblem(''),
        (error: Error) => setProblem(error.message),
      );
  const advance = (by: string) =>
    send('/klockwork/v1/clock/advance', { method: 'POST', body: { advance: by } })
      .then((answer) => answer.text())
      .then(() => lab.refreshClock())
      .then(
        () => setProblem(''),
        (error: Error) => setProblem(error.message),
      );
  const next = nextWork(time.time);
  return (
    <section className="bar clock" aria-label={TEXTS.clock.label}>
      <time dateTime={new Date(time.now).toISOString()}>{new Date(time.now).toISOString().slice(0, 19).replace('T', ' ')}</time>
      <span className="mode">{report.mode}</span>
      <button type="button" onClick={() => write({ paused: !isPaused })}>
        {isPaused ? TEXTS.clock.resume : TEXTS.clock.pause}
      </button>
      <label>
        {TEXTS.clock.rate}{' '}
        <select value={report.rate} onChange={(event) => write({ rate: Number(event.target.value) })}>
          {[...new Set([...RATES, report.rate])]
            .sort((a, b) => a - b)
            .map((rate) => (
              <option key={rate} value={rate}>
                {rate}×
              </option>
            ))}
        </select>
      </label>
      {ADVANCES.map((by) => (
        <button type="button" key={by} aria-label={TEXTS.clock.advanceLabel(by)} onClick={() => advance(by)}>
          {TEXTS.clock.advance(by)}
        </button>
      ))}
      <span className="next">
        {next === undefined
          ? TEXTS.clock.quiet
          : TEXTS.clock.next(next.name, next.object ?? '', humanDuration(Math.max(0, next.at - time.now)))}
      </span>
      {problem !== '' && <span role="alert">{problem}</span>}
    </section>
  );
}
