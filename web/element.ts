/**
 * Finds an element that the page's own HTML holds.
 *
 * @throws when it does not, or when it is of another kind
 */
export function element<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}
