import { basename } from 'node:path';
import type { Lab } from '@klockwork/lab-tool';
import { expect } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { CHROMIUM, open, startBrowser } from './browser.ts';
import { signInLink } from './sign-in.ts';

/** Time limit of what both labs answer, in ms. */
const LIMIT_MS = 60_000;

/** Expects that the console of `lab` shows its fork `fork` beside it, in which `object` differs. Does nothing without a browser. */
export async function expectCompared(lab: Lab, fork: Lab, object: string): Promise<void> {
  if (CHROMIUM === undefined) return;
  const browser = await startBrowser();
  try {
    const { page, errors } = await open(browser, await signInLink(lab));
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.getByLabel('Compare', { exact: true }).selectOption({ label: 'fork (fork)' }, { timeout: LIMIT_MS });
    await page.getByText('Both labs have the same past up to').waitFor({ timeout: LIMIT_MS });
    await page.reload();
    await page.getByRole('row', { name: /^Pods lost/ }).waitFor({ timeout: LIMIT_MS });
    for (const rows of ['Rows of This lab', 'Rows of fork']) await page.getByRole('region', { name: rows }).locator('li').first().waitFor();
    await page.locator('.lab-difference').filter({ hasText: object }).getByText('different').click();
    await page.getByRole('columnheader', { name: 'There' }).waitFor();
    await expectAccessible(page);
    expect(errors).toEqual([]);
    const other = new URL((JSON.parse(await fork.klockwork('status', '-o', 'json')) as { console: string }).console).origin;
    const id = new URL(page.url()).searchParams.get('with') ?? '';
    const answers = (paths: readonly string[]) =>
      page.evaluate<(number | string)[]>(
        `Promise.all(${JSON.stringify(paths)}.map((path) => fetch(path).then(({ status }) => status, ({ name }) => name)))`,
      );
    expect(await answers([`/labs/${id}/klockwork/v1/clock`, `/labs/${id}/api/v1/secrets`, `${other}/klockwork/v1/clock`])).toEqual([
      ...[200, 403, 'TypeError'],
    ]);
  } finally {
    await browser.close();
  }
}

/** Expects that the console of `lab` shows a tape of it, opened in `data`, beside it up to `revision`. Does nothing without a browser. */
export async function expectTapeCompared(lab: Lab, data: string, revision: number): Promise<void> {
  if (CHROMIUM === undefined) return;
  const link = await signInLink(lab, '--beside', data);
  const browser = await startBrowser();
  try {
    const { page, errors } = await open(browser, link);
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.getByLabel('Compare', { exact: true }).selectOption({ label: `${basename(data)} (tape)` }, { timeout: LIMIT_MS });
    const past = page.getByText('Both labs have the same past up to');
    await past.waitFor({ timeout: LIMIT_MS });
    expect(await past.textContent()).toContain(`(revision ${revision}).`);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
}
