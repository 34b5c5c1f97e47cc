import {
  type LogsAnswer,
  type LogsRequest,
  NODE_ROUTES,
  type NodeStats,
  type PortForwardRequest,
  type StreamAnswer,
  type StreamRequest,
} from '@klockwork/cluster-api';
import type { Kubelet, NodeAnswers } from '@klockwork/kubelet';
import { COMPONENT, type Component, type MessageContext, MessagePattern } from '@klockwork/nest-platform';
import { Controller, Inject } from '@nestjs/common';

type Answers = { readonly [V in keyof NodeAnswers]: (question: never, context: MessageContext) => unknown };

/** Bus requests to the agent's nodes. The runtime serves sessions and pod network. */
@Controller()
export class NodeController implements Answers {
  readonly #kubelet: Kubelet;

  constructor(@Inject(COMPONENT) kubelet: Component & Kubelet) {
    this.#kubelet = kubelet;
  }

  /** `kubectl top`, and the metrics of pods and nodes. */
  @MessagePattern(NODE_ROUTES.stats)
  stats(_: unknown, { node }: MessageContext): NodeStats {
    return this.#kubelet.answersOf(node).stats();
  }

  /** Answers `kubectl logs`, page by page. */
  @MessagePattern(NODE_ROUTES.logs)
  logs(request: LogsRequest, { node }: MessageContext): Promise<LogsAnswer> {
    return this.#kubelet.answersOf(node).logs(request);
  }

  /** Opens `kubectl exec`; its streams use a session. */
  @MessagePattern(NODE_ROUTES.exec)
  exec(request: StreamRequest, { node }: MessageContext): StreamAnswer {
    return this.#kubelet.answersOf(node).exec(request);
  }

  /** `kubectl attach`, over a session too. */
  @MessagePattern(NODE_ROUTES.attach)
  attach(request: StreamRequest, { node }: MessageContext): StreamAnswer {
    return this.#kubelet.answersOf(node).attach(request);
  }

  /** `kubectl port-forward`, over a session too. */
  @MessagePattern(NODE_ROUTES.portforward)
  portforward(request: PortForwardRequest, { node }: MessageContext): StreamAnswer {
    return this.#kubelet.answersOf(node).portforward(request);
  }
}
