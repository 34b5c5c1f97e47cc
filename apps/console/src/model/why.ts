/** Part of the answer of `/klockwork/v1/why` that views use. */
export interface Why {
  readonly answers: readonly WhyAnswer[];
}

export interface WhyAnswer {
  readonly question: string;
  readonly diagnosis?: Diagnosis;
  readonly chain: WhyChain;
}

export interface WhyChain {
  readonly steps: readonly WhyStep[];
  /** Number of omitted middle steps after that revision. */
  readonly gap?: { readonly after: number; readonly steps: number };
  readonly end: WhyEnd;
}

/** End of a chain; `revision`: the next event behind its last step. */
export interface WhyEnd {
  readonly ends: 'at-its-beginning' | 'in-another' | 'in-what-was-removed' | 'further-back';
  readonly revision?: number;
}

export interface Diagnosis {
  readonly statement?: string;
  readonly findings?: readonly { readonly text: string; readonly revision?: number }[];
  readonly remedies?: readonly string[];
  readonly related?: readonly Diagnosis[];
}

export interface WhyStep {
  readonly revision: number;
  readonly at: number;
  readonly type: string;
  readonly key: { readonly group?: string; readonly resource: string; readonly namespace: string; readonly name: string };
  readonly actor: { readonly user: string; readonly userAgent?: string };
  readonly cause: WhyCause;
  readonly note?: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Chains of other origin that join here. */
  readonly branches: readonly WhyChain[];
  /** Further causing events. */
  readonly along: readonly number[];
}

/** Cause of an event: a request, a start or a fault, or an earlier event with what led on from it. */
export interface WhyCause {
  readonly trigger: 'request' | 'event' | 'timer' | 'runtime' | 'boot' | 'fault';
  readonly name?: string;
  readonly revision?: number;
  readonly container?: { readonly name: string; readonly exitCode?: number };
}

/** Returns the path that asks why an object is as it is. `key`: `name`, or `namespace/name`. */
export function whyPath(resource: string, key: string): string {
  const [name = '', namespace] = key.split('/').reverse();
  const query = new URLSearchParams({ object: `${resource}/${name}`, ...(namespace !== undefined && { namespace }) });
  return `/klockwork/v1/why?${query}`;
}

/** Returns the remedies of a diagnosis and of the diagnoses behind it, each once. */
export function remediesOf(diagnosis: Diagnosis | undefined): readonly string[] {
  if (diagnosis === undefined) return [];
  return [...new Set([...(diagnosis.remedies ?? []), ...(diagnosis.related ?? []).flatMap(remediesOf)])];
}

/** Returns what a change says of itself: reason, status, exit code. */
export function dataText({ data }: WhyStep): string {
  const evidence = Object.entries(data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '');
  return evidence.map(([name, value]) => `${name}=${value}`).join(' ');
}

/** Returns `pods/default/web`. */
export function keyText({ resource, namespace, name }: WhyStep['key']): string {
  return [resource, namespace, name].filter((part) => part !== '').join('/');
}
