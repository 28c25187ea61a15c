import type * as z from 'zod';
import type { Says } from '../../commerce/says.ts';
import type { Role } from '../members/role.ts';

export interface SettingDefinition<T extends z.ZodType> {
  readonly title: Says;
  readonly description: Says;
  readonly schema: T;
  /** Used until somebody saves one; version 0. */
  readonly default: z.output<T>;
  /** A person needs one of these roles. */
  readonly mayChange: readonly Role[];
  /**
   * A change waits until a second admin confirms it: of settings that say who looks at what the machines do, so that one person
   * alone cannot take the others out of it.
   */
  readonly needsSecondAdmin?: boolean;
}

export const define = <T extends z.ZodType>(definition: SettingDefinition<T>): SettingDefinition<T> =>
  definition;
