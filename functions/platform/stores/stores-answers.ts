import * as z from 'zod';
import { languageSchema } from '../../commerce/says.ts';
import { roleSchema } from '../members/role.ts';

/** One shop in which the signed-in person is a member. */
export const storeOfMemberSchema = z.strictObject({
  store: z.string(),
  name: z.string(),
  /** IANA. */
  zone: z.string(),
  currency: z.string(),
  languages: z.array(languageSchema),
  isSample: z.boolean(),
  roles: z.array(roleSchema),
});

/** `GET /api/stores`; empty for somebody who is signed in and a member nowhere. */
export const storesAnswer = z.strictObject({ stores: z.array(storeOfMemberSchema) });

/** 202 of `DELETE /api/{store}/sample`: it takes some seconds; `GET /api/stores` tells when the shop is gone. */
export const sampleRemovalAnswer = z.strictObject({ removing: z.string() });
export type StoresAnswer = z.output<typeof storesAnswer>;
export type SampleRemovalAnswer = z.output<typeof sampleRemovalAnswer>;
