import { wordingOf } from './function-words.ts';
import type { Passage } from './passages.ts';

/** Sentence to reword: its line, and the correct form. */
export interface Fault {
  readonly line: number;
  readonly message: string;
}

const PASSAGE_SHARE_MAX = 0.6;
const PASSAGE_WORDS_MIN = 9;
const DOCUMENT_SHARE_MAX = 0.4;
const OPENER = /^(?:What|Who|Whom|Whose|Whoever|Of|So|It|One|Nobody|Somebody|Everybody)\b(?![-'’])/;
const SENTENCE_END = /(?<=[.!?]['")]?)\s+(?=[A-Z])/;

/** Finds the sentences of comments and documents that begin with a banned word, and the passages that hardly name anything. */
export function faultsOf(passages: readonly Passage[]): Fault[] {
  return passages.flatMap((passage) => [...openersOf(passage), ...emptyWordsOf(passage)]);
}

/** Like `faultsOf` for titles: a title is one sentence in lower case. */
export function titleFaultsOf(titles: readonly Passage[]): Fault[] {
  return titles.flatMap(({ line, text }) => [...opener(line, text, upperFirst(text)), ...emptyWordsOf({ line, text })]);
}

/** Finds a document whose passages together hold too many function words. */
export function documentFaultsOf(passages: readonly Passage[]): Fault[] {
  const { words, share } = wordingOf(passages.map(({ text }) => text).join(' '));
  if (words < PASSAGE_WORDS_MIN || share <= DOCUMENT_SHARE_MAX) return [];
  return [
    { line: 1, message: `${percent(share)} of its words are function words, at most ${percent(DOCUMENT_SHARE_MAX)} may be: ${HINT}` },
  ];
}

const HINT = 'write short sentences with named subjects and the verbs of the field (return, reject, publish, store, retry)';

function openersOf({ line, text }: Passage): Fault[] {
  return text.split(SENTENCE_END).flatMap((sentence) => opener(line, sentence, sentence));
}

function opener(line: number, sentence: string, judged: string): Fault[] {
  const word = judged.match(OPENER)?.[0];
  if (word === undefined) return [];
  return [{ line, message: `begin with a verb ("Returns …") or a noun ("Revision of …"), not with "${word}": "${sentence}"` }];
}

function emptyWordsOf({ line, text }: Passage): Fault[] {
  const { words, share } = wordingOf(text);
  if (words < PASSAGE_WORDS_MIN || share <= PASSAGE_SHARE_MAX) return [];
  return [{ line, message: `${percent(share)} function words, at most ${percent(PASSAGE_SHARE_MAX)} may be; ${HINT}: "${text}"` }];
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
