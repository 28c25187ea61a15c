/** Schedules as data: one per store and purpose, saved by a setting. */
export interface Schedules {
  /**
   * Creates or updates. Idempotent.
   * @param name unique in the deployment, `[A-Za-z0-9_.-]`, at most 64
   * @param expression AWS `cron(…)`, `rate(…)` or `at(…)`
   * @param zone IANA time zone of the shop
   * @param queue see `Queues.send`; `message` is what arrives there
   */
  save(name: string, expression: string, zone: string, queue: string, message: unknown): Promise<void>;
  /** Idempotent. */
  remove(name: string): Promise<void>;
}
