import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { open, type WatchedPage } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

const OWN = readFileSync(new URL('../../../deploy/drills/repair-selector-mismatch.yaml', import.meta.url), 'utf8');

describe('drills in the console', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await open(browser, await signInLink(lab));
    watched.page.setDefaultTimeout(60_000);
    await watched.page.getByRole('link', { name: 'Drills' }).click();
  });

  const card = (title: string): Locator => watched.page.getByRole('article', { name: title, exact: true });
  const run = (): Locator => watched.page.getByRole('article', { name: 'Drill: A Service without endpoints' });

  test('a run with a solution passes, and its cluster has causes', async () => {
    const { page } = watched;
    const service = card('A Service without endpoints');
    await service.getByText('Teaches: Selectors of Services, and their endpoints.').waitFor();
    await service.getByText('Options of a run').click();
    await service.getByLabel('Player').selectOption('correct-the-selector');
    await service.getByRole('button', { name: 'Run: A Service without endpoints' }).click();
    await run().getByText('Passed. Score: 100 of 100').waitFor();
    expect(new URL(page.url()).search).toBe('?run=1');
    expect(await run().getByRole('region', { name: 'Objectives' }).getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Met: the Service has both pods'),
      expect.stringContaining('Met: shoppers are served at the end'),
    ]);
    await run().getByText('klockwork drill run repair-selector-mismatch --seed 31 --solution correct-the-selector').waitFor();
    await run()
      .getByRole('img', { name: / answered, \d+ failed$/ })
      .waitFor();
    await run().getByRole('link', { name: 'Look at the cluster of this drill' }).click();
    await page.getByRole('button', { name: /^Node node-1: Ready$/ }).waitFor();
    await page.getByRole('region', { name: 'Drills' }).getByText('Passed. Score: 100 of 100').waitFor();
    await page.getByRole('link', { name: 'Back to the lab' }).click();
    await run().getByText('Passed. Score: 100 of 100').waitFor();
  });

  test('a player of an own drill takes a hint, repairs the cluster in the console, and reads the debrief', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'All drills' }).click();
    await card('A Service without endpoints').getByRole('button', { name: 'Play: A Service without endpoints' }).waitFor();
    await page.getByText('A drill of your own').click();
    const text = page.getByRole('textbox', { name: 'YAML of a drill' });
    await text.fill('kind: Pod');
    await page.getByRole('button', { name: 'Play: A drill of your own' }).click();
    await page.getByRole('alert').getByText('./drill.yaml').waitFor();
    await text.fill(OWN);
    await page.getByRole('button', { name: 'Play: A drill of your own' }).click();
    await run().getByText('Task: Let the Service web reach the pods.').waitFor();
    await run().getByText('2 of 2 objectives are broken').waitFor();
    await run().getByRole('button', { name: 'Take a hint (5 points)' }).click();
    await run()
      .getByText(/^Hint 1, 5 points: /)
      .waitFor();
    expect(await page.getByRole('region', { name: 'Steps' }).count()).toBe(0);
    await expectAccessible(page);
    await run().getByRole('link', { name: 'Open the broken cluster' }).click();
    await page.getByRole('button', { name: /^Node node-1: Ready$/ }).waitFor();
    await page
      .getByRole('button', { name: /^Pod web-/ })
      .first()
      .click();
    await page.getByRole('tab', { name: 'Terminal' }).click();
    const terminal = page.getByRole('region', { name: 'Terminal' });
    await terminal.getByRole('button', { name: 'Open' }).click();
    const screen = () => terminal.locator('.xterm-rows').textContent();
    await expect.poll(screen).toContain('#');
    await page.keyboard.type('echo $((6 * 7))');
    await page.keyboard.press('Enter');
    await expect.poll(screen).toContain('42');
    await page.goto(`${new URL(page.url()).origin}/drill/objects/services?select=services/default/web&tab=yaml`);
    const editor = page.getByRole('textbox', { name: 'YAML of the object' });
    await editor.getByText('app: webb').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    const bar = page.getByRole('region', { name: 'Drills' });
    await bar.getByText('1 of 2 objectives are broken').waitFor();
    await expectAccessible(page);
    await bar.getByRole('button', { name: 'Check and end' }).click();
    await bar.getByText('Passed. Points: 95 of 100').waitFor();
    await page.getByRole('link', { name: 'Back to the lab' }).click();
    const debrief = run().getByRole('region', { name: 'Debrief' });
    await debrief.getByText('You ended the turn.').waitFor();
    await debrief.getByText(/^(?:PATCH|PUT) \/api\/v1\/namespaces\/default\/services\/web/).waitFor();
    await debrief.getByText('kubectl patch svc/web').first().waitFor();
    await expectAccessible(page);
    expect(watched.errors).toEqual([]);
  });

  test('an unknown run shows the refusal of the server', async () => {
    const { page } = watched;
    await page.goto(`${new URL(page.url()).origin}/drills?run=99`);
    await page.getByRole('alert').getByText('drillruns.klockwork.dev "99" not found').waitFor();
  });
});
