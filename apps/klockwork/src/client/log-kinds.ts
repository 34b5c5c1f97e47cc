import { parseJson } from '@klockwork/kernel';
import { allKinds, type CustomResourceDefinition, customKind, type KindDefinition, resources } from '@klockwork/resources';
import type { SqliteEventStore } from '@klockwork/sqlite-event-store';

const PAGE = 100;

/** Returns the kinds of a log: built-in ones, and those of its definitions, deleted ones too. The newest definition of a kind comes first. */
export async function kindsOfLog(store: SqliteEventStore): Promise<readonly KindDefinition[]> {
  const { group, resource } = resources.customResourceDefinitions;
  const custom: KindDefinition[] = [];
  for (let after = 0; ; ) {
    const events = await store.readAfter({ after, limit: PAGE, kind: { group, resource } });
    for (const { objectJson } of events) {
      const kind = customKind(parseJson(objectJson) as CustomResourceDefinition);
      if (kind !== undefined) custom.unshift(kind);
    }
    if (events.length < PAGE) return [...allKinds, ...custom];
    after = events.at(-1)?.revision ?? after;
  }
}
