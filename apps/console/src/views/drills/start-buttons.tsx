import type { RunRequest } from '@klockwork/drills';
import { useState } from 'react';
import { goTo } from '../../store/address.ts';
import { startRun } from '../../store/drill-runs.ts';
import { TEXTS } from '../../texts.ts';

interface StartButtonsProps {
  readonly title: string;
  /** Source, seed and solution of the run. */
  readonly order: Omit<RunRequest, 'mode'>;
  readonly isPlayable: boolean;
}

/** Starts a run or a play, and shows it. */
export function StartButtons({ title, order, isPlayable }: StartButtonsProps) {
  const [problem, setProblem] = useState('');
  const start = (mode: RunRequest['mode']) => {
    const { solution: _, ...played } = order;
    startRun(mode === 'play' ? { ...played, mode } : { ...order, mode }).then(
      ({ id }) => goTo({ view: 'drills', filters: { run: id } }),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <div className="actions">
      <button type="button" aria-label={TEXTS.drills.startRunOf(title)} onClick={() => start('run')}>
        {TEXTS.drills.startRun}
      </button>
      {isPlayable && (
        <button type="button" aria-label={TEXTS.drills.playOf(title)} onClick={() => start('play')}>
          {TEXTS.drills.play}
        </button>
      )}
      {problem !== '' && <span role="alert">{problem}</span>}
    </div>
  );
}
