import { TEXTS } from '../texts.ts';

const BUTTONS = [
  ['ArrowLeft', '◀', TEXTS.timeline.earlier],
  ['ArrowRight', '▶', TEXTS.timeline.later],
  ['+', '+', TEXTS.timeline.closer],
  ['-', '−', TEXTS.timeline.wider],
] as const;

/** Buttons that do what the keys of the timeline do. `onMove`: name of the key. */
export function RangeButtons({ onMove }: { readonly onMove: (key: string) => void }) {
  return (
    <fieldset className="range" aria-label={TEXTS.timeline.range} title={TEXTS.timeline.keys}>
      {BUTTONS.map(([key, sign, name]) => (
        <button type="button" key={key} aria-label={name} onClick={() => onMove(key)}>
          {sign}
        </button>
      ))}
      <button type="button" onClick={() => onMove('0')}>
        {TEXTS.timeline.whole}
      </button>
    </fieldset>
  );
}
