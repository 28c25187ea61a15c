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
  page({
    path: 'runs/:id',
    title: { en: 'Run', zh: '运行' },
    roles: everyone,
    load: () => import('./pages/runs/run-page.tsx'),
  }),
  page({
    path: 'workflows',
    title: { en: 'Workflows', zh: '流程' },
    roles: everyone,
    navigation: { icon: 'workflows', key: 'w' },
    load: () => import('./pages/workflows/workflows-page.tsx'),
  }),
];
