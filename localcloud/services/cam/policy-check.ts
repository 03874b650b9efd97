import type { PolicyStatement } from './policy-document';

/**
 * Whether a role's policies let it do something. Nothing is allowed unless a statement says so,
 * and a statement that denies beats all that allow (598/10605).
 * `action` is written like `cos:PutObject`, `resource` with its six parts.
 */
export function isAllowed(
  statements: readonly PolicyStatement[],
  action: string,
  resource: string,
): boolean {
  const applying = statements.filter(
    (statement) =>
      statement.actions.some((pattern) => matches(pattern, action)) &&
      statement.resources.some((pattern) => matchesResource(pattern, resource)),
  );
  return (
    applying.some(({ effect }) => effect === 'allow') &&
    !applying.some(({ effect }) => effect === 'deny')
  );
}

/** An empty region or account in the pattern stands for any region, or the policy's own account. */
function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  const [qcs, project, service, region, account, ...rest] = pattern.split(':');
  return matches(
    [qcs, project, service, region === '' ? '*' : region, account === '' ? '*' : account]
      .concat(rest)
      .join(':'),
    resource,
  );
}

const expressions = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let expression = expressions.get(pattern);
  if (!expression) {
    const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    expression = new RegExp(`^${parts.join('.*')}$`, 's');
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}
