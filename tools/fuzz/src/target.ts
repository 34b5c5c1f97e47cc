/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly method: string;
  /** Path and query, escaped as they are sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What came back. */
export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  /** All of the answer, or the beginning of one that goes on. */
  readonly text: string;
  /** A watch, or a log that is followed. */
  readonly goesOn: boolean;
}

/** Where requests are sent. */
export interface FuzzTarget {
  /** Rejects when nothing answers. */
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  /** Looks at the whole of what the server holds; a text for each thing that must not be. */
  problems(): Promise<readonly string[]>;
  close(): void;
}

/** The request as a command that sends it to a lab, with the kubeconfig's token in `$TOKEN`. */
export function asCommand({ method, url, headers, body }: FuzzRequest): string {
  const told = Object.entries(headers).map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`);
  const sent = body === undefined ? '' : ` --data-binary @-`;
  const command = `curl -k --path-as-is -X ${method} -H "Authorization: Bearer $TOKEN"${told.join('')}${sent} ${quoted(`https://127.0.0.1:6443${url}`)}`;
  return body === undefined ? command : `printf %s ${Buffer.from(body).toString('base64')} | base64 -d | ${command}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
