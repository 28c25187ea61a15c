import type { QueryOperations } from '../protocol/query.ts';

/** What the older API asks of the mail service; requests are in the form of the newer one. */
export interface OutgoingMail {
  send(request: object): Promise<{ readonly MessageId: string }>;
  identities(): readonly string[];
}

/** SES's version 1, as much of it as sends a mail: `aws ses send-email`, `send-raw-email`, `list-identities`. */
export function queryOperations(mail: OutgoingMail): QueryOperations {
  return {
    SendEmail: async (input) => {
      const part = (name: string) => {
        const Data = input.get(`Message.${name}.Data`);
        return Data === null ? undefined : { Data };
      };
      const { MessageId } = await mail.send({
        FromEmailAddress: input.get('Source') ?? undefined,
        Destination: {
          ToAddresses: listOf(input, 'Destination.ToAddresses'),
          CcAddresses: listOf(input, 'Destination.CcAddresses'),
          BccAddresses: listOf(input, 'Destination.BccAddresses'),
        },
        ReplyToAddresses: listOf(input, 'ReplyToAddresses'),
        Content: {
          Simple: { Subject: part('Subject'), Body: { Text: part('Body.Text'), Html: part('Body.Html') } },
        },
      });
      return { MessageId };
    },
    SendRawEmail: async (input) => {
      const { MessageId } = await mail.send({
        FromEmailAddress: input.get('Source') ?? undefined,
        Destination: { ToAddresses: listOf(input, 'Destinations') },
        Content: { Raw: { Data: input.get('RawMessage.Data') ?? '' } },
      });
      return { MessageId };
    },
    ListIdentities: () => ({ Identities: { member: mail.identities().map((name) => ({ '#text': name })) } }),
  };
}

/** `<name>.member.1`, `<name>.member.2` and so on. */
function listOf(input: URLSearchParams, name: string): string[] {
  const found: string[] = [];
  for (let number = 1; ; number++) {
    const value = input.get(`${name}.member.${number}`);
    if (value === null) return found;
    found.push(value);
  }
}
