import { type Arrow, nearestIndex } from '../../model/nearest.ts';

const ARROWS: ReadonlySet<string> = new Set<Arrow>(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);
const ITEMS = 'button:not(:disabled), a[href]';
/** Elements that use arrows themselves. */
const OWN_ARROWS = 'input, select, textarea, [role=slider], [role=tab], [contenteditable], .editor';

/** Moves the focus among the buttons and links of a view by an arrow key. Returns true if it moved. */
export function moveFocus(key: string): boolean {
  const { activeElement } = document;
  const view = activeElement?.closest('main > *');
  if (!ARROWS.has(key) || !activeElement || !view || activeElement.matches(OWN_ARROWS)) return false;
  const items = [...view.querySelectorAll<HTMLElement>(ITEMS)].filter((item) => item !== activeElement);
  const places = items.map((item) => item.getBoundingClientRect());
  const next = items[nearestIndex(places, activeElement.getBoundingClientRect(), key as Arrow)];
  next?.focus();
  return next !== undefined;
}

/** Moves the focus into the view: to its search field, or to its first item. */
export function focusView(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(`main > * ${selector}`);
  element?.focus();
  return element !== null;
}

export function focusFirstItem(): boolean {
  return focusView(`:is(${ITEMS})`);
}
