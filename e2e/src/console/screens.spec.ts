import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Browser, Page } from 'playwright-core';
// @ts-expect-error: the package has no types
import { PNG as UntypedPng } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser } from './browser.ts';
import { fixedLab, ORIGIN } from './screens/fixed-lab.ts';

/** Picture of 8 bits a channel. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

interface PictureFormat {
  new (size: { readonly width: number; readonly height: number }): Picture;
  readonly sync: { read(bytes: Uint8Array): Picture; write(picture: Picture): Buffer };
}

const PNG = UntypedPng as PictureFormat;
/** Pictures of the views. `KLOCKWORK_SCREENS=write` writes them again. */
const FOLDER = fileURLToPath(new URL('screens/', import.meta.url));
const isWritten = process.env.KLOCKWORK_SCREENS === 'write';
const SIZE = { width: 1_280, height: 800 };
/** Pixels of the page in one pixel of a picture, per side. */
const SHRINK = 4;
/** Share of the pixels that may differ. */
const TOLERANCE = 0.02;

/**
 * Fonts differ between machines: letters are hidden, and every text has the width of a fixed-width font, which hardly differs. Boxes and
 * colours remain.
 */
const WITHOUT_LETTERS = `
  *, *::before, *::after { color: transparent !important; font: 12px/18px monospace !important; animation: none !important;
    transition: none !important; caret-color: transparent !important; text-decoration: none !important; }
  select, input, option { width: 120px !important; }
`;

describe.skipIf(CHROMIUM === undefined)('the look of the console', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await startBrowser();
    page = await (await browser.newContext({ viewport: SIZE, deviceScaleFactor: 1, locale: 'en' })).newPage();
    await fixedLab(page);
  });
  afterAll(() => browser.close());

  test.each([
    ['map', '/map', '.pod'],
    ['map-selected', '/map?select=nodes/node-2', '.details h2'],
    ['timeline', '/timeline', 'rect.bar-mark'],
  ])('the view %s looks as before, light and dark', async (name, path, part) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`${ORIGIN}${path}`);
      await page.locator(part).first().waitFor();
      await page.addStyleTag({ content: WITHOUT_LETTERS });
      expect(await difference(`${name}-${colorScheme}`, shrunk(PNG.sync.read(await page.screenshot())))).toBeLessThan(TOLERANCE);
    }
  });
});

/** Returns the share of pixels that differ from the stored picture, and stores the new one beside the differences for people. */
async function difference(name: string, picture: Picture): Promise<number> {
  const path = join(FOLDER, `${name}.png`);
  if (isWritten) writeFileSync(path, PNG.sync.write(picture));
  expect(existsSync(path), `${path} exists: KLOCKWORK_SCREENS=write creates it`).toBe(true);
  const stored = PNG.sync.read(readFileSync(path));
  const { width, height } = stored;
  const marked = new PNG({ width, height });
  const share = pixelmatch(stored.data, picture.data, marked.data, width, height, { threshold: 0.15 }) / (width * height);
  if (share >= TOLERANCE) {
    const folder = join(tmpdir(), 'klockwork-screens');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.png`), PNG.sync.write(picture));
    writeFileSync(join(folder, `${name}-differences.png`), PNG.sync.write(marked));
  }
  return share;
}

/** Returns a picture whose pixels are the mean colours of squares: edges of a pixel do not matter. */
function shrunk(source: Picture): Picture {
  const [width, height] = [source.width / SHRINK, source.height / SHRINK];
  const small = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = 0; dy < SHRINK; dy++)
          for (let dx = 0; dx < SHRINK; dx++) sum += source.data[((y * SHRINK + dy) * source.width + x * SHRINK + dx) * 4 + channel] ?? 0;
        small.data[(y * width + x) * 4 + channel] = Math.round(sum / SHRINK ** 2);
      }
    }
  }
  return small;
}
