/** Parts of the name in the path of a proxy: `web`, `web:8080`, `https:web:8443`. */
export interface ProxiedName {
  /** Whole text. */
  readonly id: string;
  readonly scheme: 'http' | 'https';
  readonly name: string;
  /** Number or name of a port; '' for the default. */
  readonly port: string;
}

/** Splits a name of a path; undefined for an invalid one. Models `SplitSchemeNamePort` of `apimachinery/pkg/util/net`. */
export function proxiedName(id: string): ProxiedName | undefined {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const known = scheme.toLowerCase() || 'http';
  if (parts.length > 3 || name === '' || (known !== 'http' && known !== 'https')) return undefined;
  return { id, scheme: known, name, port };
}
