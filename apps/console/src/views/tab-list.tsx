import { type KeyboardEvent, type ReactNode, useId } from 'react';

interface TabListProps {
  readonly tabs: readonly { readonly id: string; readonly title: string }[];
  readonly open: string;
  readonly label: string;
  readonly onOpen: (id: string) => void;
  /** Content of the open tab. */
  readonly children: ReactNode;
}

/** Number of tabs that a key moves by. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Row of tabs, of which one is open. Arrow keys, Home and End open others. Models the pattern "Tabs" of the ARIA practices. */
export function TabList({ tabs, open, label, onOpen, children }: TabListProps) {
  const prefix = useId();
  const index = tabs.findIndex(({ id }) => id === open);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = indexAfter(event.key, index, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onOpen(tab.id);
    document.getElementById(`${prefix}-${tab.id}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-selected={id === open}
            aria-controls={`${prefix}-panel`}
            tabIndex={id === open ? 0 : -1}
            onClick={() => onOpen(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${open}`}>
        {children}
      </div>
    </>
  );
}

function indexAfter(key: string, index: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? undefined : (index + step + count) % count;
}
