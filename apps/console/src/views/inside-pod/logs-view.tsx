import { useDeferredValue, useMemo, useState } from 'react';
import { send } from '../../api/client.ts';
import { type ContainerView, containersOf } from '../../model/containers.ts';
import { matchesIn, nextMatch } from '../../model/log-search.ts';
import { type LogTarget, logPath, useContainerLog } from '../../store/container-log.ts';
import { useLab } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import './logs.css';
import { LogLines } from './log-lines.tsx';

/** Value of the choice of all containers; names of containers are never empty. */
const ALL = '';

/** Logs of a pod's containers, one or all. `pod`: `namespace/name`. */
export function LogsView({ pod, object }: { readonly pod: string; readonly object: LabObject }) {
  const containers = containersOf(object);
  const [chosen, setChosen] = useState<string | undefined>();
  const [options, setOptions] = useState<LogOptions>({ isPrevious: false, isFollowed: true, hasTimes: false });
  const shown =
    chosen === ALL ? containers : [containers.find(({ name }) => name === chosen) ?? containers[0]].filter((one) => one !== undefined);
  if (shown.length === 0) return undefined;
  return (
    <section className="logs" aria-label={TEXTS.logs.title}>
      <div className="actions">
        {containers.length > 1 && (
          <select aria-label={TEXTS.logs.container} value={chosen ?? shown[0]?.name} onChange={(event) => setChosen(event.target.value)}>
            {containers.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
            <option value={ALL}>{TEXTS.logs.all}</option>
          </select>
        )}
        <Options options={options} hasPrevious={shown.every(({ restarts }) => restarts > 0)} onChange={setOptions} />
      </div>
      {shown.map(({ name, waiting }) => waiting !== undefined && <p key={name}>{TEXTS.logs.waiting(name, waiting)}</p>)}
      <StartedLogs pod={pod} containers={shown.filter(({ waiting }) => waiting === undefined)} options={options} />
    </section>
  );
}

interface LogOptions {
  readonly isPrevious: boolean;
  readonly isFollowed: boolean;
  readonly hasTimes: boolean;
}

interface OptionsProps {
  readonly options: LogOptions;
  readonly hasPrevious: boolean;
  readonly onChange: (options: LogOptions) => void;
}

function Options({ options, hasPrevious, onChange }: OptionsProps) {
  const boxes = [
    ['isFollowed', TEXTS.logs.follow, true],
    ['isPrevious', TEXTS.logs.previous, hasPrevious || options.isPrevious],
    ['hasTimes', TEXTS.logs.times, true],
  ] as const;
  return boxes.map(([name, label, isEnabled]) => (
    <label key={name}>
      <input
        type="checkbox"
        checked={options[name]}
        disabled={!isEnabled}
        onChange={(event) => onChange({ ...options, [name]: event.target.checked })}
      />{' '}
      {label}
    </label>
  ));
}

interface LogTextProps {
  readonly pod: string;
  readonly containers: readonly ContainerView[];
  readonly options: LogOptions;
}

/** Logs of started containers. Containers without a start have no log. */
function StartedLogs(props: LogTextProps) {
  return props.containers.length > 0 && <LogText {...props} />;
}

function LogText({ pod, containers, options: { isPrevious, isFollowed, hasTimes } }: LogTextProps) {
  const { at } = useLab();
  const target: LogTarget = { pod, containers: containers.map(({ name }) => name), at, isPrevious, isFollowed };
  const { log, problem } = useContainerLog(target, Math.max(...containers.map(({ restarts }) => restarts)));
  const [text, setText] = useState('');
  const [current, setCurrent] = useState(0);
  const wanted = useDeferredValue(text);
  const matches = useMemo(() => matchesIn(log.lines, wanted), [log.lines, wanted]);
  const index = Math.min(current, Math.max(0, matches.length - 1));
  const go = (step: 1 | -1) => setCurrent(nextMatch(index, matches.length, step));
  return (
    <>
      <search className="actions">
        <input
          type="search"
          placeholder={TEXTS.logs.search}
          aria-label={TEXTS.logs.search}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCurrent(0);
          }}
          onKeyDown={(event) => event.key === 'Enter' && go(event.shiftKey ? -1 : 1)}
        />
        <button type="button" disabled={matches.length === 0} onClick={() => go(-1)}>
          {TEXTS.logs.previousMatch}
        </button>
        <button type="button" disabled={matches.length === 0} onClick={() => go(1)}>
          {TEXTS.logs.nextMatch}
        </button>
        {wanted !== '' && <output>{TEXTS.logs.matches(matches.length === 0 ? 0 : index + 1, matches.length)}</output>}
        <Downloads target={target} />
      </search>
      <LogLines
        lines={log.lines}
        matches={matches}
        current={matches[index]}
        isFollowed={isFollowed && matches.length === 0}
        hasTimes={hasTimes}
        hasNames={containers.length > 1}
      />
      {problem !== '' && <p role="alert">{problem}</p>}
      {log.lines.length === 0 && problem === '' && <p>{TEXTS.logs.empty}</p>}
      {log.count > log.lines.length && <p>{TEXTS.logs.dropped(log.lines.length)}</p>}
    </>
  );
}

/** Saves the whole log of each shown container as a file. */
function Downloads({ target }: { readonly target: LogTarget }) {
  const [problem, setProblem] = useState('');
  const download = () =>
    Promise.all(target.containers.map((container) => save(target, container))).then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    );
  return (
    <>
      <button type="button" onClick={() => void download()}>
        {TEXTS.logs.download}
      </button>
      {problem !== '' && <p role="alert">{problem}</p>}
    </>
  );
}

async function save(target: LogTarget, container: string): Promise<void> {
  const answer = await send(logPath(target, container, true), { accept: 'text/plain' });
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `${target.pod.replace('/', '-')}-${container}${target.isPrevious ? '-previous' : ''}.log`;
  link.click();
  URL.revokeObjectURL(address);
}
