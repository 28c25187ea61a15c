import type { TodayAnswer } from './today-answers.ts';

type Step = TodayAnswer['steps'][number];

export interface ShopFacts {
  readonly hasProducts: boolean;
  readonly waiting: number;
  readonly members: number;
  /** Whether somebody saved the setting. */
  readonly choseChannels: boolean;
  readonly choseShop: boolean;
}

/** What to do first in a new shop, in that order, with what is done already. */
export function firstSteps(facts: ShopFacts): Step[] {
  return [
    {
      name: 'upload-photos',
      says: {
        en: 'Upload product photos, named by SKU: MUG-1.jpg, MUG-1_2.jpg',
        zh: '上传商品照片，以 SKU 命名：MUG-1.jpg、MUG-1_2.jpg',
      },
      isDone: facts.hasProducts,
      see: { page: 'upload' },
    },
    {
      name: 'decide-approvals',
      says: { en: 'Decide what waits for a person', zh: '处理等待人工决定的审批' },
      isDone: facts.hasProducts && facts.waiting === 0,
      see: { page: 'approvals' },
    },
    {
      name: 'choose-channels',
      says: { en: 'Choose the channels that you sell on', zh: '选择您的销售渠道' },
      isDone: facts.choseChannels,
      see: { page: 'settings', query: { name: 'channels' } },
    },
    {
      name: 'connect-shop',
      says: {
        en: 'Connect your shop system, or keep the built-in catalogue',
        zh: '连接您的店铺系统，或继续使用内置商品目录',
      },
      isDone: facts.choseShop,
      see: { page: 'connectors' },
    },
    {
      name: 'invite-second-person',
      says: {
        en: 'Invite a second person: whoever uploads a photo does not approve it',
        zh: '邀请第二位成员：上传照片的人不能审批自己上传的内容',
      },
      isDone: facts.members > 1,
      see: { page: 'members' },
    },
  ];
}
