import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@klockwork/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StartNoteFiles } from './start-note-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'klockwork-starts-'));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true });
});

/** Simulates an agent restart after its own end. */
const agent = () => new StartNoteFiles(root, { logger: silentLogger });

test('an agent that ended by itself left the pods that it was starting, and each end in a row counts', () => {
  const first = agent();
  expect(first.begin('node-1')).toEqual(new Map());
  first.begin('node-2');
  first.starting('node-1', 'a');
  first.starting('node-1', 'b');
  first.drop('node-1', 'a');
  first.starting('node-2', 'c');
  const second = agent();
  expect(second.begin('node-1')).toEqual(new Map([['b', 1]]));
  expect(second.begin('node-2')).toEqual(new Map([['c', 1]]));
  second.starting('node-1', 'x');
  second.drop('node-1', 'x');
  second.starting('node-1', 'b');
  expect(agent().begin('node-1')).toEqual(new Map([['b', 2]]));
  expect(agent().begin('node-1')).toEqual(new Map());
});

test('a note is kept for ten seconds after the last step', () => {
  const notes = agent();
  const text = () => readFileSync(join(root, 'node-1', 'pod-starts'), 'utf8');
  notes.begin('node-1');
  notes.starting('node-1', 'a');
  vi.advanceTimersByTime(9_999);
  notes.starting('node-1', 'a');
  vi.advanceTimersByTime(9_999);
  expect(text()).toBe('+a\n');
  vi.advanceTimersByTime(1);
  expect(text()).toBe('');
});

test('an agent that ends in order leaves nothing, and its file is private', () => {
  const notes = agent();
  notes.begin('node-1');
  notes.starting('node-1', 'a');
  notes.end('node-1');
  expect(agent().begin('node-1')).toEqual(new Map());
  expect(statSync(join(root, 'node-1', 'pod-starts')).mode & 0o777).toBe(0o600);
  expect(vi.getTimerCount()).toBe(0);
});

test('a disk that refuses notes is logged once', () => {
  const warn = vi.fn();
  const notes = new StartNoteFiles('/dev/null', { logger: { ...silentLogger, warn } });
  expect(notes.begin('node-1')).toEqual(new Map());
  notes.starting('node-1', 'a');
  expect(warn.mock.calls).toEqual([[{ error: expect.stringMatching(/^E/) }, 'cannot note which pods are being started']]);
});
