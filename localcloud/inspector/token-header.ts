/** Carries the token that only the inspector's own page has; no foreign page can send it unasked. */
export const TOKEN_HEADER = 'x-inspector-token';
