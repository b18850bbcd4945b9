/** Which tests may be left out: all of them, or with REQUIRE_ALL none but those that need the corpus, where that is optional. */
export const judgeSkips = (
  pending: readonly string[],
  environment: NodeJS.ProcessEnv,
): { allowed: string[]; forbidden: string[] } => {
  const isAllowed = (title: string): boolean =>
    environment['REQUIRE_ALL'] !== '1' || (environment['CORPUS_OPTIONAL'] === '1' && /\bcorpus\b/.test(title));
  return {
    allowed: pending.filter(isAllowed),
    forbidden: pending.filter((title) => !isAllowed(title)),
  };
};
