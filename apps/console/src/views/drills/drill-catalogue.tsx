import { humanDuration } from '@klockwork/api-machinery';
import type { DrillSummary } from '@klockwork/drills';
import { useState } from 'react';
import { drillsOf } from '../../model/drill-run.ts';
import { useBuiltInDrills } from '../../store/drill-runs.ts';
import { TEXTS } from '../../texts.ts';
import { StartButtons } from './start-buttons.tsx';

const CATEGORIES = ['repair', 'failure'] as const;

/** Built-in drills: repairs, then failures, the easy ones first. */
export function DrillCatalogue() {
  const { value, problem } = useBuiltInDrills();
  if (problem !== undefined) return <p role="alert">{problem}</p>;
  if (value === undefined) return <p>{TEXTS.drills.loading}</p>;
  return CATEGORIES.map((category) => (
    <section key={category} className="catalogue" aria-label={TEXTS.drills.groups[category]}>
      <h2>{TEXTS.drills.groups[category]}</h2>
      {drillsOf(value, category).map((drill) => (
        <CatalogueCard key={drill.name} drill={drill} />
      ))}
    </section>
  ));
}

function CatalogueCard({ drill }: { readonly drill: DrillSummary }) {
  const { name, title, description, level, teaches, labMs, isPlayable, hintCosts, solutions } = drill;
  const [seed, setSeed] = useState('');
  const [solution, setSolution] = useState('');
  const order = { drill: name, ...(seed !== '' && { seed: Number(seed) }), ...(solution !== '' && { solution }) };
  const cost = hintCosts.reduce((sum, one) => sum + one, 0);
  return (
    <article aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className="level">{TEXTS.drills.levels[level as keyof typeof TEXTS.drills.levels] ?? level}</span>
      </header>
      <p>{description}</p>
      <p className="facts">
        {teaches !== '' && <span>{TEXTS.drills.teaches(teaches)}</span>}
        {labMs !== undefined && <span>{TEXTS.drills.takes(humanDuration(labMs))}</span>}
        {hintCosts.length > 0 && <span>{TEXTS.drills.hintCount(hintCosts.length, cost)}</span>}
      </p>
      <StartButtons title={title} order={order} isPlayable={isPlayable} />
      <details>
        <summary>{TEXTS.drills.options}</summary>
        <div className="actions">
          <label>
            {TEXTS.drills.seed} <input type="number" min={0} step={1} value={seed} onChange={(event) => setSeed(event.target.value)} />
          </label>
          {solutions.length > 0 && (
            <label>
              {TEXTS.drills.solution}{' '}
              <select value={solution} onChange={(event) => setSolution(event.target.value)}>
                <option value="">{TEXTS.drills.nobody}</option>
                {solutions.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          )}
        </div>
      </details>
    </article>
  );
}
