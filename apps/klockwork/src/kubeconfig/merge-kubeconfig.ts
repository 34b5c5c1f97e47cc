import { type Document, isMap, parseDocument, YAMLSeq } from 'yaml';
import { UserError } from '../user-error.ts';

/** The lists of a kubeconfig whose entries have names. */
const LISTS = ['clusters', 'users', 'contexts'] as const;

/** Name of the context in a lab's own kubeconfig, and prefix of all its other names. */
const LAB_NAME = 'klockwork';

interface Entry {
  readonly name: string;
  readonly context?: { readonly cluster: string; readonly user: string };
}

type Kubeconfig = Readonly<Record<(typeof LISTS)[number], readonly Entry[]>>;

/**
 * Returns the kubeconfig `existing` with the entries of a lab's kubeconfig, under the name `context`, which becomes the current one. Entries
 * and comments of others stay. Throws UserError for a text that is no kubeconfig. Models `kind export kubeconfig`.
 */
export function mergeKubeconfig(existing: string, lab: string, context: string): string {
  const document = readKubeconfig(existing);
  const entries = namedEntries(lab, context);
  for (const list of LISTS) for (const entry of entries[list]) setEntry(document, list, entry);
  document.set('current-context', context);
  for (const [key, value] of [
    ['apiVersion', 'v1'],
    ['kind', 'Config'],
  ]) {
    if (!document.has(key)) document.set(key, value);
  }
  return document.toString({ lineWidth: 0 });
}

/** Removes the entries that mergeKubeconfig added; returns undefined if there are none. */
export function removeFromKubeconfig(existing: string, lab: string, context: string): string | undefined {
  const document = readKubeconfig(existing);
  const entries = namedEntries(lab, context);
  let removed = 0;
  for (const list of LISTS) for (const { name } of entries[list]) removed += removeEntry(document, list, name);
  if (removed === 0) return undefined;
  const current = document.get('current-context');
  if (entries.contexts.some(({ name }) => name === current)) document.set('current-context', '');
  return document.toString({ lineWidth: 0 });
}

/** The lab's entries, their names begun with `context`. */
function namedEntries(lab: string, context: string): Kubeconfig {
  const config = parseDocument(lab).toJS() as Kubeconfig;
  const rename = (name: string) => (name.startsWith(LAB_NAME) ? `${context}${name.slice(LAB_NAME.length)}` : `${context}-${name}`);
  const renamed = (entry: Entry): Entry => {
    const { context: target } = entry;
    const within = target && { context: { ...target, cluster: rename(target.cluster), user: rename(target.user) } };
    return { ...entry, name: rename(entry.name), ...within };
  };
  return { clusters: config.clusters.map(renamed), users: config.users.map(renamed), contexts: config.contexts.map(renamed) };
}

function readKubeconfig(text: string): Document {
  const document = parseDocument(text.trim() === '' ? '{}' : text, { uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) throw new UserError(`is no YAML: ${error.message.split('\n')[0]}`);
  if (!isMap(document.contents)) throw new UserError('is no kubeconfig');
  document.contents.flow = false;
  return document as Document;
}

function listIn(document: Document, list: string): YAMLSeq {
  const entries = document.get(list);
  if (entries instanceof YAMLSeq) {
    entries.flow = false;
    return entries;
  }
  if (entries !== undefined && entries !== null) throw new UserError(`is no kubeconfig: ${list} is no list`);
  const sequence = new YAMLSeq();
  document.set(list, sequence);
  return sequence;
}

function setEntry(document: Document, list: string, entry: Entry): void {
  const entries = listIn(document, list);
  const at = indexOf(entries, entry.name);
  const node = document.createNode(entry);
  if (at < 0) entries.items.push(node);
  else entries.items[at] = node;
}

function removeEntry(document: Document, list: string, name: string): number {
  const entries = listIn(document, list);
  const at = indexOf(entries, name);
  if (at >= 0) entries.items.splice(at, 1);
  return at >= 0 ? 1 : 0;
}

function indexOf(entries: YAMLSeq, name: string): number {
  return entries.items.findIndex((item) => isMap(item) && item.get('name') === name);
}
