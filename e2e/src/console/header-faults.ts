import type { Page } from 'playwright-core';

/**
 * Program of the page: parts of the bars at its top that leave the window, whose text is cut, or that lie over one another. A pixel of a border
 * may be shared.
 */
const FAULTS = `(() => {
  const nameOf = (part) => part.tagName + ' ' + (part.getAttribute('aria-label') ?? part.textContent).slice(0, 40);
  const parts = [...document.querySelectorAll('.bar *')]
    .filter((part) => !part.matches('nav, option, dialog, dialog *') && part.getClientRects().length > 0)
    .map((part) => ({ part, box: part.getBoundingClientRect() }));
  const isOutside = ({ box }) => box.left < -1 || box.right > innerWidth + 1;
  const isCut = ({ part }) => getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1;
  const isOver = (one, other) =>
    !one.part.contains(other.part) &&
    !other.part.contains(one.part) &&
    Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 1 &&
    Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 1;
  return [
    ...parts.filter(isOutside).map(({ part }) => 'outside: ' + nameOf(part)),
    ...parts.filter(isCut).map(({ part }) => 'cut: ' + nameOf(part)),
    ...parts.flatMap((one, index) =>
      parts.slice(index + 1).filter((other) => isOver(one, other)).map((other) => 'over: ' + nameOf(one) + ' / ' + nameOf(other))),
  ];
})()`;

/** Returns what is wrong with the bars at the top of a page: nothing may overlap or be cut. */
export function headerFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(FAULTS);
}
