export type SubstitutionPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly name: string };

/**
 * Takes the body of `Fn::Sub` apart. `${Name}` and `${Name.Attribute}` are references; `${!Literal}` stands for
 * the text `${Literal}`, as CloudFormation escapes it.
 */
export function parseSubstitutions(body: string): SubstitutionPart[] {
  const parts: SubstitutionPart[] = [];
  let end = 0;
  for (const match of body.matchAll(/\$\{(!?)([^}]*)\}/g)) {
    if (match.index > end) parts.push({ kind: 'text', text: body.slice(end, match.index) });
    const [whole, literal, name = ''] = match;
    parts.push(
      literal === '!' ? { kind: 'text', text: `\${${name}}` } : { kind: 'reference', name: name.trim() },
    );
    end = match.index + whole.length;
  }
  if (end < body.length) parts.push({ kind: 'text', text: body.slice(end) });
  return parts;
}
