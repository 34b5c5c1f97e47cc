import { decodeUtf8 } from '@klockwork/kernel';
import { childrenOf, contentOf, DER, type DerElement, oidText, readDer } from './der.ts';

/** Names of a subject beside its distinguished name. */
export interface AlternativeNames {
  readonly dns: readonly string[];
  readonly emails: readonly string[];
  readonly uris: readonly string[];
  /** Addresses of 4 or 16 bytes. */
  readonly addresses: readonly Uint8Array[];
}

export const NO_NAMES: AlternativeNames = { dns: [], emails: [], uris: [], addresses: [] };

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
/** Identifier octets of a GeneralName (RFC 5280, 4.2.1.6). */
const NAME = { email: 0x81, dns: 0x82, uri: 0x86, address: 0x87 } as const;

/**
 * Returns the value of the extension `subjectAltName` in the attributes of a request; undefined if none was requested. Throws DerError for an
 * invalid structure.
 */
export function alternativeNamesIn(attributes: DerElement): Uint8Array | undefined {
  const extensions = childrenOf(attributes, DER.attributes).flatMap((attribute) => {
    const [type, values] = childrenOf(attribute, DER.sequence);
    if (oidText(contentOf(type, DER.oid)) !== EXTENSION_REQUEST) return [];
    return childrenOf(values, DER.set).flatMap((value) => childrenOf(value, DER.sequence));
  });
  for (const extension of extensions) {
    const parts = childrenOf(extension, DER.sequence);
    // The criticality between type and value is optional.
    if (oidText(contentOf(parts[0], DER.oid)) === SUBJECT_ALTERNATIVE_NAME) return contentOf(parts.at(-1), DER.octetString);
  }
  return undefined;
}

/** Parses the value of the extension `subjectAltName`. Throws DerError for an invalid structure. */
export function parseAlternativeNames(value: Uint8Array): AlternativeNames {
  const names = childrenOf(readDer(value)[0], DER.sequence);
  const contents = (tag: number) => names.filter((name) => name.tag === tag).map(({ content }) => content);
  const textsOf = (tag: number) => contents(tag).map((content) => decodeUtf8(content));
  return { dns: textsOf(NAME.dns), emails: textsOf(NAME.email), uris: textsOf(NAME.uri), addresses: contents(NAME.address) };
}
