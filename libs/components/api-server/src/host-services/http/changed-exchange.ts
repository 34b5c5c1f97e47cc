import type { HeaderChanges } from '@klockwork/resources';
import type { HttpHeader } from '@klockwork/userland';
import type { Exchange } from './pass-exchange.ts';
import type { RequestChanges } from './routing.ts';

/** Returns an exchange with the changes of its route; without changes, the same. */
export function changedExchange(exchange: Exchange, changes: RequestChanges | undefined): Exchange {
  if (changes === undefined) return exchange;
  const { head, request } = exchange;
  const host: HeaderChanges = changes.host === undefined ? {} : { set: [{ name: 'Host', value: changes.host }] };
  return {
    ...exchange,
    head: { ...head, headers: changedHeaders(head.headers, [...changes.requestHeaders, host]) },
    request: { ...request, path: changes.path },
    changeAnswer: (headers) => changedHeaders(headers, changes.answerHeaders),
  };
}

/** Applies changes in order: `set` replaces, `add` appends to a present header, `remove` deletes. Models `HTTPHeaderFilter` of the Gateway API. */
export function changedHeaders(headers: readonly HttpHeader[], changes: readonly HeaderChanges[]): readonly HttpHeader[] {
  return changes.reduce<readonly HttpHeader[]>((before, { set = [], add = [], remove = [] }) => {
    const gone = new Set([...set.map(({ name }) => name), ...remove].map((name) => name.toLowerCase()));
    const kept = before.filter(([name]) => !gone.has(name.toLowerCase()));
    return [...kept, ...set.map(headerOf), ...add.map(headerOf)];
  }, headers);
}

/** A line break would begin another header. */
function headerOf({ name, value }: { readonly name: string; readonly value: string }): HttpHeader {
  return [name, value.replace(/[\r\n]+/g, ' ')];
}
