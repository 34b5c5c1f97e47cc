import { useState } from 'react';
import { containersOf } from '../../model/containers.ts';
import { fileEntries, pathIn } from '../../model/file-list.ts';
import { useLab } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import './inside.css';
import { useCommand } from './use-command.ts';

const PROCESSES = ['ps', '-ef'];
const CONNECTIONS = ['netstat', '-tan'];

interface PlaceProps {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly container: string;
}

/** Processes, connections and files of a container, by commands that its image has. `pod`: `namespace/name`. */
export function InsideView({ pod, object }: { readonly pod: string; readonly object: LabObject }) {
  const { at } = useLab();
  const running = containersOf(object).filter(({ waiting }) => waiting === undefined);
  const [chosen, setChosen] = useState('');
  const container = running.find(({ name }) => name === chosen)?.name ?? running[0]?.name;
  if (at !== undefined) return <p>{TEXTS.inside.past}</p>;
  if (container === undefined) return <p>{TEXTS.inside.none}</p>;
  return (
    <section className="inside" aria-label={TEXTS.inside.title}>
      <p className="soft">{TEXTS.inside.intro}</p>
      {running.length > 1 && (
        <select aria-label={TEXTS.terminal.container} value={container} onChange={(event) => setChosen(event.target.value)}>
          {running.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <CommandText key={`processes ${container}`} {...{ pod, container, command: PROCESSES }} title={TEXTS.inside.processes} />
      <CommandText key={`connections ${container}`} {...{ pod, container, command: CONNECTIONS }} title={TEXTS.inside.connections} />
      <Files key={`files ${container}`} pod={pod} container={container} />
    </section>
  );
}

interface CommandTextProps extends PlaceProps {
  readonly command: readonly string[];
  readonly title: string;
}

function CommandText({ pod, container, command, title }: CommandTextProps) {
  const { output, problem, repeat } = useCommand({ pod, container, command });
  return (
    <section>
      <header>
        <h3>{title}</h3> <code>{command.join(' ')}</code>
        <button type="button" onClick={repeat}>
          {TEXTS.inside.again}
        </button>
      </header>
      {output === undefined && <p>{TEXTS.details.loading}</p>}
      {problem !== '' && <p role="alert">{problem}</p>}
      {output !== undefined && problem === '' && <Output bytes={output.stdout} label={title} />}
    </section>
  );
}

function Files({ pod, container }: PlaceProps) {
  const [folder, setFolder] = useState('/');
  const [file, setFile] = useState<string | undefined>();
  const { output, problem } = useCommand({ pod, container, command: ['ls', '-la', `${folder === '/' ? '' : folder}/`] });
  const enter = (path: string) => {
    setFile(undefined);
    setFolder(path);
  };
  return (
    <section aria-label={TEXTS.inside.files}>
      <header>
        <h3>{TEXTS.inside.files}</h3> <code>{folder}</code>
        <button type="button" disabled={folder === '/'} onClick={() => enter(pathIn(folder, '..'))}>
          {TEXTS.inside.up}
        </button>
      </header>
      {output === undefined && <p>{TEXTS.details.loading}</p>}
      {problem !== '' && <p role="alert">{problem}</p>}
      <ul>
        {fileEntries(new TextDecoder().decode(output?.stdout)).map(({ name, type, target, size, access, time }) => (
          <li key={name} data-type={type}>
            <button
              type="button"
              title={`${access} ${time}`}
              disabled={type === 'other'}
              onClick={() => (type === 'file' ? setFile(pathIn(folder, name)) : enter(pathIn(folder, target ?? name)))}
            >
              {type === 'folder' ? `${name}/` : name}
              {target !== undefined && ` → ${target}`}
            </button>
            {type === 'file' && <small>{TEXTS.inside.bytes(size)}</small>}
          </li>
        ))}
      </ul>
      {file !== undefined && <FileText key={file} pod={pod} container={container} path={file} />}
    </section>
  );
}

function FileText({ pod, container, path }: PlaceProps & { readonly path: string }) {
  const { output, problem } = useCommand({ pod, container, command: ['cat', path] });
  if (output === undefined) return <p>{TEXTS.details.loading}</p>;
  return (
    <section>
      <header>
        <h3>{path}</h3>
        <button type="button" onClick={() => save(output.stdout, path.split('/').at(-1) ?? path)}>
          {TEXTS.logs.download}
        </button>
      </header>
      {problem === '' ? <Output bytes={output.stdout} label={path} /> : <p role="alert">{problem}</p>}
      {output.isCut && <p>{TEXTS.inside.cut}</p>}
    </section>
  );
}

/** Output of a command as text; its bytes are never a page. */
function Output({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return <p className="soft">{TEXTS.inside.empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
    <section className="output" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
