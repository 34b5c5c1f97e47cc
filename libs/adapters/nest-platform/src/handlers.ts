import type { Route } from '@klockwork/bus';
import type { LabTime } from '@klockwork/kernel';
import { EventPattern as NestEventPattern, MessagePattern as NestMessagePattern } from '@nestjs/microservices';
import { PARAM_ARGS_METADATA } from '@nestjs/microservices/constants.js';

/** Context of a request, beside its body. */
export interface MessageContext {
  /** Requested node; empty for routes without a node. */
  readonly node: string;
  /** Caller's lab time, and process name. */
  readonly at: LabTime;
  readonly from: string;
}

type Handler<Question, Answer> = (question: Question, context: MessageContext) => Answer | Promise<Answer>;
type HandlerDecorator<H> = <M extends H>(target: object, method: string, descriptor: TypedPropertyDescriptor<M>) => void;

/** Nest's `MessagePattern` for a route: the method takes the route's question, and returns its answer or a promise of it. */
export function MessagePattern<Question, Answer>(route: Route<Question, Answer>): HandlerDecorator<Handler<Question, Answer>> {
  return called(NestMessagePattern(route));
}

/** Nest's `EventPattern` for routes without answer. */
export function EventPattern<Question>(route: Route<Question, void>): HandlerDecorator<Handler<Question, void>> {
  return called(NestEventPattern(route));
}

/**
 * Removes a handler's pipes: Nest awaits pipes of undecorated parameters otherwise, and misses the tick of the message
 * (docs/adr/0001-one-nats-connection.md).
 */
function called(decorate: (target: object, method: string, descriptor: PropertyDescriptor) => unknown) {
  return (target: object, method: string, descriptor: PropertyDescriptor): void => {
    Reflect.defineMetadata(PARAM_ARGS_METADATA, {}, target.constructor, method);
    decorate(target, method, descriptor);
  };
}
