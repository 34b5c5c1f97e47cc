import type { RunState } from '@klockwork/drills';
import { useState } from 'react';
import { isActive, leftText } from '../../model/drill-run.ts';
import { goTo } from '../../store/address.ts';
import { commandRun, type RunVerb, startRun } from '../../store/drill-runs.ts';
import { TEXTS } from '../../texts.ts';

/** Task, time, hints, and the commands of a run. */
export function RunActions({ state }: { readonly state: RunState }) {
  const { task, turn, hints, phase, isOpen } = state;
  const isTurn = phase === 'Turn';
  return (
    <>
      {isTurn && task !== undefined && <p>{TEXTS.drillRun.task(task)}</p>}
      {turn !== undefined && <TurnState turn={turn} />}
      {hints.taken.length > 0 && (
        <ol className="hints">
          {hints.taken.map(({ text, cost }, index) => (
            <li key={text}>{TEXTS.drillRun.takenHint(index + 1, cost, text)}</li>
          ))}
        </ol>
      )}
      <div className="actions">
        {isOpen && <a href="/drill/map">{isTurn ? TEXTS.drillRun.openCluster : TEXTS.drillRun.lookAround}</a>}
        <RunCommands state={state} />
      </div>
      {isTurn && <p className="soft">{TEXTS.drillRun.hiddenUntilEnd}</p>}
    </>
  );
}

/** Time that is left, and the number of broken objectives. */
export function TurnState({ turn: { leftMs, conditions } }: { readonly turn: NonNullable<RunState['turn']> }) {
  const broken = conditions.filter(({ met }) => !met).length;
  return (
    <p className="turn">
      {leftMs !== undefined && (
        <span role="timer">
          {TEXTS.drillRun.left} <strong>{leftText(leftMs)}</strong>
        </span>
      )}{' '}
      <output>{broken === 0 ? TEXTS.drillRun.allHold : TEXTS.drillRun.brokenCount(broken, conditions.length)}</output>
    </p>
  );
}

/** Buttons of a run, by its phase. */
export function RunCommands({ state }: { readonly state: RunState }) {
  const [problem, setProblem] = useState('');
  const { id, mode, phase, hints, isOpen, drill, seed, solution } = state;
  const refused = (error: Error) => setProblem(error.message);
  const send = (verb: RunVerb) => void commandRun(id, verb).then(() => setProblem(''), refused);
  const again = () =>
    void startRun({ drill, mode, seed, ...(solution !== undefined && { solution }) }).then(
      (next) => goTo({ view: 'drills', filters: { run: next.id } }),
      refused,
    );
  const verbs: readonly (readonly [RunVerb, string])[] = [
    ...(phase === 'Turn' && hints.nextCost !== undefined ? [['hint', TEXTS.drillRun.hint(hints.nextCost)] as const] : []),
    ...(phase === 'Turn' ? [['end', TEXTS.drillRun.end] as const] : []),
    ...(mode === 'play' && (isActive(state) || isOpen) ? [['reset', TEXTS.drillRun.reset] as const] : []),
    ...(isActive(state) ? [['stop', mode === 'play' ? TEXTS.drillRun.giveUp : TEXTS.drillRun.stop] as const] : []),
    ...(isOpen && !isActive(state) ? [['stop', TEXTS.drillRun.close] as const] : []),
  ];
  return (
    <>
      {verbs.map(([verb, text]) => (
        <button key={text} type="button" onClick={() => send(verb)}>
          {text}
        </button>
      ))}
      {!isActive(state) && (
        <button type="button" onClick={again}>
          {TEXTS.drillRun.again}
        </button>
      )}
      {phase === 'Turn' && hints.nextCost === undefined && <span className="soft">{TEXTS.drillRun.noHints}</span>}
      {problem !== '' && <span role="alert">{problem}</span>}
    </>
  );
}
