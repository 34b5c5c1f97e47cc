import { afterEach } from 'vitest';
import { pages } from './chromium.ts';

export { CHROMIUM, open, startBrowser, type WatchedPage } from './chromium.ts';

/** Max length of a page's text in the message of a failure. */
const TEXT_LENGTH_MAX = 2_000;

// A failure on another machine is understood by what its pages showed.
afterEach(async ({ task }) => {
  const [error] = task.result?.errors ?? [];
  if (error === undefined) return;
  for (const page of pages) {
    const text = await page.locator('body').ariaSnapshot({ timeout: 5_000 }).catch(String);
    const [first, ...others] = error.message.split('\n');
    error.message = [`${first} | ${page.url()}: ${text.replaceAll(/\s+/g, ' ').slice(0, TEXT_LENGTH_MAX)}`, ...others].join('\n');
  }
});
