import { type FormEvent, useState } from 'react';
import { send } from '../../api/client.ts';
import { faultObject } from '../../model/fault-form.ts';
import type { FaultType } from '../../model/fault-schema.ts';
import { type FaultTarget, type FaultValues, faultsOf } from '../../model/fault-targets.ts';
import { FAULTS, useFaultTypes } from '../../store/fault-types.ts';
import { useLab } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { Dialog } from '../dialog.tsx';
import { FaultFields } from './fault-fields.tsx';

interface FaultDialogProps {
  readonly target: FaultTarget;
  readonly close: () => void;
}

/** Breaks a part of the lab: creates a Fault of a type that concerns the target. */
export function FaultDialog({ target, close }: FaultDialogProps) {
  const { types, problem } = useFaultTypes();
  const offered = faultsOf(target);
  const [chosen, setChosen] = useState(Object.keys(offered)[0] ?? '');
  const type = types.find((each) => each.type === chosen);
  return (
    <Dialog title={TEXTS.faults.breakTitle(targetText(target))} close={close}>
      {problem !== undefined && <p role="alert">{problem}</p>}
      <label>
        {TEXTS.faults.type}
        <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {Object.keys(offered).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      {type !== undefined && <FaultForm key={chosen} type={type} first={offered[chosen] ?? {}} close={close} />}
    </Dialog>
  );
}

interface FaultFormProps {
  readonly type: FaultType;
  /** Values of the target. */
  readonly first: FaultValues;
  readonly close: () => void;
}

function FaultForm({ type, first, close }: FaultFormProps) {
  const lab = useLab();
  const [problem, setProblem] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]));
    const times = { duration: values['fault duration'] ?? '', after: values['fault after'] ?? '' };
    send(FAULTS, { method: 'POST', body: faultObject(type, values, times) })
      .then(() => lab.refreshClock())
      .then(close, (error: Error) => setProblem(error.message));
  };
  return (
    <form onSubmit={submit}>
      <p>{type.description}</p>
      <FaultFields type={type} first={first} />
      <label>
        {TEXTS.faults.duration}
        <input name="fault duration" defaultValue="30m" />
      </label>
      <label>
        {TEXTS.faults.after}
        <input name="fault after" placeholder="0s" />
      </label>
      {problem !== '' && <p role="alert">{problem}</p>}
      <footer>
        <button type="submit" className="danger">
          {TEXTS.faults.break}
        </button>
      </footer>
    </form>
  );
}

function targetText(target: FaultTarget): string {
  return 'name' in target ? target.name : TEXTS.faults.targets[target.type];
}
