import type { TextSequence } from '@klockwork/http-api';
import { parseJson } from '@klockwork/kernel';
import type { ListText } from './list-text.ts';
import { prettyJson } from './pretty-json.ts';
import { indentationOf } from './yaml/indentation.ts';
import { yamlText } from './yaml/yaml-text.ts';

/** Max UTF-16 units of a formatted item; longer items stay unformatted. */
const ITEM_LENGTH_MAX = 8 * 1_024 * 1_024;
/** Indentation of list items. */
const ITEM_INDENT = '\n    ';

/** Yields an indented list, item by item. */
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

/** JSON strings contain no line breaks, so all of them are indentation. */
function prettyItem(item: string): string {
  return prettyJson(item, ITEM_LENGTH_MAX)?.replaceAll('\n', ITEM_INDENT) ?? item;
}

/** Yields a YAML list with sorted keys, item by item. */
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
