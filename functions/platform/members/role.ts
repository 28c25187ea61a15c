import { z } from 'zod';

/**
 * What a member may do in one shop. A set, not a ladder: an admin who shall also approve is given both, so that a shop can
 * keep the two apart.
 */
export const roleSchema = z.enum(['operator', 'approver', 'admin']);
export type Role = z.infer<typeof roleSchema>;
