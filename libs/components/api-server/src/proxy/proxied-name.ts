/** Parts of an object name in a proxy path: `web`, `web:8080`, `https:web:8443`. */
export interface ProxiedName {
  /** Whole text. */
  readonly id: string;
  readonly scheme: 'http' | 'https';
  readonly name: string;
  /** Port number or name; '' for the default. */
  readonly port: string;
}

/** Parses the name in a proxy path; undefined if invalid. Models `SplitSchemeNamePort` of `apimachinery/pkg/util/net`. */
export function proxiedName(id: string): ProxiedName | undefined {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const protocol = scheme.toLowerCase() || 'http';
  if (parts.length > 3 || name === '' || (protocol !== 'http' && protocol !== 'https')) return undefined;
  return { id, scheme: protocol, name, port };
}
