import { useState } from 'react';
import { LAB_BASE } from '../../api/lab-base.ts';
import { byName } from '../../model/by-name.ts';
import { type DrillReport, reportOfDrill, reportOfFile } from '../../model/drill-report.ts';
import { useAddress } from '../../store/address.ts';
import { useCollection } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import { DrillCard } from './drill-card.tsx';
import { DrillCatalogue } from './drill-catalogue.tsx';
import { OwnDrill } from './own-drill.tsx';
import { RecentRuns } from './recent-runs.tsx';
import { RunView } from './run-view.tsx';
import './drills.css';

const DRILLS = '/apis/klockwork.dev/v1alpha1/drills';

/** Drills: a run, or the catalogue with the runs and the drills of the lab. */
export function DrillsView() {
  const { run } = useAddress().filters ?? {};
  return (
    <section className="drills" aria-label={TEXTS.drills.title}>
      {run === undefined ? <AllDrills /> : <RunView key={run} id={run} />}
    </section>
  );
}

function AllDrills() {
  return (
    <>
      <p>{TEXTS.drills.intro}</p>
      <RecentRuns />
      <DrillCatalogue />
      {LAB_BASE === '' && <LabDrills />}
      {LAB_BASE === '' && <OwnDrill />}
      <SavedResult />
    </>
  );
}

/** Drills that the lab stores as objects. */
function LabDrills() {
  const rows = useCollection(DRILLS);
  const { freshness } = rows;
  const objects = [...rows.byKey.values()].map(({ object }) => object).sort((a, b) => byName(a.metadata.name, b.metadata.name));
  return (
    <>
      <h2>{TEXTS.drills.ofLab}</h2>
      {freshness.type === 'refused' && <p role="alert">{freshness.message}</p>}
      {objects.length === 0 && freshness.type === 'live' && (
        <p className="empty">
          {TEXTS.drills.none} <code>{TEXTS.drills.command}</code>
        </p>
      )}
      {objects.map((object) => (
        <DrillCard key={object.metadata.name} report={reportOfDrill(object)} isObject isPlayable={hasTurn(object)} />
      ))}
    </>
  );
}

function hasTurn({ spec = {} }: LabObject): boolean {
  const steps = Array.isArray(spec.steps) ? (spec.steps as readonly { readonly player?: unknown }[]) : [];
  return steps.some(({ player }) => player !== undefined);
}

/** Result of a run outside the lab, from a file. */
function SavedResult() {
  const [report, setReport] = useState<DrillReport | 'wrong' | undefined>();
  const read = (file: File | undefined) => void file?.text().then((text) => setReport(reportOfFile(text) ?? 'wrong'));
  return (
    <>
      <label>
        {TEXTS.drills.saved} <input type="file" accept=".json,application/json" onChange={(event) => read(event.target.files?.[0])} />
      </label>
      {report === 'wrong' && <p role="alert">{TEXTS.drills.wrong}</p>}
      {typeof report === 'object' && <DrillCard report={report} />}
    </>
  );
}
