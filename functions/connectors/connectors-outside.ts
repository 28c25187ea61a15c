import { setTimeout as wait } from 'node:timers/promises';
import { secretReader } from '../platform/adapters/aws/secrets.ts';
import { withCircuitBreaker } from '../platform/outbound/circuit-breaker.ts';
import { requestOutside } from '../platform/outbound/request-outside.ts';
import type { DamOutside } from './dam/connected-dam.ts';
import type { StoreOutside } from './store/connected-media.ts';

/** What the connectors of a shop reach the outside with. */
export interface ConnectorsOutside {
  readonly store: StoreOutside;
  readonly dam: DamOutside;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** The real outside: secrets of this stage, guarded requests, real waits. */
export function connectorsOutside(): ConnectorsOutside {
  const pause = async (milliseconds: number) => await wait(milliseconds);
  // Set on one machine only, by whoever starts it.
  const folder = process.env.STOREHAND_DAM_FOLDER;
  const send = withCircuitBreaker(requestOutside);
  return {
    store: { readSecret: secretReader('store'), send, pause },
    dam: { readSecret: secretReader('dam'), send, folder },
    pause,
  };
}
