import { describe, expect, it } from 'vitest';
import { targetBody, valueAtPath } from '../../../local/events/target-input.ts';

const event = {
  id: '1',
  'detail-type': 'OrderCreated',
  detail: { order: 'O-1', note: 'say "hi"', total: 3, lines: [{ sku: 'A' }, { sku: 'B' }] },
};
const context = { ruleArn: 'arn:rule', ruleName: 'orders', ingestionTime: '2026-01-01T00:00:00.000Z' };
const paths = {
  order: '$.detail.order',
  note: '$.detail.note',
  lines: '$.detail.lines',
  none: '$.detail.none',
};
const transformed = (InputTemplate: string): string =>
  targetBody({ InputTransformer: { InputPathsMap: paths, InputTemplate } }, event, context);

describe('what a target receives', () => {
  it('is the event unless the target says otherwise', () => {
    expect(JSON.parse(targetBody({}, event, context))).toEqual(event);
    expect(targetBody({ Input: '{"fixed":true}' }, event, context)).toBe('{"fixed":true}');
    expect(targetBody({ InputPath: '$.detail.lines' }, event, context)).toBe('[{"sku":"A"},{"sku":"B"}]');
  });

  it.each([
    ['{"o":<order>,"l":<lines>}', '{"o":"O-1","l":[{"sku":"A"},{"sku":"B"}]}'],
    ['{"text":"Order <order>: <note>"}', String.raw`{"text":"Order O-1: say \"hi\""}`],
    ['"Order <order>"', '"Order O-1"'],
    ['Order <order>', 'Order O-1'],
    ['{"n":<none>,"t":"[<none>]"}', '{"n":null,"t":"[]"}'],
    ['{"rule":<aws.events.rule-name>}', '{"rule":"orders"}'],
    [String.raw`{"t":"a \" <order>"}`, String.raw`{"t":"a \" O-1"}`],
  ])('fills the template %s', (template, expected) => {
    expect(transformed(template)).toBe(expected);
  });

  it('gives the whole event to a template that asks for it', () => {
    expect(JSON.parse(transformed('{"e":<aws.events.event.json>}'))).toEqual({ e: event });
    expect(JSON.parse(transformed('{"e":<aws.events.event>}'))).toEqual({
      e: { id: '1', 'detail-type': 'OrderCreated' },
    });
  });

  it.each([
    ['$', event],
    ['$.detail.lines[1].sku', 'B'],
    ['$.detail.lines[*].sku', ['A', 'B']],
    ["$['detail']['order']", 'O-1'],
    ['$.detail-type', 'OrderCreated'],
    ['$.detail..order', undefined],
    ['detail', undefined],
  ])('reads the path %s', (path, expected) => {
    expect(valueAtPath(event, path)).toEqual(expected);
  });
});
