import { useDeferredValue, useState } from 'react';
import { actorText, causeText, filteredLines } from '../model/log-filter.ts';
import { keyText } from '../model/why.ts';
import { useLab } from '../store/lab.ts';
import { useLogLines } from '../store/log-lines.ts';
import { TEXTS } from '../texts.ts';
import './log.css';

/** The newest changes, the last one first, as they happen. */
export function LogView() {
  const lines = useLogLines(useLab().at);
  const [filter, setFilter] = useState('');
  const [hasUpkeep, setHasUpkeep] = useState(false);
  const shown = filteredLines(lines, { text: useDeferredValue(filter), hasUpkeep });
  return (
    <section className="log" aria-label={TEXTS.log.title}>
      <input
        type="search"
        placeholder={TEXTS.log.filter}
        aria-label={TEXTS.log.filter}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />{' '}
      <label>
        <input type="checkbox" checked={hasUpkeep} onChange={(event) => setHasUpkeep(event.target.checked)} /> {TEXTS.log.upkeep}
      </label>
      <table>
        <thead>
          <tr>
            {TEXTS.log.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line.revision}>
              <td className="number">{line.revision}</td>
              <td>{new Date(line.at).toISOString().slice(11, 23)}</td>
              <td>{line.type}</td>
              <td>{keyText(line.key)}</td>
              <td>{actorText(line)}</td>
              <td>{causeText(line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p>{lines.length === 0 ? TEXTS.log.waiting : TEXTS.log.none}</p>}
    </section>
  );
}
