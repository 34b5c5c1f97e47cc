import { describe } from 'vitest';
import { CHROMIUM } from './browser.ts';
import { consolePart, openConsole } from './console-of-spec.ts';

describe.skipIf(CHROMIUM === undefined)('the views of the console', () => {
  openConsole();
  // Finds its event by the beginning of the log.
  consolePart('causes', () => import('./why-graph.part.ts'));
  // Reads the whole log in two windows.
  consolePart('log', () => import('./log-view.part.ts'));
  consolePart('map', () => import('./map-layers.part.ts'));
  consolePart('pod', () => import('./inside-a-pod.part.ts'));
  consolePart('drills', () => import('./drills.part.ts'));
});
