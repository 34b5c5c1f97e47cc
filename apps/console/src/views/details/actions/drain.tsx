import { useEffect, useState, useSyncExternalStore } from 'react';
import { type DrainOption, drainNotes, type Eviction, type NeededOption, neededOptions, podsToEvict } from '../../../model/drain.ts';
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
  const time = useLabTime();
  const now = time?.present ?? 0;
  const [ticked, setTicked] = useState<ReadonlySet<DrainOption>>(new Set());
  const all = [...byKey.values()].map(({ object }) => object);
  const [pods, options] = [podsToEvict(all), neededOptions(all)];
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
      {time?.time.report.mode === 'Paused' && <p className="note">{TEXTS.drain.paused}</p>}
      <DrainedPods pods={shown} progress={progress} now={now} />
      {chosen === undefined && <Options options={options} ticked={ticked} onTick={setTicked} />}
      <p className="actions">
        {progress.isRunning ? (
          <button type="button" onClick={() => drain.stop()}>
            {TEXTS.drain.stop}
          </button>
        ) : (
          <button
            type="button"
            className="danger"
            disabled={!isLive || options.some(({ option }) => !ticked.has(option))}
            onClick={() => void drain.start(pods)}
          >
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

interface OptionsProps {
  readonly options: readonly NeededOption[];
  readonly ticked: ReadonlySet<DrainOption>;
  readonly onTick: (ticked: ReadonlySet<DrainOption>) => void;
}

/** Consents that kubectl asks for by its options. */
function Options({ options, ticked, onTick }: OptionsProps) {
  if (options.length === 0) return undefined;
  const toggled = (option: DrainOption) =>
    new Set(ticked.has(option) ? [...ticked].filter((each) => each !== option) : [...ticked, option]);
  return (
    <fieldset className="consents">
      <legend>{TEXTS.drain.consent}</legend>
      {options.map(({ option, pods }) => (
        <label key={option} className="inline">
          <input type="checkbox" checked={ticked.has(option)} onChange={() => onTick(toggled(option))} />
          <span>
            {TEXTS.drain.options[option](pods)} <code>{option}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
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
