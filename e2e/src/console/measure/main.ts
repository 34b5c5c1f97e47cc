import { parseArgs } from 'node:util';
import { klockwork, Lab } from '@klockwork/lab-tool';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { lengthenLog } from '../../chaos/long-log.ts';
import { open, startBrowser } from '../chromium.ts';
import { copyPod } from './fill-log.ts';
import { firstPaintOf, framesOf, heapOf, slopeOf } from './frames.ts';
import { LargeCluster, podName } from './large-cluster.ts';

// `npm run measure:console -- --pods 10000 --changes 100 --seconds 20`: figures of the console with a large cluster, in a real Chromium.
// `--minutes 60` measures the memory of the page once a minute, for so long. `--events 1000000` lengthens the log to so many events before.

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    changes: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '0' },
    events: { type: 'string', default: '0' },
  },
});
const OPTIONS = ['--profile', 'fast', '--nodes', '1'];
/** Events that are added between two starts of the lab. */
const STEP = 250_000;
/** Lab time between added events. */
const EVERY_MS = 20;
const MS = 1_000;
const MIB = 2 ** 20;
const [pods, changes, seconds, rounds] = [values.pods, values.changes, values.seconds, values.rounds].map(Number) as [
  ...[number, number, number, number],
];
const [minutes, events] = [Number(values.minutes), Number(values.events)];

const lab = await Lab.up(OPTIONS);
const browser = await startBrowser();
try {
  await klockwork(['clock', 'pause', '--data', lab.data]);
  report('first paint of an empty lab, ms', await firstPaint());
  await lengthen();
  const cluster = new LargeCluster(lab, pods);
  await cluster.create();
  await lab.klockwork('down');
  await copyPod(lab.data, cluster.copies);
  await lab.up(OPTIONS);
  report(`first paint with ${pods} pods, ms`, await firstPaint());
  const opened = performance.now();
  const page = await mapPage(`Map of ${pods}`);
  report('from the login to the whole map, ms', performance.now() - opened);
  await firstPods(page);
  report('frames a second at rest', (await framesOf(page, 3 * MS)).perSecond);
  const session = await page.context().newCDPSession(page);
  for (let round = 1; round <= rounds; round++) {
    const stop = new AbortController();
    const began = performance.now();
    const changing = cluster.change(changes, stop.signal);
    const frames = await framesOf(page, seconds * MS);
    const lag = await lagOf(page, cluster);
    stop.abort();
    report(`round ${round}: changes a second`, ((await changing) * MS) / (performance.now() - began));
    report(`round ${round}: frames a second`, frames.perSecond);
    report(`round ${round}: 99th percentile of a frame, ms`, frames.slow);
    report(`round ${round}: longest frame, ms`, frames.longest);
    report(`round ${round}: from a write to the page, ms`, lag);
    report(`round ${round}: heap after a collection, MiB`, (await heapOf(session)) / MIB);
  }
  if (minutes > 0) await measureMemory(page, cluster, session);
  await listPage(page);
  await page.getByRole('link', { name: 'Timeline' }).click();
  const shown = performance.now();
  await page.getByRole('region', { name: 'Rows' }).locator('li').nth(5).waitFor();
  report('timeline: first rows, ms', performance.now() - shown);
  await olderWindow(page, 'timeline', page.getByRole('button', { name: 'Load older' }));
  const stop = new AbortController();
  const changing = cluster.change(changes, stop.signal);
  report('timeline: frames a second', (await framesOf(page, seconds * MS)).perSecond);
  stop.abort();
  await changing;
  report('timeline: heap after a collection, MiB', (await heapOf(session)) / MIB);
  await logPage(page);
  report('log: heap after a collection, MiB', (await heapOf(session)) / MIB);
} finally {
  await browser.close();
  await lab.down();
}

/** Adds updates of ConfigMaps to the log of the stopped lab. A start between makes a snapshot, as in the life of a lab. */
async function lengthen(): Promise<void> {
  const revision = await revisionNow();
  for (let length = revision + STEP; length < events + STEP; length += STEP) {
    await lab.klockwork('down');
    await lengthenLog(lab.data, Math.min(length, events), EVERY_MS);
    const began = performance.now();
    await lab.up(OPTIONS);
    report(`start with ${await revisionNow()} events, ms`, performance.now() - began);
  }
}

