import { useEffect, useRef, useState } from 'react';
import { ExecSession } from '../../api/exec-session.ts';
import { containersOf } from '../../model/containers.ts';
import { commandWords, type ExecEnd, type ExecTarget, execPath } from '../../model/exec-channels.ts';
import { useLab } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import './terminal.css';
import type { TerminalScreen } from './terminal-screen.ts';

const SHELL = 'sh';

/** Terminal in a container of a pod. `pod`: `namespace/name`. */
export function TerminalView({ pod, object }: { readonly pod: string; readonly object: LabObject }) {
  const { at } = useLab();
  const containers = containersOf(object).map(({ name }) => name);
  const [container, setContainer] = useState(containers[0] ?? '');
  const [command, setCommand] = useState(SHELL);
  const [running, setRunning] = useState<{ readonly target: ExecTarget; readonly attempt: number } | undefined>();
  if (at !== undefined) return <p>{TEXTS.terminal.past}</p>;
  const start = () => setRunning({ target: { pod, container, command: commandWords(command) }, attempt: (running?.attempt ?? 0) + 1 });
  return (
    <section className="terminal" aria-label={TEXTS.terminal.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <label>
          {TEXTS.terminal.container}{' '}
          <select value={container} onChange={(event) => setContainer(event.target.value)}>
            {containers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {TEXTS.terminal.command}{' '}
          <input value={command} spellCheck={false} autoCapitalize="off" onChange={(event) => setCommand(event.target.value)} />
        </label>
        <button type="submit" disabled={command.trim() === ''}>
          {running === undefined ? TEXTS.terminal.open : TEXTS.terminal.again}
        </button>
      </form>
      {running === undefined ? <p>{TEXTS.terminal.intro}</p> : <Session key={running.attempt} target={running.target} onAgain={start} />}
    </section>
  );
}

/** Screen of one session, with its end. */
function Session({ target, onAgain }: { readonly target: ExecTarget; readonly onAgain: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<TerminalScreen | undefined>();
  const [end, setEnd] = useState<ExecEnd | undefined>();
  const [problem, setProblem] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a session keeps its target
  useEffect(() => {
    const stop = new AbortController();
    const { current } = element;
    if (current === null) return;
    const onProblem = (error: Error) => setProblem(error.message);
    void openSession({ element: current, target, onEnd: setEnd, onProblem }, stop.signal).then(setScreen, onProblem);
    return () => stop.abort();
  }, []);
  return (
    <>
      <div className="screen" ref={element} role="application" aria-label={TEXTS.terminal.screen(target.container)} />
      <div className="actions">
        <button type="button" onClick={() => screen && void copy(screen.selection).catch((error: Error) => setProblem(error.message))}>
          {TEXTS.terminal.copy}
        </button>
        <button type="button" onClick={() => screen && void pasteInto(screen).catch((error: Error) => setProblem(error.message))}>
          {TEXTS.terminal.paste}
        </button>
        {end !== undefined && (
          <>
            <output>{end.type === 'exited' ? TEXTS.terminal.exited(end.code) : end.message}</output>
            <button type="button" onClick={onAgain}>
              {TEXTS.terminal.reconnect}
            </button>
          </>
        )}
        <small>{TEXTS.terminal.keys}</small>
      </div>
      {problem !== '' && <p role="alert">{problem}</p>}
    </>
  );
}

interface SessionParts {
  readonly element: HTMLElement;
  readonly target: ExecTarget;
  readonly onEnd: (end: ExecEnd) => void;
  readonly onProblem: (error: Error) => void;
}

/** Opens a screen and a session on it, which both end at `signal`. */
async function openSession({ element, target, onEnd, onProblem }: SessionParts, signal: AbortSignal): Promise<TerminalScreen | undefined> {
  const { TerminalScreen: Screen } = await import('./terminal-screen.ts');
  if (signal.aborted) return undefined;
  let session: ExecSession | undefined;
  const screen = new Screen(element, {
    onType: (text) => session?.type(text),
    onResize: (size) => session?.resize(size),
    onCopy: (text) => void copy(text).catch(onProblem),
  });
  const onOutput = (bytes: Uint8Array) => screen.write(bytes);
  const opened = new ExecSession(execPath(target), { onOutput, onEnd }, TEXTS.terminal.ends);
  session = opened;
  opened.onOpen(() => opened.resize(screen.size));
  // A screen out of sight draws nothing.
  element.scrollIntoView({ block: 'nearest' });
  screen.focus();
  signal.addEventListener('abort', () => {
    opened.close();
    screen.dispose();
  });
  return screen;
}

async function copy(text: string): Promise<void> {
  if (text !== '') await navigator.clipboard.writeText(text);
}

async function pasteInto(screen: TerminalScreen): Promise<void> {
  screen.paste(await navigator.clipboard.readText());
  screen.focus();
}
