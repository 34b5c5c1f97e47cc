import { type FormEvent, useState } from 'react';
import type { ClockCommands, RunClock } from '../../store/clock-commands.ts';
import { TEXTS } from '../../texts.ts';
import { Dialog } from '../dialog.tsx';

interface UntilDialogProps {
  readonly now: number;
  readonly commands: ClockCommands;
  readonly run: RunClock;
  readonly close: () => void;
}

type Goal = 'condition' | 'idle' | 'time';

const GOALS: readonly Goal[] = ['condition', 'idle', 'time'];

/** Lets lab time pass until a condition holds, until nothing is left to do, or to an instant. */
export function UntilDialog({ now, commands, run, close }: UntilDialogProps) {
  const { until } = TEXTS.clock;
  const [goal, setGoal] = useState<Goal>('condition');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const field = (name: string) => String(fields.get(name) ?? '').trim();
    run(commandOf(goal, field, { now, commands }));
    close();
  };
  return (
    <Dialog title={until.title} close={close}>
      <form onSubmit={submit}>
        <label>
          {until.goal}
          <select value={goal} onChange={(event) => setGoal(event.target.value as Goal)}>
            {GOALS.map((each) => (
              <option key={each} value={each}>
                {until.goals[each]}
              </option>
            ))}
          </select>
        </label>
        {goal === 'condition' && <ConditionFields />}
        {goal === 'time' ? (
          <label>
            {until.time}
            <input
              name="time"
              type="datetime-local"
              step="1"
              required
              defaultValue={new Date(now + 3_600_000).toISOString().slice(0, 19)}
            />
          </label>
        ) : (
          <label>
            {until.within}
            <input name="within" defaultValue="10m" required pattern="([0-9.]+(ms|s|m|h))+" />
          </label>
        )}
        <footer>
          <button type="submit">{until.start}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function ConditionFields() {
  const { until } = TEXTS.clock;
  return (
    <>
      <label>
        {until.condition}
        <input name="condition" required placeholder="deploy/web condition=Available" />
        <small>{until.conditionHelp}</small>
      </label>
      <label>
        {until.namespace}
        <input name="namespace" placeholder="default" />
      </label>
    </>
  );
}

interface Context {
  readonly now: number;
  readonly commands: ClockCommands;
}

function commandOf(goal: Goal, field: (name: string) => string, { now, commands }: Context): Promise<string> {
  if (goal === 'condition') return commands.untilCondition(field('condition'), field('namespace'), field('within'));
  if (goal === 'idle') return commands.untilIdle(field('within'));
  return commands.advanceTo(Date.parse(`${field('time')}Z`), now);
}
