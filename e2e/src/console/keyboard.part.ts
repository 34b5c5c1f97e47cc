import { readFile } from 'node:fs/promises';
import { klockwork } from '@klockwork/lab-tool';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WatchedPage } from './browser.ts';
import { lab, openMap } from './console-of-spec.ts';

describe('the keys and the drills of the console', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await openMap('node-3');
  });

  const press = (...keys: string[]) => keys.reduce((last, key) => last.then(() => watched.page.keyboard.press(key)), Promise.resolve());
  const focused = () => watched.page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

  /** Types words into the palette and presses Enter. Earlier keys belong to the view: the test waits for focus. */
  const command = async (words: string) => {
    await press('Control+k');
    await watched.page.locator('dialog:modal input:focus').waitFor();
    await watched.page.keyboard.type(words);
    await press('Enter');
  };

  test('the palette opens an object by its name, and Escape closes its details', async () => {
    const { page } = watched;
    await command('nodes node-3');
    await page.getByRole('complementary', { name: 'nodes/node-3' }).waitFor();
    await press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
  });

  test('the palette breaks a node without a mouse', async () => {
    const { page } = watched;
    await command('break node-3');
    await page.getByRole('dialog', { name: 'Break node-3' }).getByText('Nodes that lose power').waitFor();
    await press('Tab', 'Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await lab.get('faults')).items[0].spec).toMatchObject({ type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-3'] } });
  });

  test('digits open the views, and the arrows move among their items', async () => {
    const { page } = watched;
    await press('5');
    await page.getByRole('region', { name: 'What is broken' }).waitFor();
    await press('1');
    await expect.poll(focused).toContain('Node node-1');
    await press('ArrowRight');
    await expect.poll(focused).toContain('Node node-2');
    await press('ArrowLeft');
    await expect.poll(focused).toContain('Node node-1');
    await press('Enter');
    await page.getByRole('complementary', { name: 'nodes/node-1' }).waitFor();
    await press('Escape');
  });

  test('a slash searches in the view, and text fields keep their keys', async () => {
    const { page } = watched;
    await press('3');
    await page.getByRole('searchbox').waitFor();
    await press('/');
    await page.locator('[type=search]:focus').waitFor();
    await page.keyboard.type('p1?');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('p1?');
    expect([new URL(page.url()).pathname, await page.getByRole('dialog').count()]).toEqual(['/log', 0]);
    await press('Tab');
  });

  test('p pauses time, and the help has all keys', async () => {
    const { page } = watched;
    await press('1', 'p');
    await page.getByText('Paused', { exact: true }).waitFor();
    await press('p');
    await page.getByText('Running', { exact: true }).first().waitFor();
    await press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Step to the next timer').waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(watched.errors).toEqual([]);
  });

  test('a drill of the lab shows its verdict, and a saved result its causes', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Drills' }).click();
    await page.getByText('This lab has no drill yet.').waitFor();
    const text = await readFile(new URL('../../../deploy/drills/node-power-loss.yaml', import.meta.url), 'utf8');
    await lab.kubectl('apply -f -', text);
    const card = page.getByRole('article', { name: 'node-power-loss' });
    await card.getByText('npx klockwork drill run drills/node-power-loss').waitFor();
    const result = await klockwork(['drill', 'run', 'drills/node-power-loss', '-o', 'json', '--data', lab.data]);
    await card.getByText('Failed', { exact: true }).waitFor();
    await card.getByText(/^Score: \d+ of 100$/).waitFor();
    await page
      .getByLabel('Saved result')
      .setInputFiles({ name: 'result.json', mimeType: 'application/json', buffer: Buffer.from(result.stdout) });
    await page.getByRole('article', { name: 'node-power-loss' }).nth(1).getByText('Would have prevented it').first().waitFor();
    await page.getByLabel('Saved result').setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await page.getByText('This file is no result').waitFor();
    expect(watched.errors).toEqual([]);
  });
});
