import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { onClosedPipe } from './closed-pipe.ts';

test('a closed pipe ends the command', () => {
  const stream = new EventEmitter();
  let ended = 0;
  onClosedPipe([stream], () => ended++);
  stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(ended).toBe(1);
});

test('another error of an output is not hidden', () => {
  const stream = new EventEmitter();
  onClosedPipe([stream], () => {});
  expect(() => stream.emit('error', Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }))).toThrow('write ENOSPC');
});
