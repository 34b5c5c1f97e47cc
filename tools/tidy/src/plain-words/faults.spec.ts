import { describe, expect, test } from 'vitest';
import { documentFaultsOf, faultsOf, titleFaultsOf } from './faults.ts';
import { wordingOf } from './function-words.ts';

function passage(text: string) {
  return [{ line: 7, text }];
}

describe('a sentence is faulty', () => {
  test.each([
    ['What a pod is for.', 'What'],
    ['Of several, the oldest.', 'Of'],
    ['Returns a pod. It is frozen.', 'It'],
    ['Closes the log. (So does the host.) Who waits?', 'Who'],
  ])('a sentence is faulty when it begins with a banned word: %s', (text, word) => {
    const sentence = text.slice(text.lastIndexOf(word));
    expect(faultsOf(passage(text))).toEqual([
      { line: 7, message: `begin with a verb ("Returns …") or a noun ("Revision of …"), not with "${word}": "${sentence}"` },
    ]);
  });

  test('a passage of nine words or more is faulty with more than 60 % function words', () => {
    const text = 'The one that is told to go on when there is none.';
    expect(faultsOf(passage(text)).map(({ message }) => message.slice(0, 45))).toEqual(['100 % function words, at most 60 % may be; wr']);
  });

  test.each(['Whole pods only.', 'So-called static pods.', 'Revision of the log.', 'To be is to do.', 'Returns what a pod is for.'])(
    'a sentence is correct: %s',
    (text) => {
      expect(faultsOf(passage(text))).toEqual([]);
    },
  );
});

test('a title is a sentence in lower case', () => {
  expect(titleFaultsOf(passage('of two pods the older stays')).map(({ line }) => line)).toEqual([7]);
  expect(titleFaultsOf(passage('the older of two pods stays'))).toEqual([]);
});

test('a document holds at most 40 % function words', () => {
  const dense = 'Kubelet, scheduler and controllers publish writes to the API server.';
  expect(documentFaultsOf([...passage(dense), ...passage(dense)])).toEqual([]);
  const [fault] = documentFaultsOf(passage('What it is that it does there is what one is told of it.'));
  expect(fault?.message).toMatch(/^100 % of its words are function words, at most 40 % may be: write short sentences/);
});

test('code and paths count as one word each, and field verbs as content', () => {
  expect(wordingOf('Models `the pod of it` in pkg/kubelet/the.go, and returns it.')).toEqual({ words: 7, share: 2 / 7 });
});
