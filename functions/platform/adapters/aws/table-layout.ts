/** What the tables' definition in `lib/stacks/data-stack.ts` and their adapter must agree on. */

/** The index projects keys only: a write that leaves a record's status alone then costs no index write. */
export const indexName = 'ByStatus';

export const attributes = { pk: 'pk', sk: 'sk', indexPk: 'ipk', indexSk: 'isk', ttl: 'ttl' } as const;
