import type { Role } from '../../functions/platform/members/role.ts';
import { type AnyPage, page } from './shell/page.ts';

const everyone: readonly Role[] = ['operator', 'approver', 'admin'];

/** Every page of the console, one entry each; those with `navigation` stand in the navigation, in this order. */
export const pages: readonly AnyPage[] = [
  page({
    path: 'runs',
    title: { en: 'Runs', zh: '运行记录' },
    roles: everyone,
    navigation: { icon: 'runs', key: 'r' },
    load: () => import('./pages/runs/runs-page.tsx'),
  }),
];
