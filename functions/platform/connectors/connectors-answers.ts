import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';

export const connectorSchema = z.strictObject({
  /** `store`, `dam`, `image-model/openai`, `notify/webhook`, … */
  name: z.string(),
  title: saysSchema,
  /** What is plugged in: `built-in`, `shopify`, `webdav`, …; `none`. */
  adapter: z.string(),
  isConfigured: z.boolean(),
  /**
   * Of the last seven UTC days, today with them: calls of what is plugged in now, and the share of them that failed; null without
   * a call. A call is a request to a shop system or an image service, a file put into or taken out of the picture library, a
   * notice. What is built in is called by nobody.
   */
  calls: z.int().min(0),
  errorShare: z.number().min(0).max(1).nullable(),
  lastSuccessAt: z.iso.datetime().optional(),
  lastFailureAt: z.iso.datetime().optional(),
  /** Of the error that the newest failure was, for whoever looks it up. */
  lastFailureCode: z.string().optional(),
  /** `open`: left alone for a while after faults. */
  circuit: z.enum(['closed', 'open']),
  /** Why it is left alone, or what the newest call failed with; absent once a later one went well. */
  trouble: saysSchema.optional(),
  /** At most so many requests a second go out from one function; absent: as the service tells us. */
  requestsPerSecond: z.number().optional(),
  isDryRun: z.boolean(),
  /** There is something outside to ask. */
  isTestable: z.boolean(),
  setting: z.string(),
});

/** `GET /api/{store}/connectors` */
export const connectorsAnswer = z.strictObject({ connectors: z.array(connectorSchema) });

/** `POST /api/{store}/connectors/{name}/test`: nothing is written outside. */
export const connectorTestAnswer = z.strictObject({
  name: z.string(),
  isReachable: z.boolean(),
  milliseconds: z.int().min(0),
  says: saysSchema,
});
export type ConnectorsAnswer = z.output<typeof connectorsAnswer>;
export type ConnectorTestAnswer = z.output<typeof connectorTestAnswer>;
