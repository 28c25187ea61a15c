import type { Says } from '../../functions/commerce/says.ts';

/** Who may do what in a shop. */
export const memberTexts = {
  'help.members': { en: 'the people of the shop', zh: '店铺成员' },
  'help.members.list': { en: 'everybody with their roles', zh: '全部成员及角色' },
  'help.members.remove': { en: "takes somebody's access to the shop away", zh: '取消某人对店铺的访问权限' },
  'members.column.name': { en: 'Name', zh: '姓名' },
  'members.column.email': { en: 'E-mail', zh: '电子邮件' },
  'members.column.roles': { en: 'Roles', zh: '角色' },
  'members.none': { en: 'The store {store} has no members.', zh: '店铺 {store} 没有成员。' },
  'members.unknown': {
    en: '{email} is no member of {store}. Nothing was changed.',
    zh: '{email} 不是店铺 {store} 的成员，未作更改。',
  },
  'members.question': {
    en: 'Take the access of {email} to {store} away?',
    zh: '确定取消 {email} 对店铺 {store} 的访问权限？',
  },
  'members.removed': {
    en: '{email} has no access to {store} any more. What they did stays in the record.',
    zh: '{email} 已无法访问店铺 {store}，其操作记录仍然保留。',
  },
} as const satisfies Record<string, Says>;
