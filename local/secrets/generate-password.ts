import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';

/** As a template's `GenerateSecretString` and the operation `GetRandomPassword` state it. */
export const passwordShape = z.object({
  PasswordLength: z.coerce.number().int().min(1).max(4_096).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  ExcludeLowercase: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
});
export type PasswordRules = z.infer<typeof passwordShape>;

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

/** @throws AwsError `InvalidParameterException` when the rules leave no character, or more kinds than places */
export function generatePassword(rules: PasswordRules): string {
  const kinds = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !rules.ExcludeCharacters.includes(character)).join(''))
    .filter((kind) => kind !== '');
  const all = kinds.join('');
  const required = rules.RequireEachIncludedType ? kinds : [];
  if (all === '' || required.length > rules.PasswordLength) {
    throw new AwsError('InvalidParameterException', 'The rules of the password leave no password.');
  }
  const characters = Array.from({ length: rules.PasswordLength }, (_, index) => pick(required[index] ?? all));
  // Fisher-Yates, so that the required kinds do not always stand first.
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}
