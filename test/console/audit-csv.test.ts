import { describe, expect, it } from 'vitest';
import { auditCsv } from '../../console/src/pages/audit/audit-csv.ts';
import type { AuditEntryAnswer } from '../../functions/platform/audit/audit-answers.ts';

const entry: AuditEntryAnswer = {
  store: 'shop',
  stream: 'setting/shop',
  seq: 2,
  previous: 'aa',
  entryId: 'v2',
  at: '2026-11-22T03:00:00.000Z',
  actor: { kind: 'person', id: 'li' },
  action: 'setting.saved',
  subject: 'setting/shop',
  before: { name: 'Tea' },
  after: { name: 'Tea, "best"' },
  reason: 'more\nthan a line',
  hash: 'bb',
};
const rows = (over: Partial<AuditEntryAnswer>) => auditCsv([{ ...entry, ...over }], () => '李');

describe('the audit as a table for spreadsheets', () => {
  it('begins with a byte order mark and the names of the columns', () => {
    expect(auditCsv([], () => '')).toMatch(/^\ufeffat,actor kind,actor id,.*,hash\r\n$/);
  });

  it('quotes what holds commas, quotes and line ends', () => {
    expect(rows({}).split('\r\n')[1]).toBe(
      '2026-11-22T03:00:00.000Z,person,li,李,setting.saved,setting/shop,"more\nthan a line",,,"{""name"":""Tea""}","{""name"":""Tea, \\""best\\""""}",setting/shop,2,aa,bb',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =cmd', '\r=1', '\n=1'])(
    'keeps a spreadsheet from computing %j',
    (reason) => {
      const text = rows({ reason, before: undefined, after: undefined });
      expect(text).toContain(`'${reason}`);
    },
  );

  it('leaves harmless texts as they are', () => {
    expect(rows({ reason: '1+1=2' })).toContain(',1+1=2,');
  });
});
