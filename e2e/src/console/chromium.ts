import { spawnSync } from 'node:child_process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of the system's Chromium; undefined without one. */
export const CHROMIUM: string | undefined = NAMES.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()).find(
  (path) => path !== '',
);

if (CHROMIUM === undefined) console.warn('SKIPPED: the console in a browser. Install Chromium to run it.');

/** Host time limit for what a page shows, on a busy machine. */
const SHOWN_MS_MAX = 60_000;

/** Page with the errors of its scripts and of its security policy. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly errors: readonly string[];
}

/** Open pages. */
export const pages = new Set<Page>();
/** Starts a browser without a window. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** Opens `address` in a browser without cookies. `expected`: errors of failed requests that a test provokes. */
export async function open(browser: Browser, address: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  context.setDefaultTimeout(SHOWN_MS_MAX);
  const page = await context.newPage();
  pages.add(page);
  page.on('close', () => pages.delete(page));
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
  });
  await page.goto(address);
  return { page, context, errors };
}
