export interface FuzzRequest {
  readonly method: string;
  /** Path and query, escaped as they are sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Received response. */
export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Whole response, or the beginning of a stream. */
  readonly text: string;
  /** Watch or followed log. */
  readonly goesOn: boolean;
}

/** Receiver of requests. */
export interface FuzzTarget {
  /** Rejects without a response. */
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  /** Checks the server's whole state; returns problems. */
  problems(): Promise<readonly string[]>;
  close(): void;
}

/** Curl command for the request, with the kubeconfig's token in `$TOKEN`. */
export function asCommand({ method, url, headers, body }: FuzzRequest): string {
  const options = Object.entries(headers).map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`);
  const bodyOption = body === undefined ? '' : ` --data-binary @-`;
  const command = `curl -k --path-as-is -X ${method} -H "Authorization: Bearer $TOKEN"${options.join('')}${bodyOption} ${quoted(`https://127.0.0.1:6443${url}`)}`;
  return body === undefined ? command : `printf %s ${Buffer.from(body).toString('base64')} | base64 -d | ${command}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
