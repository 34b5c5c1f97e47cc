import { lazy, Suspense, useState } from 'react';
import { TEXTS } from '../../texts.ts';

const NewObjectsDialog = lazy(() => import('./new-objects-dialog.tsx').then(({ NewObjectsDialog: View }) => ({ default: View })));

/** Opens the dialog for new objects. */
export function NewObjects({ namespace }: { readonly namespace: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="actions">
      <button type="button" onClick={() => setIsOpen(true)}>
        {TEXTS.creation.open}
      </button>
      {isOpen && (
        <Suspense fallback={<span>{TEXTS.details.loading}</span>}>
          <NewObjectsDialog namespace={namespace} close={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
