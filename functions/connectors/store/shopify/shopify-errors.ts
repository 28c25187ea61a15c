import type { Says } from '../../../commerce/says.ts';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  TransientError,
} from '../../../platform/errors.ts';

/** Nothing of Shopify's that is under way takes longer than this as a rule: a file's processing, a reordering. */
export const USUAL_WAIT_SECONDS = 10;

export function shopifyFault(what: string, cause?: unknown): TransientError {
  return new TransientError(
    'ShopifyFault',
    {
      en: `Shopify has a fault just now (${what}); it is tried again.`,
      zh: `Shopify 暂时出现故障（${what}），将自动重试。`,
    },
    cause,
  );
}

export function shopifyBusy(seconds: number): RateLimitedError {
  const whole = Math.max(1, Math.ceil(seconds));
  return new RateLimitedError(
    'ShopifyBusy',
    { en: `Shopify asks us to wait ${whole} s.`, zh: `Shopify 要求等待 ${whole} 秒。` },
    whole,
  );
}

/** Shopify has taken it and is not done yet: the machine waits without a function that is paid for. */
export function shopifyAtWork(what: Says): RateLimitedError {
  return new RateLimitedError(
    'ShopifyAtWork',
    {
      en: `Shopify is still at work (${what.en}); looked at again in ${USUAL_WAIT_SECONDS} s.`,
      zh: `Shopify 仍在处理（${what.zh}），${USUAL_WAIT_SECONDS} 秒后再查看。`,
    },
    USUAL_WAIT_SECONDS,
  );
}

export function shopifyRefused(what: string): ConfigurationError {
  return new ConfigurationError('ShopifyRefused', {
    en: `Shopify does not let us in (${what}). Check the shop, its access token and the scopes of the app: read_products, write_products, read_files, write_files.`,
    zh: `Shopify 拒绝访问（${what}）。请检查店铺地址、访问令牌以及应用权限：read_products、write_products、read_files、write_files。`,
  });
}

/** The request as such is none that this version of the Admin API takes. */
export function shopifyMisunderstood(what: string): ConfigurationError {
  return new ConfigurationError('ShopifyMisunderstood', {
    en: `Shopify does not understand our request (${what}). Check the API version in the setting store-connector.`,
    zh: `Shopify 无法理解请求（${what}）。请检查设置 store-connector 中的 API 版本。`,
  });
}

export function skuUnknown(sku: string): InvalidInputError {
  return new InvalidInputError('ShopifySkuMissing', {
    en: `Shopify has no product with the SKU ${sku}. Create it there, then retry this photo.`,
    zh: `Shopify 中没有 SKU 为 ${sku} 的商品。请先在 Shopify 中创建，再重试该图片。`,
  });
}

export function skuAmbiguous(sku: string): InvalidInputError {
  return new InvalidInputError('ShopifySkuAmbiguous', {
    en: `More than one product in Shopify has the SKU ${sku}, so nothing was published. Correct the SKUs there, then retry this photo.`,
    zh: `Shopify 中有多个商品使用 SKU ${sku}，因此未发布。请先更正 SKU，再重试该图片。`,
  });
}

/** What Shopify says of the picture or the product itself: no repeat mends it. */
export function pictureRefused(what: string): InvalidInputError {
  return new InvalidInputError('ShopifyPictureRefused', {
    en: `Shopify does not take the picture (${what}). What stood there stays.`,
    zh: `Shopify 拒绝了该图片（${what}），原有图片保持不变。`,
  });
}

export function pictureGone(): InvalidInputError {
  return new InvalidInputError('ShopifyPictureGone', {
    en: 'The picture that is to be put back was deleted in Shopify meanwhile. What stands there stays; upload the picture again.',
    zh: '要恢复的图片已在 Shopify 中被删除，当前图片保持不变。请重新上传该图片。',
  });
}
