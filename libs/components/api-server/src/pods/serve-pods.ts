import { type Bus, BusSession, type Subjects, type Subscription } from '@klockwork/bus';
import {
  API_SERVER_PLACE,
  API_SERVER_QUEUE,
  POD_API_ROUTES,
  type PodApiAnswer,
  type PodApiRequest,
  type ServerCertificate,
} from '@klockwork/cluster-api';
import { type ApiStream, bearerToken, type HttpApi, wholeBody } from '@klockwork/http-api';
import { byteString, bytesOf, type Clock, StopSource, utf8 } from '@klockwork/kernel';

/** Dependencies of answers to pods. */
export interface PodApiPorts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly http: HttpApi;
  /** Returns the service account of a bearer token; undefined for an invalid one. */
  readonly accountOf: (token: string) => string | undefined;
  /** Authority of the server certificate in PEM; by default none. */
  readonly rootCa?: string | undefined;
}

/** Server names for pods. Models kubeadm's API server certificate. */
const NAMES = [
  ...['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
  ...['10.96.0.1', API_SERVER_PLACE.ip],
];
/** Max bytes of a single-message answer; longer ones are sent in parts. */
const WHOLE_BYTES_MAX = 128 * 1_024;
const BODY = 'body';

/** Answers requests of pods, forwarded by nodes. */
export interface PodApiAnswers {
  certificate(): ServerCertificate;
  /** Answers like the HTTP server, as the pod's service account. */
  http(request: PodApiRequest): Promise<PodApiAnswer>;
}

export function servePods({ bus, subjects, answers }: { bus: Bus; subjects: Subjects; answers: PodApiAnswers }): Subscription {
  const servedSubscriptions = [
    bus.serve(subjects.at(POD_API_ROUTES.certificate), async () => answers.certificate(), { queue: API_SERVER_QUEUE }),
    bus.serve(subjects.at(POD_API_ROUTES.http), ({ body }) => answers.http(body), { queue: API_SERVER_QUEUE }),
  ];
  return {
    stop() {
      for (const subscription of servedSubscriptions) subscription.stop();
    },
  };
}

/** Returns the answers to pods; `http` handles requests as for any client. */
export function podApiAnswers({ bus, subjects, clock, http, accountOf, rootCa = '' }: PodApiPorts): PodApiAnswers {
  async function answer(podRequest: PodApiRequest): Promise<PodApiAnswer> {
    const { method, path, query, headers: sentHeaders, body } = podRequest;
    const stop = new StopSource();
    const token = bearerToken(sentHeaders);
    const user = token === undefined ? undefined : accountOf(token);
    const response = await http.handle({ method, path, query, headers: sentHeaders, body: bytesOf(body), user, stop });
    // Nodes do not forward upgrade requests.
    if ('type' in response) return { status: 400, headers: {}, body: '' };
    const { status, headers } = response;
    if ('start' in response) {
      sendParts(podRequest, response, stop);
      return { status, headers };
    }
    const bytes = bytesText(wholeBody(response.body));
    if (bytes.length <= WHOLE_BYTES_MAX) return { status, headers, body: bytes };
    const session = open(podRequest, stop);
    session.send(BODY, bytes);
    session.end(BODY);
    return { status, headers };
  }

  function sendParts(podRequest: PodApiRequest, stream: ApiStream, stop: StopSource): void {
    const session = open(podRequest, stop);
    let behind: Promise<void> | undefined;
    stream.start({
      write(chunk) {
        behind = session.send(BODY, bytesText(chunk));
        return behind === undefined;
      },
      drained: () => behind ?? Promise.resolve(),
      end: () => session.end(BODY),
    });
  }

  /** The node closes the session: at the end, or without readers. */
  function open({ session, object }: PodApiRequest, stop: StopSource): BusSession {
    const busSession: BusSession = new BusSession({
      ...{ bus, clock, object },
      ...subjects.sessionEnds(session, 'agent'),
      onPart: ({ bytes = '' }) => busSession.taken(bytes.length),
      onEnd: () => stop.stop(),
    });
    return busSession;
  }

  return { certificate: () => ({ authority: rootCa, names: NAMES }), http: answer };
}

function bytesText(content: string | Uint8Array): string {
  return typeof content === 'string' ? utf8.encode(content) : byteString(content);
}
