import type { OpenApiServer } from '@klockwork/api-server';
import {
  type Answer,
  API_ROUTES,
  HEADS_WANTED_ROUTE,
  POD_API_ROUTES,
  type PodApiAnswer,
  type PodApiRequest,
  type Question,
  type ServerCertificate,
} from '@klockwork/cluster-api';
import { EventPattern, MessagePattern } from '@klockwork/nest-platform';
import { Controller, Inject } from '@nestjs/common';
import { API_SERVER } from './tokens.ts';

/** Requests and events of the api-server on the bus. HTTP requests arrive through `@klockwork/http-server`. */
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

  @MessagePattern(API_ROUTES.read)
  read(question: Question<'read'>): Promise<Answer<'read'>> {
    return this.#server.cluster.read(question);
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

  /** Certificate of the server inside pods. */
  @MessagePattern(POD_API_ROUTES.certificate)
  certificate(): ServerCertificate {
    return this.#server.pods.certificate();
  }

  /** HTTP request of a pod. */
  @MessagePattern(POD_API_ROUTES.http)
  http(request: PodApiRequest): Promise<PodApiAnswer> {
    return this.#server.pods.http(request);
  }

  /** Request of a reconnected reader, which may have missed heads of the log. */
  @EventPattern(HEADS_WANTED_ROUTE)
  headsWanted(): void {
    this.#server.publishHeads();
  }
}
