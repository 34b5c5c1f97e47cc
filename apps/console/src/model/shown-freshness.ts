import type { Freshness } from '../store/rows.ts';

/** Silence of the server that a page shows, in ms. */
const SILENT_MS = 3_000;

/** Returns the seconds since the last answer of the server if the page is behind; undefined for a page that is live, or lost. */
export function secondsBehind(freshness: Freshness, heardAt: number | undefined, now: number): number | undefined {
  if (freshness.type !== 'live' || heardAt === undefined || now - heardAt < SILENT_MS) return undefined;
  return Math.round((now - heardAt) / 1_000);
}
