import { useState } from 'react';
import { byName } from '../../model/by-name.ts';
import { type DrillReport, reportOfDrill, reportOfFile } from '../../model/drill-report.ts';
import { useCollection } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { DrillCard } from './drill-card.tsx';
import './drills.css';

const DRILLS = '/apis/klockwork.dev/v1alpha1/drills';

/** Drills of the lab with their newest runs, and saved results. */
export function DrillsView() {
  const rows = useCollection(DRILLS);
  const { freshness } = rows;
  const reports = [...rows.byKey.values()].map(({ object }) => reportOfDrill(object)).sort((a, b) => byName(a.name, b.name));
  return (
    <section className="drills" aria-label={TEXTS.drills.title}>
      {freshness.type === 'refused' && <p role="alert">{freshness.message}</p>}
      {reports.length === 0 && freshness.type === 'live' && (
        <p className="empty">
          {TEXTS.drills.none} <code>{TEXTS.drills.command}</code>
        </p>
      )}
      {reports.map((report) => (
        <DrillCard key={report.name} report={report} />
      ))}
      <SavedResult />
    </section>
  );
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
