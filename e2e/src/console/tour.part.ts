import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { open } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

describe('the tour of the console', () => {
  async function visit() {
    const watched = await open(browser, await signInLink(lab));
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await watched.page.getByRole('button', { name: /^Node node-1: Ready/ }).waitFor();
    return watched;
  }
  const step = (page: Page, place: number) => page.getByRole('region', { name: 'Tour' }).getByText(`${place} of 7`).waitFor();

  test('a visitor plays it by mouse, and leaves and resumes it on the way', async () => {
    const { page, context, errors } = await visit();
    await page.getByRole('button', { name: 'Start the tour' }).click();
    await page.getByRole('button', { name: 'Create three pods' }).click();
    await step(page, 2);
    await page.getByRole('button', { name: /^Node node-2/ }).click();
    await page.getByRole('button', { name: 'Cut the power' }).click();
    await step(page, 3);
    await page.getByRole('button', { name: 'Leave the tour' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Tour', exact: true }).click();
    await page.getByRole('button', { name: 'Advance by 10m' }).click();
    await page.getByRole('link', { name: 'Timeline' }).click();
    await step(page, 4);
    await page.getByRole('link', { name: 'Open as a graph' }).click();
    await step(page, 5);
    await page.locator('.graph .step').filter({ hasText: 'NodeBecameNotReady' }).waitFor();
    await page.getByRole('link', { name: 'Timeline' }).click();
    // Texts above the axis come and go, and move it.
    const axis = page.locator('.axis');
    const { width } = (await axis.boundingBox()) ?? { width: 0 };
    await axis.hover({ position: { x: width - 5, y: 10 } });
    await page.mouse.down();
    await axis.hover({ position: { x: width / 50, y: 10 } });
    await page.mouse.up();
    await step(page, 6);
    await page.getByRole('button', { name: 'Copy the command' }).click();
    await step(page, 7);
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^npx klockwork fork --at \d+ --data other --up$/);
    await page.getByRole('button', { name: 'Back to the present' }).click();
    await page.getByRole('button', { name: 'Restore the power' }).click();
    await page.getByRole('link', { name: 'Play a drill' }).click();
    await page.getByRole('region', { name: 'Repairs' }).waitFor();
    await page.getByRole('button', { name: 'End the tour' }).click();
    await page.getByRole('region', { name: 'Tour' }).waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await context.close();
  });

  test('a visitor plays it by keyboard alone', async () => {
    const { page, context, errors } = await visit();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const command = async (words: string) => {
      // An open dialog keeps the key to itself.
      await page.locator('dialog:modal').waitFor({ state: 'hidden' });
      await press('Control+k');
      const field = page.getByRole('combobox', { name: 'View, object or action' });
      await page.locator('dialog:modal input:focus').waitFor();
      await page.keyboard.type(words);
      await press('Enter');
      await field.waitFor({ state: 'hidden' });
    };
    const focusOn = async (selector: string) => {
      for (let count = 0; count < 60; count++) {
        if ((await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) === true) return;
        await press('Tab');
      }
      throw new Error(`no key leads to ${selector}`);
    };
    await focusOn('.tour button');
    await press('Enter');
    await step(page, 2);
    await command('break node-3');
    await page.getByRole('dialog').getByText('Nodes that lose power').waitFor();
    await press('Tab', 'Enter');
    await step(page, 3);
    await command('advance by 10m');
    await press('2');
    await step(page, 4);
    await command('nodes node-3');
    await page.getByRole('complementary', { name: 'nodes/node-3' }).waitFor();
    await focusOn('.why > a');
    await press('Enter');
    await step(page, 5);
    await press('2');
    // Without the loaded history, Home leads to no change, and Enter shows the present.
    await page.getByRole('img', { name: /^node-3: Registered, / }).waitFor();
    await focusOn('.axis');
    await press('Home', 'Enter');
    await step(page, 6);
    await focusOn('.tour button');
    await press('Enter');
    await step(page, 7);
    await press('n', '5');
    await page.getByRole('button', { name: 'Mend' }).waitFor();
    await focusOn('.faults li[data-tone=bad] button');
    await press('Enter');
    await page.getByRole('button', { name: 'End the tour' }).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });
});
