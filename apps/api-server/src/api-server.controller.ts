import type { OpenApiServer } from '@klockwork/api-server';
import {
  type Answer,
  API_ROUTES,
  HEADS_ROUTE,
  POD_API_ROUTES,
  type PodApiAnswer,
  type PodApiRequest,
  type Question,
  type ServerCertificate,
} from '@klockwork/cluster-api';
import { EventPattern, MessagePattern } from '@klockwork/nest-platform';
import { Controller, Inject } from '@nestjs/common';
import { API_SERVER } from './tokens.ts';

/** All that the api-server answers on the bus. What it is asked over HTTP comes by `api-port.ts`. */
@Controller()
export class ApiServerController {
  readonly #server: OpenApiServer;

  constructor(@Inject(API_SERVER) server: OpenApiServer) {
    this.#server = server;
  }

  @MessagePattern(API_ROUTES.get)
  get(question: Question<'get'>): Promise<Answer<'get'>> {
    return this.#server.cluster.get(question);
  }

  @MessagePattern(API_ROUTES.list)
  list(question: Question<'list'>): Promise<Answer<'list'>> {
    return this.#server.cluster.list(question);
  }

  /** Events of one kind after a revision. */
  @MessagePattern(API_ROUTES.log)
  log(question: Question<'log'>): Promise<Answer<'log'>> {
    return this.#server.cluster.log(question);
  }

  @MessagePattern(API_ROUTES.create)
  create(question: Question<'create'>): Promise<Answer<'create'>> {
    return this.#server.cluster.create(question);
  }

  @MessagePattern(API_ROUTES.update)
  update(question: Question<'update'>): Promise<Answer<'update'>> {
    return this.#server.cluster.update(question);
  }

  @MessagePattern(API_ROUTES.patch)
  patch(question: Question<'patch'>): Promise<Answer<'patch'>> {
    return this.#server.cluster.patch(question);
  }

  @MessagePattern(API_ROUTES.delete)
  delete(question: Question<'delete'>): Promise<Answer<'delete'>> {
    return this.#server.cluster.delete(question);
  }

  /** The certificate that pods see when they connect. */
  @MessagePattern(POD_API_ROUTES.certificate)
  certificate(): ServerCertificate {
    return this.#server.pods.certificate();
  }

  /** A request of HTTP from a pod. */
  @MessagePattern(POD_API_ROUTES.http)
  http(request: PodApiRequest): Promise<PodApiAnswer> {
    return this.#server.pods.http(request);
  }

  /** A reader was cut off from the bus, and may have missed heads of the log. */
  @EventPattern(HEADS_ROUTE)
  headsWanted(): void {
    this.#server.publishHeads();
  }
}
