import { describe } from 'vitest';
import { CHROMIUM } from './browser.ts';
import { consolePart, openConsole } from './console-of-spec.ts';

describe.skipIf(CHROMIUM === undefined)('the actions of the console', () => {
  // A node that loses power loses its agent: each node has its own.
  openConsole('--agents', '3');
  consolePart('tour', () => import('./tour.part.ts'));
  consolePart('keys', () => import('./keyboard.part.ts'));
  consolePart('clock and faults', () => import('./clock-and-faults.part.ts'));
  consolePart('resilience', () => import('./resilience.part.ts'));
});
