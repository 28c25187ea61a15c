/** Work that is to be done once, soon: at-least-once, no order. */
export interface Queues {
  /** @param queue the slug of a workflow (its intake queue), or `notices` */
  send(queue: string, message: unknown): Promise<void>;
}
