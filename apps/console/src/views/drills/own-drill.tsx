import { lazy, Suspense, useState } from 'react';
import { useLab } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { StartButtons } from './start-buttons.tsx';

const DocumentsEditor = lazy(() => import('../details/yaml/documents-editor.tsx').then(({ DocumentsEditor: View }) => ({ default: View })));

/** Drill as a text, to run or to play without storing it in the lab. */
export function OwnDrill() {
  const lab = useLab();
  const [hasOpened, setHasOpened] = useState(false);
  const [document, setDocument] = useState('');
  return (
    <details onToggle={() => setHasOpened(true)}>
      <summary>{TEXTS.drills.own}</summary>
      <p className="soft">{TEXTS.drills.ownHelp}</p>
      {hasOpened && (
        <Suspense fallback={<p>{TEXTS.details.loading}</p>}>
          <DocumentsEditor label={TEXTS.drills.ownText} kinds={() => lab.kinds.kinds.kinds} onChange={setDocument} />
        </Suspense>
      )}
      {document.trim() !== '' && <StartButtons title={TEXTS.drills.own} order={{ document }} isPlayable />}
    </details>
  );
}
