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
}

interface Diagnosis {
  readonly findings?: readonly { readonly text: string }[];
  readonly remedies?: readonly string[];
}

export interface WhyStep {
  readonly revision: number;
  readonly at: number;
  readonly type: string;
  readonly key: { readonly resource: string; readonly namespace: string; readonly name: string };
  readonly actor: { readonly user: string; readonly userAgent?: string };
  readonly note?: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Chains of other origin that join here. */
  readonly branches: readonly WhyChain[];
}

/** Returns the path that asks why an object is as it is. `key`: `name`, or `namespace/name`. */
export function whyPath(resource: string, key: string): string {
  const [name = '', namespace] = key.split('/').reverse();
  const query = new URLSearchParams({ object: `${resource}/${name}`, ...(namespace !== undefined && { namespace }) });
  return `/klockwork/v1/why?${query}`;
}

/** Returns what a change says of itself: reason, status, exit code. */
export function dataText({ data }: WhyStep): string {
  const said = Object.entries(data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '');
  return said.map(([name, value]) => `${name}=${value}`).join(' ');
}

/** Returns `pods/default/web`. */
export function keyText({ resource, namespace, name }: WhyStep['key']): string {
  return [resource, namespace, name].filter((part) => part !== '').join('/');
}