async function revisionNow(): Promise<number> {
  return (await lab.status()).revision ?? 0;
}

/** Measures a new visit until the first pods are drawn. */
async function firstPods(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'commit' });
  await page.getByLabel(/^Map of [1-9]/).waitFor({ timeout: 120 * MS });
  report('from the navigation to the first pods, ms', await page.evaluate<number>('performance.now()'));
  await page.getByLabel(new RegExp(`^Map of ${pods}`)).waitFor({ timeout: 120 * MS });
  report('from the navigation to all pods, ms', await page.evaluate<number>('performance.now()'));
}

/** Opens the log, and measures its first lines and an older page. */
async function logPage(page: Page): Promise<void> {
  const began = performance.now();
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  await page
    .locator('.log tbody tr')
    .nth(5)
    .waitFor({ timeout: 120 * MS });
  report('log: first lines, ms', performance.now() - began);
  await olderWindow(page, 'log', page.locator('.older button'));
}

/** Measures the part of a history before the loaded one: its button waits meanwhile. */
async function olderWindow(page: Page, what: string, older: Locator): Promise<void> {
  await older.and(page.locator(':enabled')).waitFor({ timeout: 120 * MS });
  const began = performance.now();
  await older.click();
  await older.and(page.locator(':enabled')).waitFor({ timeout: 120 * MS });
  report(`${what}: an older part, ms`, performance.now() - began);
}

/** Opens the console in a browser of its own, and waits for a text of the map. */
async function mapPage(label: string): Promise<Page> {
  const { stdout } = await klockwork(['console', '--print', '--data', lab.data]);
  const { page } = await open(browser, stdout.trim());
  await page.getByLabel(new RegExp(`^${label}`)).waitFor({ timeout: 120 * MS });
  return page;
}

/** Measures the memory of the map once a minute while pods change, and its slope from the second half on. */
async function measureMemory(page: Page, cluster: LargeCluster, session: CDPSession): Promise<void> {
  const stop = new AbortController();
  const changing = cluster.change(changes, stop.signal);
  const heaps: number[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await page.waitForTimeout(60 * MS);
    heaps.push((await heapOf(session)) / MIB);
    report(`minute ${minute}: heap after a collection, MiB`, heaps.at(-1) ?? 0);
  }
  stop.abort();
  report('changes during these minutes', await changing);
  report('slope of the second half, MiB an hour', slopeOf(heaps.slice(Math.floor(heaps.length / 2))) * 60);
}

/** Opens the list of all pods, and filters it by a name. */
async function listPage(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/map`);
  const began = performance.now();
  await page.goto(`${new URL(page.url()).origin}/objects/pods`);
  await page
    .locator('.list tbody tr')
    .nth(5)
    .waitFor({ timeout: 120 * MS });
  report('list of pods: first rows, ms', performance.now() - began);
  await page.getByText(String(pods), { exact: true }).waitFor({ timeout: 120 * MS });
  report('list of pods: all rows, ms', performance.now() - began);
  const typed = performance.now();
  await page.getByRole('searchbox', { name: 'Filter by text' }).fill(podName(pods - 1));
  await page.getByText(`1 of ${pods}`).waitFor();
  report('list of pods: filtered by a name, ms', performance.now() - typed);
}

/** Returns the time from the start of navigation to the first paint of the page's content. */
async function firstPaint(): Promise<number> {
  const { stdout } = await klockwork(['console', '--print', '--data', lab.data]);
  const { page, context } = await open(browser, stdout.trim());
  await page.reload();
  const ms = await firstPaintOf(page);
  await context.close();
  return ms;
}

/** Returns the time from a write to its text on the page: the list shows the pod's status. */
async function lagOf(page: Page, cluster: LargeCluster): Promise<number> {
  await page.goto(`${new URL(page.url()).origin}/map?select=pods/default/${podName(1)}`);
  await page.getByLabel(/^Map of/).waitFor({ timeout: 120 * MS });
  await cluster.setReady(1, true);
  await page.getByRole('complementary').getByText('Running').first().waitFor();
  const began = performance.now();
  await cluster.setReady(1, false);
  await page.getByRole('complementary').getByText('CrashLoopBackOff').first().waitFor();
  return performance.now() - began;
}

function report(what: string, figure: number): void {
  process.stdout.write(`${what.padEnd(52)} ${figure.toFixed(1).padStart(10)}\n`);
}
