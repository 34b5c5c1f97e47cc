import { type KeyboardEvent, useId, useState } from 'react';
import { matchingItems, type PaletteItem } from '../../model/palette.ts';
import { TEXTS } from '../../texts.ts';
import { Dialog } from '../dialog.tsx';
import { type PaletteDialogs, usePaletteItems } from './use-palette-items.ts';

interface PaletteDialogProps {
  readonly dialogs: PaletteDialogs;
  readonly close: () => void;
}

/** Views, objects and actions by name. Arrows choose, Enter runs. */
export function PaletteDialog({ dialogs, close }: PaletteDialogProps) {
  const items = usePaletteItems(dialogs);
  const id = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = matchingItems(items, query);
  const current = Math.min(chosen, found.length - 1);
  const run = (item: PaletteItem | undefined) => {
    close();
    item?.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(current + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(current - 1, 0));
    else if (event.key === 'Enter') run(found[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={TEXTS.keyboard.commands.palette} close={close}>
      <input
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-label={TEXTS.keyboard.find}
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${current}`}
        placeholder={TEXTS.keyboard.example}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette" id={id} role="listbox" aria-label={TEXTS.keyboard.found}>
        {found.map((item, index) => (
          <div
            key={item.id}
            id={`${id}-${index}`}
            ref={(element) => (index === current ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => run(item)}
            onKeyDown={onKeyDown}
          >
            {item.text}
          </div>
        ))}
      </div>
      {found.length === 0 && <p>{TEXTS.keyboard.nothing}</p>}
    </Dialog>
  );
}
