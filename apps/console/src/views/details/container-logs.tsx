import { useState } from 'react';
import { containersOf } from '../../model/containers.ts';
import { useContainerLog } from '../../store/container-log.ts';
import { useLab } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import './logs.css';

/** Logs of a pod's containers, one at a time. `pod`: `namespace/name`. */
export function ContainerLogs({ pod, object }: { readonly pod: string; readonly object: LabObject }) {
  const containers = containersOf(object);
  const [chosen, setChosen] = useState<string | undefined>();
  const shown = containers.find(({ name }) => name === chosen) ?? containers[0];
  if (shown === undefined) return undefined;
  return (
    <section className="logs" aria-label={TEXTS.details.logs}>
      <h3>{TEXTS.details.logs}</h3>
      {containers.length > 1 && (
        <select aria-label={TEXTS.details.container} value={shown.name} onChange={(event) => setChosen(event.target.value)}>
          {containers.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <LogText pod={pod} container={shown.name} attempt={shown.restarts} />
    </section>
  );
}

interface LogTextProps {
  readonly pod: string;
  readonly container: string;
  readonly attempt: number;
}

function LogText({ pod, container, attempt }: LogTextProps) {
  const { at } = useLab();
  const { text, problem } = useContainerLog({ pod, container, at }, attempt);
  return (
    <>
      <pre>{text}</pre>
      {problem !== '' && <p role="alert">{problem}</p>}
      {text === '' && problem === '' && <p>{TEXTS.details.noLog}</p>}
    </>
  );
}
