import type { Role } from '../../functions/platform/members/role.ts';
import { type AnyPage, page } from './shell/page.ts';

const everyone: readonly Role[] = ['operator', 'approver', 'admin'];

/** Every page of the console, one entry each; those with `navigation` stand in the navigation, in this order: a phone shows the first four and “More”. */
export const pages: readonly AnyPage[] = [
  page({
    path: 'today',
    title: { en: 'Today', zh: '今日' },
    roles: everyone,
    navigation: { icon: 'today', key: 't' },
    load: () => import('./pages/today/today-page.tsx'),
  }),
  page({
    path: 'approvals',
    title: { en: 'Approvals', zh: '审批' },
    roles: everyone,
    navigation: { icon: 'approvals', key: 'a' },
    load: () => import('./pages/approvals/approvals-page.tsx'),
  }),
  page({
    path: 'approvals/:id',
    title: { en: 'Approval', zh: '审批详情' },
    roles: everyone,
    load: () => import('./pages/approvals/approval-page.tsx'),
  }),
  page({
    path: 'upload',
    title: { en: 'Upload', zh: '上传' },
    roles: everyone,
    navigation: { icon: 'upload', key: 'u' },
    load: () => import('./pages/upload/upload-page.tsx'),
  }),
  page({
    path: 'products',
    title: { en: 'Products', zh: '商品' },
    roles: everyone,
    navigation: { icon: 'products', key: 'p' },
    load: () => import('./pages/products/products-page.tsx'),
  }),
  page({
    path: 'products/:sku',
    title: { en: 'Product', zh: '商品详情' },
    roles: everyone,
    load: () => import('./pages/products/product-page.tsx'),
  }),
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
  page({
    path: 'audit',
    title: { en: 'Audit', zh: '审计日志' },
    roles: ['approver', 'admin'],
    navigation: { icon: 'audit', key: 'l' },
    load: () => import('./pages/audit/audit-page.tsx'),
  }),
  page({
    path: 'connectors',
    title: { en: 'Connectors', zh: '连接' },
    roles: everyone,
    navigation: { icon: 'connectors', key: 'c' },
    load: () => import('./pages/connectors/connectors-page.tsx'),
  }),
  page({
    path: 'settings',
    title: { en: 'Settings', zh: '设置' },
    roles: everyone,
    navigation: { icon: 'settings', key: 's' },
    load: () => import('./pages/settings/settings-page.tsx'),
  }),
  page({
    path: 'settings/:name',
    title: { en: 'Setting', zh: '设置项' },
    roles: everyone,
    load: () => import('./pages/settings/setting-page.tsx'),
  }),
  page({
    path: 'members',
    title: { en: 'Members', zh: '成员' },
    roles: everyone,
    load: () => import('./pages/members/members-page.tsx'),
  }),
  page({
    path: 'set-up',
    title: { en: 'Set-up', zh: '设置向导' },
    roles: everyone,
    load: () => import('./pages/set-up/set-up-page.tsx'),
  }),
];
