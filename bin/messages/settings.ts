import type { Says } from '../../functions/commerce/says.ts';

/** Reading and changing settings. */
export const settingTexts = {
  'settings.column.name': { en: 'Setting', zh: '设置' },
  'settings.column.version': { en: 'Version', zh: '版本' },
  'settings.column.title': { en: 'Title', zh: '名称' },
  'settings.column.mayChange': { en: 'Changed by', zh: '可修改角色' },
  'settings.column.value': { en: 'Value', zh: '值' },
  'settings.column.by': { en: 'By', zh: '修改人' },
  'settings.default': { en: 'default', zh: '默认' },
  'settings.hint.get': {
    en: 'One setting: npx storehand settings get <name>',
    zh: '查看单项：npx storehand settings get <名称>',
  },
  'settings.hint.set': {
    en: 'Change a part: npx storehand settings set {name} <path>=<value>, or all of it as JSON',
    zh: '修改其中一项：npx storehand settings set {name} <路径>=<值>，或提供完整的 JSON',
  },
  'settings.saved': {
    en: 'Saved {name} as version {version}. Back again: npx storehand settings undo {name}',
    zh: '{name} 已保存为版本 {version}。撤销：npx storehand settings undo {name}',
  },
  'settings.unchanged': {
    en: '{name} has this value already; nothing was saved.',
    zh: '{name} 已是该值，未保存。',
  },
  'settings.undone': {
    en: '{name} has its value before again, as version {version}.',
    zh: '{name} 已恢复上一个值（版本 {version}）。',
  },
  'settings.noVersions': {
    en: '{name} has its default; nobody has changed it.',
    zh: '{name} 为默认值，尚无人修改。',
  },
  'settings.notJson': {
    en: 'The value is neither JSON nor path=value: {text}',
    zh: '值既不是 JSON，也不是“路径=值”：{text}',
  },
  'settings.notAPart': {
    en: 'There is nothing to set at {path}: what stands before the last dot is no group of values.',
    zh: '无法设置 {path}：最后一个点之前不是一组值。',
  },
} as const satisfies Record<string, Says>;
