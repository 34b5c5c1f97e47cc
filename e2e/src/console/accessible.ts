import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { headerFaults } from './header-faults.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Returns violations only: all results, with passed rules, take longer to transfer than to compute. */
const RUN = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
  .then(({ violations }) => violations)`;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const WIDE = { width: 1_280, height: 800 };
const NARROW = { width: 390, height: 844 };
/** Looks of a page: contrast depends on the colours, layout on the width, neither on both. */
const LOOKS = [
  { colorScheme: 'light', size: WIDE },
  { colorScheme: 'dark', size: NARROW },
] as const;

/** Returns the violations of WCAG 2.2 AA in a page, one line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(AXE);
  const found = await page.evaluate<readonly Violation[]>(RUN);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`));
}

/** Expects that a page obeys WCAG 2.2 AA in each look, and that nothing of a narrow page is cut or lies over something else. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const { colorScheme, size } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    expect([colorScheme, size.width, await violations(page)]).toEqual([colorScheme, size.width, []]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
    if (size === NARROW) expect(await headerFaults(page)).toEqual([]);
  }
  await page.setViewportSize(WIDE);
}
