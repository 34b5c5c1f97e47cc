import { parseJson } from '@klockwork/kernel';
import type { TextSequence } from '../http.ts';
import type { ListText } from './list-text.ts';
import { prettyJson } from './pretty-json.ts';
import { indentationOf } from './yaml/indentation.ts';
import { yamlText } from './yaml/yaml-text.ts';

/** UTF-16 units of one item: what would become longer is written as programs read it. */
const ITEM_LENGTH_MAX = 8 * 1_024 * 1_024;
/** How far the items of a list are indented. */
const ITEM_INDENT = '\n    ';

/** A list for people: indented, an item at a time. */
export function prettyList({ head, items, tail }: ListText): TextSequence {
  const [before = '', after = ''] = (prettyJson(`${head}0${tail}`, ITEM_LENGTH_MAX) ?? `${head}0${tail}`).split(/0(?=\s*\]\s*\}$)/);
  return eachOf(function* () {
    yield before;
    let separator = '';
    for (const item of items) {
      if (item !== '') yield separator;
      if (item !== '') separator = `,${ITEM_INDENT}`;
      yield prettyItem(item);
    }
    yield after;
  });
}

/** A string of JSON has no line breaks: all that there are stand between the lines. */
function prettyItem(item: string): string {
  return prettyJson(item, ITEM_LENGTH_MAX)?.replaceAll('\n', ITEM_INDENT) ?? item;
}

/** A list in YAML, an item at a time. Its keys are sorted. */
export function yamlList({ head, items, tail }: ListText): TextSequence {
  const { apiVersion, items: _, ...others } = parseJson(`${head}${tail}`) as Readonly<Record<string, unknown>>;
  return eachOf(function* () {
    yield `${yamlText({ apiVersion })}items:\n`;
    for (const item of items) yield item === '' ? '' : yamlItem(item);
    yield yamlText(others);
  });
}

/** JSON is YAML too. */
function yamlItem(json: string): string {
  const item = [parseJson(json)];
  return indentationOf(item) > ITEM_LENGTH_MAX ? `- ${json}\n` : yamlText(item);
}

function eachOf(texts: () => Generator<string>): TextSequence {
  return { texts: { [Symbol.iterator]: texts } };
}
