import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { onOutputEnd } from './closed-pipe.ts';

/** Returns the reactions to errors of a stream with these codes. */
function reactionsTo(...codes: readonly string[]): string[] {
  const stream = new EventEmitter();
  const reactions: string[] = [];
  onOutputEnd([stream], { closed: () => reactions.push('closed'), failed: (code) => reactions.push(`failed ${code}`) });
  for (const code of codes) stream.emit('error', Object.assign(new Error(`write ${code}`), { code }));
  return reactions;
}

test('a closed pipe ends the command', () => {
  expect(reactionsTo('EPIPE')).toEqual(['closed']);
});

test('a full disk under an output fails the command, once', () => {
  expect(reactionsTo('ENOSPC', 'ENOSPC')).toEqual(['failed ENOSPC']);
});

test('another error of an output is not hidden', () => {
  expect(() => reactionsTo('EINVAL')).toThrow('write EINVAL');
});
