import { useEffect, useState, useSyncExternalStore } from 'react';
import { drainNotes, type Eviction, podsToEvict } from '../../../model/drain.ts';
import { objectPath } from '../../../model/kinds.ts';
import { Drain, type DrainProgress } from '../../../store/drain.ts';
import { useCollection, useLabTime } from '../../../store/lab.ts';
import { keyOf, type LabObject } from '../../../store/row.ts';
import { TEXTS } from '../../../texts.ts';
import { Dialog } from '../../dialog.tsx';
import type { ActionProps, ObjectAction } from './object-action.ts';

/** Empties a node by evictions. */
export const drainAction: ObjectAction = { id: 'drain', appliesTo: ({ resource }) => resource === 'nodes', Buttons: DrainButton };

function DrainButton(props: ActionProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        {TEXTS.drain.open}
      </button>
      {isOpen && <DrainDialog {...props} close={() => setIsOpen(false)} />}
    </>
  );
}

function DrainDialog({ selection, kind, close }: ActionProps & { readonly close: () => void }) {
  const [drain] = useState(() => new Drain(objectPath(kind, selection.key)));
  const progress = useSyncExternalStore(
    (listener) => drain.subscribe(listener),
    () => drain.progress,
  );
  const field = encodeURIComponent(`spec.nodeName=${selection.key}`);
  const { byKey, freshness } = useCollection(`/api/v1/pods?fieldSelector=${field}`);
  const now = useLabTime()?.present ?? 0;
  const pods = podsToEvict([...byKey.values()].map(({ object }) => object));
  const isLive = freshness.type === 'live';
  useEffect(() => {
    if (isLive) drain.advance(pods, now);
  });
  useEffect(() => () => drain.stop(), [drain]);
  const { chosen } = progress;
  const shown = chosen === undefined ? pods : pods.filter(({ metadata }) => chosen.has(metadata.uid));
  return (
    <Dialog title={TEXTS.drain.title(selection.key)} close={close}>
      <p>{TEXTS.drain.intro}</p>
      {progress.problem !== '' && <p role="alert">{progress.problem}</p>}
      <p role="status">{statusText(progress, { isLive, left: shown.length })}</p>
      <DrainedPods pods={shown} progress={progress} now={now} />
      <p className="actions">
        {progress.isRunning ? (
          <button type="button" onClick={() => drain.stop()}>
            {TEXTS.drain.stop}
          </button>
        ) : (
          <button type="button" className="danger" disabled={!isLive} onClick={() => void drain.start(pods)}>
            {TEXTS.drain.start}
          </button>
        )}
      </p>
    </Dialog>
  );
}

function statusText({ isRunning, chosen }: DrainProgress, { isLive, left }: { readonly isLive: boolean; readonly left: number }): string {
  if (!isLive) return TEXTS.details.loading;
  if (chosen === undefined) return left === 0 ? TEXTS.drain.none : '';
  const leftText = TEXTS.drain.left(left, chosen.size);
  if (left === 0) return TEXTS.drain.done;
  return isRunning ? leftText : `${TEXTS.drain.stopped} ${leftText}`;
}

interface DrainedPodsProps {
  readonly pods: readonly LabObject[];
  readonly progress: DrainProgress;
  readonly now: number;
}

function DrainedPods({ pods, progress, now }: DrainedPodsProps) {
  return (
    <ul aria-label={TEXTS.drain.pods}>
      {pods.map((pod) => {
        const eviction = progress.evictions.get(pod.metadata.uid);
        const notes = drainNotes(pod).map((note) => TEXTS.drain.notes[note]);
        return (
          <li key={pod.metadata.uid}>
            {keyOf(pod)} <small>{eviction === undefined ? notes.join(', ') : evictionText(eviction, now)}</small>
          </li>
        );
      })}
    </ul>
  );
}

function evictionText(eviction: Eviction, now: number): string {
  if (eviction.type === 'failed') return eviction.message;
  if (eviction.type !== 'refused') return TEXTS.drain[eviction.type];
  const seconds = Math.max(0, Math.ceil((eviction.retryAt - now) / 1_000));
  return `${eviction.message} ${TEXTS.drain.retry(seconds)}`;
}
