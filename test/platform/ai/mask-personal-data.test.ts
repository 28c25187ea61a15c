import { describe, expect, it } from 'vitest';
import { maskPersonalData } from '../../../functions/platform/ai/mask-personal-data.ts';

describe('personal data', () => {
  it.each([
    ['Write to jo.doe+shop@mail.example.co.uk now', 'Write to [e-mail] now'],
    ['邮箱：王小明@example.cn。', '邮箱：[e-mail]。'],
    ['客服 138 1234 5678 在线', '客服 [phone] 在线'],
    ['客服+86-13812345678在线', '客服[phone]在线'],
    ['Tel (555) 123-4567', 'Tel [phone]'],
    ['Mobile +44 20 7946 0958.', 'Mobile [phone].'],
    ['座机 010-62345678', '座机 [phone]'],
    ['加微信：shop_88661234 咨询', '加[phone] 咨询'],
    ['身份证 11010519491231002X', '身份证 [id-number]'],
    ['SSN 078-05-1120', 'SSN [id-number]'],
    ['Passport No: E12345678', '[id-number]'],
    ['Pay 4111 1111 1111 1111 today', 'Pay [card-number] today'],
    ['IBAN DE89 3704 0044 0532 0130 00', 'IBAN [iban]'],
    ['Return to 221B Baker Street, London', 'Return to [address], London'],
    ['退货地址：浙江省杭州市西湖区文三路90号3楼301室', '退货地址：[address]'],
  ])('%s is masked', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
  });

  it.each([
    'Barcode 4006381333931, also 614141007349',
    'Size 120 x 60 x 75 cm, 1.5 kg, 220-240 V, 50/60 Hz',
    'Model SM-2024-0815, SKU 12345678',
    '尺寸 1200×600×750 毫米，净重 12.5 千克',
    'ISO 9001:2015, EN 71-3, GB 18401-2010',
    'Lot 2026-11-22, 19.99 USD, 3 for 2',
    'The road to comfort; 5 Star street style',
  ])('is not seen in what a product is like: %s', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });
});
